using Minima.Analysis;

namespace Minima.Tabular;

/// <summary>Reads the table of boosted trees.</summary>
internal sealed partial class BoostedTableReader
{
    private readonly Table _table;
    private readonly BoostedTreesOptions _options;
    private readonly LossSpec? _loss;
    private readonly List<(int Index, string Name, string Column)> _inputs;
    private readonly List<Localized> _notes = [];
    private readonly HashSet<string> _others = new(StringComparer.Ordinal);
    private string _target = "";
    private string? _fact;

    private BoostedTableReader(Table table, LossSpec? loss, BoostedTreesOptions options)
    {
        (_table, _loss, _options) = (table, loss, options);
        if (loss is null && options.Inputs.Count > 0) throw new UsageException("boost: --input gives a column to a loss, and no loss is named; add --loss NAME.");
        _inputs = loss is null ? [] : FitInputs.Parse(options.Inputs, loss.Entry, "boost");
    }

    /// <exception cref="DataException">The data cannot be used as they are.</exception>
    /// <exception cref="UsageException">The table has no target, or the options do not go together.</exception>
    public static BoostedTable Read(Table table, LossSpec? loss, BoostedTreesOptions options, CancellationToken cancellation)
    {
        if (table.Target is null)
            throw new UsageException($"boost: {table.Name} needs --target COLUMN, the column to predict{(table.IsReadOnce ? "" : $"; it has {DataException.List(table.Columns)}")}.");
        if (table.Options is { Event: not null, Query: not null }) throw new UsageException("boost: --event predicts times and --query orders rows; give one of them.");
        var fact = table.Options.Event is not null ? "--event" : table.Options.Query is not null ? "--query" : null;
        var other = table.Options switch { { Task: not null } => "--task", { PositiveClass: not null } => "--positive", { Order.Count: > 0 } => "--order", { Query: not null, Group: not null } => "--group", _ => options.Heads is not null ? "--heads" : options.Weight is not null ? "--weight" : null };
        if (fact is not null && other is not null) throw new UsageException($"boost: {other} does not go with {fact}; leave out one of the two.");
        if (table.Options.Event is not null || table.Options.Query is not null || table.Options.Order.Count > 0 || table.Options.Task == PredictionTask.Ordinal) TensorCatalogue.Join();
        return new BoostedTableReader(table, loss, options).Read(cancellation);
    }

    private BoostedTable Read(CancellationToken cancellation)
    {
        if (MemoryBudget.Of(_table.Options) is { } budget) return Read(budget, cancellation);
        using var store = LargeTable.Store(_table.Options.Scratch);
        var parts = _options.Trees.Collective is { Ranks: > 1 } ranks ? new TableParts(ranks) : null;
        var cells = new TableReader(_table.Options.Ignore.Select(name => name.Trim()), (_table.Options.Query ?? _table.Options.Group)?.Trim()) { Words = CsvReader.Words, Store = store, IsPart = parts is not null, IsNeeded = HasRole };
        var source = _table.Open();
        cells.Read(source, Roles, cancellation);
        _notes.AddRange(source.Notes);
        var lines = cells.Lines.ToArray();
        StoredColumn?[] stored = [.. cells.Decide(name => name == _target || name == _fact || _others.Contains(name))];
        var together = parts?.Together(Array.ConvertAll(stored, column => column!.ToTable()), HasRole);
        if (together is not null) Array.Clear(stored);
        TableColumn Column(int j) => together?[j] ?? stored[j]!.ToTable();
        string[] names = together is null ? [.. stored.Select(column => column!.Name)] : [.. together.Select(column => column.Name)];
        var target = Column(Array.IndexOf(names, _target));
        if (!target.Note.IsEmpty) _notes.Add(target.Note);
        int[] used = [.. Enumerable.Range(0, lines.Length).Where(row => !target.IsMissing(row))];
        if (used.Length == 0) throw NoTarget();
        var left = parts is null ? lines.Length - used.Length : parts.Numbers<int>([lines.Length - used.Length]).Sum();
        if (left > 0) _notes.Add(ComparisonTargets.LeftOut(left, target.Kind == TableColumnKind.Category));
        RowFacts? facts = null;
        if (_fact is not null) (facts, used) = new FactColumn(_table.Name, _table.Options, lines).Read(target, Array.Find(stored, column => column!.Name == _fact)!.ToTable(), used, _notes);

        // The values in all parts decide the kind of target.
        var (whole, first) = parts?.Whole(target, used) ?? (target, 0);
        var rowsOfAll = parts is null ? used : [.. Enumerable.Range(0, Math.Max(whole.Values.Length, whole.Codes.Length))];
        var own = parts is null ? used : [.. Enumerable.Range(first, used.Length)];
        var (task, targets, asClasses) = facts is not null
            ? (new FactColumn(_table.Name, _table.Options, lines).Task, [TargetColumn.OfNumbers(target)], null)
            : Decide(whole, rowsOfAll);
        var features = new List<(BoostedColumn, Trees.TreeColumn)>();
        var others = new Dictionary<string, double[]>(StringComparer.Ordinal);
        int[]? group = null;
        for (var j = 0; j < stored.Length; j++)
        {
            cancellation.ThrowIfCancellationRequested();
            var column = Column(j);

            // The cells have been copied; releasing the originals halves the memory for large tables.
            stored[j] = null;
            if (together is not null) together[j] = TableColumn.Drop(column.Name, Localized.Nothing);
            if (column.Name == _target || column.Name == _fact) continue;
            if (_others.Contains(column.Name)) others[column.Name] = Numbers(column, used, lines);
            else if (column.Name == _table.Options.Group?.Trim()) group = Groups(column, used, parts);
            else if (column.Kind == TableColumnKind.Dropped) _notes.Add(column.Note);
            else features.Add(Feature(column, used));
        }

        if (features.Count == 0) throw ComparisonTargets.NoFeature(_table.Name);
        int[] linesOfUsed = Array.ConvertAll(used, row => lines[row]);
        var weight = _options.Weight is { } name ? FitData.Weights(_table.Name, name.Trim(), others[name.Trim()], row => linesOfUsed[row]) : null;
        var answers = Answers(targets[0], asClasses);
        var all = answers.Take(rowsOfAll);
        return new BoostedTable
        {
            Name = _table.Name,
            MissingMarks = _table.MissingMarks,
            Task = task.Task,
            Target = parts is null ? all : answers.Take(own),
            AllTargets = all.Values,
            First = first,
            Columns = features,
            Weight = weight,
            Group = facts?.Queries is null ? group : facts.QueriesOf(used),
            Facts = facts is null ? null : new(facts.Events is null ? null : facts.EventsOf(used), facts.Queries is null ? null : facts.QueriesOf(used)),
            Grades = _table.Options.Order.Count > 0 && !ReferenceEquals(answers, asClasses) ? asClasses!.Classes : [],
            FactsName = _fact,
            Inputs = [.. _inputs.Select(input => (input.Name, input.Column, others[input.Column]))],
            LineOf = row => linesOfUsed[row],
            Notes = _notes,
        };
    }

    private bool HasRole(string name) => name == _target || name == _fact || _others.Contains(name) || name == _table.Options.Group?.Trim();

    private DataException NoTarget() => DataException.Create($"{_table.Name}, target {DataException.Quote(_target)}", "it is empty in every row", "a target is expected", "Name another column with --target.");

    /// <summary>The task of the target and its values, from the data and the options.</summary>
    private (TaskChoice Task, TargetColumn[] Targets, TargetColumn? AsClasses) Decide(TableColumn target, int[] rows) =>
        ComparisonTargets.Of(_table.Name, [target], rows, TaskOf(target, rows), _table.Options.PositiveClass, [.. _table.Options.Order.Select(grade => grade.Trim())], _notes);

    /// <summary>Grades become classes for a loss over classes, and numbers for others.</summary>
    private TargetColumn Answers(TargetColumn target, TargetColumn? asClasses) => asClasses is not null && _loss?.Entry is { } entry && (entry.Row is not null || entry.TakesTensors) ? asClasses : target;

    private void Roles(string[] header)
    {
        var name = _table.Name;
        _target = header[CsvFile.Find(header, _table.Target!, name, "--target")];
        string[] ignored = [.. _table.Options.Ignore.Select(column => header[CsvFile.Find(header, column, name, "--ignore")])];
        Clash(ignored.Contains(_target, StringComparer.Ordinal), "--ignore", _target);
        (string Option, string Column)[] roles =
        [
            .. _inputs.Select(input => (FitInputs.Option(_options.Inputs, input.Name), input.Column)),
            .. _options.Weight is { } weight ? [("--weight", weight)] : Array.Empty<(string, string)>(),
        ];
        foreach (var (option, column) in roles)
        {
            var found = header[CsvFile.Find(header, column, name, option)];
            Clash(found == _target || ignored.Contains(found, StringComparer.Ordinal), option, found);
            _others.Add(found);
        }

        if ((_table.Options.Event ?? _table.Options.Query) is { } fact)
        {
            var option = _table.Options.Event is not null ? "--event" : "--query";
            _fact = header[CsvFile.Find(header, fact.Trim(), name, option)];
            Clash(_fact == _target || ignored.Contains(_fact, StringComparer.Ordinal) || _others.Contains(_fact), option, _fact);
        }

        if (_table.Options.Group is { } group)
        {
            var found = header[CsvFile.Find(header, group, name, "--group")];
            Clash(found == _target || ignored.Contains(found, StringComparer.Ordinal) || _others.Contains(found) || found == _fact, "--group", found);
        }

        if (ignored.Length > 0) _notes.Add(new($"Left out as asked: {DataException.List(ignored)}.", $"按要求不使用：{Localized.List(ignored).Chinese}。"));
    }

    private static void Clash(bool clashes, string option, string column)
    {
        if (clashes) throw DataException.Create(option, $"{DataException.Quote(column)} has another role already", "a column has one role: target, event, query, group, weight, input of the loss or left out", "Name another column.");
    }

    /// <summary>A loss for numbers treats a target of two values as numbers, unless it is for two classes; without a loss the values decide.</summary>
    private PredictionTask? TaskOf(TableColumn target, int[] used)
    {
        if (_table.Options.Task is { } asked) return asked;
        if (_table.Options.Order.Count > 0) return null;
        if (_loss is not { Entry: var entry }) return null;
        if (_options.Heads is not null) return PredictionTask.Regression;
        if (entry.Row is not null) return PredictionTask.MultiClass;
        var loss = Candidate.Create(entry, _loss.Given, 1);
        if (!LossAnalysis.CanAnalyse(loss)) return null;
        var domain = loss.DomainOf(1);
        if (domain.IsLabel) return PredictionTask.Binary;
        var hasTwo = target.Kind == TableColumnKind.Category || used.Select(row => target.Values[row]).Distinct().Take(3).Count() == 2;
        return hasTwo && (entry.Task.HasFlag(LossTask.Binary) || (domain.Low == 0 && domain.High == 1)) ? PredictionTask.Binary : PredictionTask.Regression;
    }

    private (BoostedColumn Column, Trees.TreeColumn Values) Feature(TableColumn column, int[] used)
    {
        Tell(column.Name, column.Kind, column.Note);
        return (BoostedTable.ColumnOf(column.Name, column.Kind, column.Levels, column.Form.Mark), BoostedTable.ValuesOf(column, used));
    }

    private void Tell(string name, TableColumnKind kind, Localized note)
    {
        var quoted = Localized.Quote(name);
        if (kind == TableColumnKind.Date) _notes.Add(new($"Column {quoted.English} holds dates; trees split them by days.", $"列{quoted.Chinese}为日期；树按天数分裂。"));
        else if (!note.IsEmpty) _notes.Add(note);
    }

    private static Localized OfGroups(string column) => new($"Column {DataException.Quote(column)} holds the groups and is no feature.", $"列{Localized.Quote(column).Chinese}标明分组，不作特征。");

    private int[] Groups(TableColumn group, int[] used, TableParts? parts)
    {
        _notes.Add(OfGroups(group.Name));

        // Rows without a group form one group.
        if (group.Kind == TableColumnKind.Category) return Array.ConvertAll(used, row => group.Codes[row]);
        double[] here = [.. group.Values.Where(value => !double.IsNaN(value)).Distinct()];
        double[] distinct = [.. (parts?.Numbers(here) ?? here).Distinct().Order()];
        return Array.ConvertAll(used, row => double.IsNaN(group.Values[row]) ? -1 : Array.BinarySearch(distinct, group.Values[row]));
    }

    /// <summary>The numbers of a column that the loss or the mean needs in every row.</summary>
    private double[] Numbers(TableColumn column, int[] used, int[] lines)
    {
        var gap = column.Kind == TableColumnKind.Number ? Array.FindIndex(used, row => double.IsNaN(column.Values[row])) : -1;
        if (column.Kind == TableColumnKind.Number && gap < 0) return Array.ConvertAll(used, row => column.Values[row]);
        throw NoNumber(column.Name, gap < 0 ? null : lines[used[gap]]);
    }

    private DataException NoNumber(string column, int? line) => DataException.Create(
        $"{_table.Name}{(line is null ? "" : $", line {line}")}, column {DataException.Quote(column)}",
        line is null ? "it does not hold numbers" : "the value is missing",
        "a number is expected in every row",
        "Fill it in, or remove the row.");
}
