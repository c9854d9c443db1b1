namespace Minima.Tabular;

/// <summary>Reads the table of a comparison: a file or bundled data, and the file of test rows if there is one.</summary>
internal sealed class ComparisonReader
{
    /// <summary>The bytes that a comparison takes for each cell of its rows: measured at the kernel's peak, 5 000 000 rows of 10 columns took 115.</summary>
    private const long BytesOfCell = 160;

    private readonly Table _table;
    private readonly TableOptions _options;
    private readonly ComparisonOptions _asked;
    private readonly PredictionTask? _task;
    private readonly RowDraw _draw;
    private readonly List<Localized> _notes = [];
    private readonly HashSet<Localized> _treatments = [];
    private readonly string _name;
    private string[] _targets = [];
    private string[] _others = [];

    private ComparisonReader(Table table, ComparisonOptions asked)
    {
        _draw = new(asked.Rows, asked.Seed);
        _table = table;
        _options = table.Options;
        _asked = asked;
        _task = asked.Task ?? table.Options.Task;
        _name = table.Name;
    }

    /// <exception cref="DataException">The data cannot be used.</exception>
    /// <exception cref="UsageException">The table has no target, or its options do not go together.</exception>
    public static ComparisonData Read(Table table, ComparisonOptions options, CancellationToken cancellation)
    {
        if (table.Target is null)
            throw new UsageException($"compare: {table.Name} needs --target COLUMN, the column to predict; it has {DataException.List(table.Columns)}.");
        Check(table.Options, repeats: null);
        var budget = MemoryBudget.Of(table.Options);
        using var store = budget?.Store() ?? LargeTable.Store(table.Options.Scratch);
        var reader = new ComparisonReader(table, options);
        var cells = new TableReader(table.Options.Ignore.Select(name => name.Trim()), (table.Options.Query ?? table.Options.Group)?.Trim()) { Words = CsvReader.Words, Store = store, IsNeeded = reader.HasRole };
        var source = table.Open();
        cells.Read(source, reader.Roles, cancellation);
        reader._notes.AddRange(source.Notes);
        return reader.Finish(cells, budget, cancellation);
    }

    /// <summary>Refuses options that define twice how rows are held out.</summary>
    /// <exception cref="UsageException">Two of them do.</exception>
    public static void Check(TableOptions options, int? repeats)
    {
        (string Name, bool IsGiven)[] splits = [("--group", options.Group is not null), ("--time", options.Time is not null), ("--test", options.Test is not null)];
        if (options is { Event: not null, Query: not null }) throw new UsageException("compare: --event predicts times and --query orders rows; give one of them.");
        var option = options.Event is not null ? "--event" : "--query";
        var other = options switch
        {
            { Event: null, Query: null } => null,
            { Task: not null } => "--task",
            { PositiveClass: not null } => "--positive",
            { Baseline: not null } => "--baseline",
            { Query: not null, Group: not null } => "--group",
            { Query: not null, Time: not null } => "--time",
            _ => null,
        };
        if (other is not null) throw new UsageException($"compare: {other} does not go with {option}; leave out one of the two.");
        var given = splits.Where(split => split.IsGiven).Select(split => split.Name).ToArray();
        if (given.Length > 1) throw new UsageException($"compare: {given[0]} and {given[1]} both set how rows are held out; give one of them.");
        if (repeats > 1 && (options.Time is not null || options.Test is not null))
            throw new UsageException($"compare: --repeats redraws the folds, but {given[0]} fixes them; leave out one of the two.");
    }

    /// <summary>Finds every column that an option names, so that a misspelt one is reported before the rows are read.</summary>
    private void Roles(string[] header)
    {
        _targets = _table.TargetsIn(header);
        string[] ignored = [.. _options.Ignore.Select(column => header[CsvFile.Find(header, column, _name, "--ignore")])];
        Clash(_targets, ignored, "--ignore", "Remove it from --ignore, or name another target.");
        foreach (var (option, column) in new[] { ("--group", _options.Group), ("--time", _options.Time), ("--baseline", _options.Baseline), ("--event", _options.Event), ("--query", _options.Query) })
        {
            if (column is null) continue;
            string[] here = [header[CsvFile.Find(header, column, _name, option)]];
            Clash(_targets, here, option, "Name another column.");
            Clash(ignored, here, option, "Remove it from --ignore, or name another column.");
        }

        // A name in a formula that is no column may be a parameter, so the loss reports it.
        _others =
        [
            .. _asked.NamesOfLosses.Union(_asked.NamesOfCost, StringComparer.Ordinal).Where(name => header.Contains(name, StringComparer.Ordinal) && !_targets.Contains(name, StringComparer.Ordinal) && !ignored.Contains(name, StringComparer.Ordinal)),
        ];
        var left = header.Where(name => ignored.Contains(name, StringComparer.Ordinal)).ToArray();
        if (left.Length > 0) _notes.Add(new($"Left out as asked: {DataException.List(left)}.", $"按要求不使用：{Localized.List(left).Chinese}。"));
    }

    private bool HasRole(string column) =>
        _targets.Contains(column, StringComparer.Ordinal) || new[] { _options.Time, _options.Baseline, _options.Event }.Any(named => named?.Trim() == column);

    private static void Clash(string[] these, string[] those, string option, string remedy)
    {
        var both = these.Intersect(those, StringComparer.Ordinal).FirstOrDefault();
        if (both is null) return;
        throw DataException.Create(option, $"{DataException.Quote(both)} has another role already", "a column has one role: target, group, time, baseline, event, query or left out", remedy);
    }

    private ComparisonData Finish(TableReader table, MemoryBudget? budget, CancellationToken cancellation)
    {
        var testFrom = table.Lines.Count;
        if (_options.Test is { } test)
        {
            var source = test.Open();
            table.Read(source, _ => { }, cancellation);
            _notes.AddRange(source.Notes);
        }

        var factName = (_options.Event ?? _options.Query)?.Trim();
        StoredColumn?[] stored = [.. table.Decide(name => name == factName || _targets.Contains(name, StringComparer.Ordinal))];
        var kept = budget is null ? null : Kept(table, stored!, budget, factName is not null);
        var lines = kept is null ? table.Lines.ToArray() : table.Lines.ToArray(kept);
        var targets = Array.ConvertAll(_targets, name => Array.Find(stored, column => column!.Name == name)!.ToTable(kept));
        var time = Array.Find(stored, column => column!.Name == _options.Time?.Trim())?.ToTable(kept);
        var leftOut = new List<Localized>();
        var used = Used(targets, time, lines.Length, leftOut);

        // Queries must stay whole, so tables of queries and events are read completely.
        int[]? drawn = factName is null && budget is null && LargeTable.Draw(lines.Length, table.Header.Count, used.Length, _draw) is { } places ? Array.ConvertAll(places, place => used[place]) : null;
        if (drawn is not null)
        {
            var sentence = LargeTable.Sentence(lines.Length, drawn.Length, _draw);
            _notes.Add(new(sentence, LibraryMessages.All.Translate(sentence)));
        }

        var decisions = new List<Localized>();
        (TaskChoice Task, TargetColumn[] Targets, TargetColumn? AsClasses)? decided = factName is null ? Decided(targets, used, decisions, cancellation) : null;

        // A decision between classes is made when the columns of its cost are known, so a model may use them too.
        var isOfClasses = decided is { Task.Task: var guess } && !PredictionTasks.IsNumeric(guess);
        var features = new List<TableColumn>();
        var unread = new List<TableColumn>();
        var others = new Dictionary<string, double[]>(StringComparer.Ordinal);
        TableColumn? group = null;
        TableColumn? baseline = null;
        TableColumn? fact = null;
        for (var j = 0; j < stored.Length; j++)
        {
            cancellation.ThrowIfCancellationRequested();
            var column = stored[j]!;

            // The cells have been copied; releasing the originals halves the memory for large tables.
            stored[j] = null;
            if (_targets.Contains(column.Name, StringComparer.Ordinal) || column.Name == time?.Name) continue;
            if (column.Name == factName) fact = column.ToTable(kept);
            else if (column.Name == _options.Group?.Trim()) group = column.ToTable(kept);
            else if (column.Name == _options.Baseline?.Trim()) baseline = column.ToTable(kept);
            else
            {
                var staysFeature = isOfClasses && !_asked.NamesOfLosses.Contains(column.Name, StringComparer.Ordinal);
                if (_others.Contains(column.Name, StringComparer.Ordinal))
                {
                    others[column.Name] = Other(column.ToTable(kept), lines, staysFeature);
                    if (!staysFeature) continue;
                }

                if (column.Kind == TableColumnKind.Dropped) Drop(column.ToTable());
                else Add(column.ToTable(kept ?? drawn));
            }
        }

        if (features.Count == 0) throw ComparisonTargets.NoFeature(_name);
        foreach (var target in targets.Where(target => !target.Note.IsEmpty)) _notes.Add(target.Note);
        _notes.AddRange(leftOut);
        if (fact is not null) return Facts(new FactColumn(_name, _options, lines), targets, fact, used, features, unread, group, time, testFrom, lines);
        _notes.AddRange(decisions);
        var (task, columns, asClasses) = decided!.Value;

        // Some losses of grades and of several targets are on tensors: joining them here makes the catalogue independent of earlier calls.
        if (asClasses is not null || columns.Length > 1) TensorCatalogue.Join();
        if (baseline is not null)
            _notes.Add(new($"Column {DataException.Quote(baseline.Name)} holds the predictions that are used now and is no feature.", $"列{Localized.Quote(baseline.Name).Chinese}是目前使用的预测，不作特征。"));
        var data = new ComparisonData
        {
            Name = _name,
            IsBundled = _table.IsBundled,
            MissingMarks = _table.MissingMarks,
            SplitBy = _options.Group?.Trim() ?? _options.Time?.Trim() ?? _options.Test?.Name,
            HasTestTable = _options.Test is not null,
            Columns = features,
            Task = task,
            Targets = columns,
            AsClasses = asClasses,
            Used = used,
            TestFrom = testFrom,
            UnreadDates = unread,
            Lines = lines,
            Groups = group is null ? null : Groups(group),
            GroupNames = group is null ? [] : group.Kind == TableColumnKind.Category ? group.Levels : [.. group.Values.Where(value => !double.IsNaN(value)).Distinct().Order().Select(value => value.ToString(System.Globalization.CultureInfo.InvariantCulture))],
            Times = time?.Values,
            Baseline = baseline is null ? null : BaselineColumn.Read(_name, baseline, task.Task, columns, asClasses, used, lines),
            BaselineName = baseline?.Name,
            HasOrder = _options.Order.Count > 0,
            Others = others,
            Notes = _notes,
            Treatments = _treatments,
        };
        if (drawn is not null) data = Take(data, drawn);
        if (kept is not null) data = data with { RowsRead = testFrom, TestFrom = lines.Length };
        return _options.CopiesTogether && data is { Groups: null, Times: null, HasTestTable: false } ? data with { Copies = RowCopies.Of(data) } : data;

        void Drop(TableColumn column)
        {
            _notes.Add(column.Note);
            if (column.UnreadDates.Count > 0) unread.Add(column);
        }

        void Add(TableColumn column)
        {
            features.Add(column);
            if (!column.Note.IsEmpty) _notes.Add(column.Note);
            Localized[] treatments = [.. ColumnNotes.Of(column.Name, column.Kind, column.Levels, column.Missing, Localized.Nothing, table.Lines.Count)];
            _notes.AddRange(treatments);
            _treatments.UnionWith(treatments);
        }
    }

    /// <summary>The task, and the target converted for it.</summary>
    private (TaskChoice Task, TargetColumn[] Targets, TargetColumn? AsClasses) Decided(TableColumn[] targets, int[] used, List<Localized> notes, CancellationToken cancellation)
    {
        var grades = _task is null && targets.Length == 1 && _options.Order.Count == 0
            ? GradeOrder.Of(_table, targets[0].Name, [.. _options.Ignore, .. new[] { _options.Group, _options.Time, _options.Baseline }.OfType<string>()], cancellation)
            : null;
        var (task, columns, asClasses) = ComparisonTargets.Of(_name, targets, used, grades?.Task ?? _task, _options.PositiveClass, [.. _options.Order.Select(grade => grade.Trim())], notes);
        return (grades ?? task, columns, asClasses);
    }

    /// <summary>The rows that a comparison within a memory budget uses, a uniform sample of those that have a target; null if all fit.</summary>
    private int[]? Kept(TableReader table, StoredColumn[] stored, MemoryBudget budget, bool hasFacts)
    {
        var (read, columns) = (table.Lines.Count, table.Header.Count);
        var most = (int)Math.Min(int.MaxValue, budget.Rest / (BytesOfCell * columns));
        if (read <= most) return null;
        var option = hasFacts ? _options.Event is not null ? "--event" : "--query" : _options.Test is not null ? "--test" : null;
        var asked = Math.Max(LargeTable.UsualRows, _draw.Rows ?? 0);
        if (option is not null || _draw.Rows > most)
        {
            budget.RequireRoom(
                _name, BytesOfCell * columns * (option is null ? asked : read), option is null ? FormattableString.Invariant($"a comparison on {asked} rows of {columns} columns") : FormattableString.Invariant($"{option}, of which all {read} rows are compared,"),
                option is null ? "Or give fewer --rows." : $"Or leave out {option}, or give fewer rows.");
        }

        string[] needed = _options.Time is { } time ? [.. _targets, time.Trim()] : _targets;
        var targets = new StoredTargets([.. needed.Select(name => Array.Find(stored, column => column.Name == name)!)], read, table.BlockLength);
        var drawn = RowSampling.Of(targets.Count, Math.Min(asked, most), _draw.Seed);
        if (drawn.Length == 0) return null;
        if (targets.Count < read) _notes.Add(ComparisonTargets.LeftOut(read - targets.Count, stored.Any(column => column.Kind == TableColumnKind.Category && _targets.Contains(column.Name))));
        var sentence = LargeTable.Sentence(read, drawn.Length, _draw);
        _notes.Add(new(sentence, LibraryMessages.All.Translate(sentence)));
        return Array.ConvertAll(drawn, targets.RowAt);
    }

    /// <summary>The data of times until an event, or of queries.</summary>
    private ComparisonData Facts(
        FactColumn reader, TableColumn[] targets, TableColumn fact, int[] used, List<TableColumn> features, List<TableColumn> unread, TableColumn? group, TableColumn? time, int testFrom, int[] lines)
    {
        TensorCatalogue.Join();
        if (targets.Length > 1) throw new UsageException($"compare: {reader.Option} goes with one target, and --target names {targets.Length}; name one.");
        var (facts, rows) = reader.Read(targets[0], fact, used, _notes);
        return new ComparisonData
        {
            Name = _name,
            IsBundled = _table.IsBundled,
            MissingMarks = _table.MissingMarks,
            SplitBy = _options.Query?.Trim() ?? _options.Group?.Trim() ?? _options.Time?.Trim() ?? _options.Test?.Name,
            HasTestTable = _options.Test is not null,
            Columns = features,
            Task = reader.Task,
            Targets = [TargetColumn.OfNumbers(targets[0])],
            Facts = facts,
            FactsName = fact.Name,
            Used = rows,
            TestFrom = testFrom,
            UnreadDates = unread,
            Lines = lines,
            Groups = facts.Queries ?? (group is null ? null : Groups(group)),
            Times = time?.Values,
            Notes = _notes,
            Treatments = _treatments,
        };
    }

    /// <summary>Takes some rows of the data; the columns hold only these already.</summary>
    private static ComparisonData Take(ComparisonData data, int[] rows)
    {
        T[]? Of<T>(T[]? values) => values is null ? null : Array.ConvertAll(rows, row => values[row]);
        return data with
        {
            RowsRead = data.TestFrom,
            Targets = [.. data.Targets.Select(target => target.Take(rows))],
            AsClasses = data.AsClasses?.Take(rows),
            Used = [.. Enumerable.Range(0, rows.Length)],
            TestFrom = rows.Count(row => row < data.TestFrom),
            Lines = Of(data.Lines)!,
            Groups = Of(data.Groups),
            Times = Of(data.Times),
            Baseline = Of(data.Baseline),
            Others = data.Others.ToDictionary(pair => pair.Key, pair => Of(pair.Value)!, StringComparer.Ordinal),
        };
    }

    /// <summary>The rows with a target (and a time).</summary>
    private int[] Used(TableColumn[] targets, TableColumn? time, int rows, List<Localized> notes)
    {
        int[] used = [.. Enumerable.Range(0, rows).Where(row => !Array.Exists(targets, target => target.IsMissing(row)))];
        if (used.Length < rows)
        {
            if (used.Length == 0)
            {
                throw DataException.Create(
                    $"{_name}, target {DataException.Quote(targets[0].Name)}", "it is empty in every row", "a target is expected", "Name another column with --target.");
            }

            notes.Add(ComparisonTargets.LeftOut(rows - used.Length, Array.Exists(targets, target => target.Kind == TableColumnKind.Category)));
        }

        if (time is null) return used;
        if (time.Kind is not (TableColumnKind.Number or TableColumnKind.Date))
        {
            throw DataException.Create(
                $"--time {DataException.Quote(time.Name)}", "the column holds neither numbers nor dates", "dates like 2024-05-31 or numbers are expected", "Write dates with the year first, or name another column.");
        }

        int[] timed = Array.FindAll(used, row => !time.IsMissing(row));
        var (quoted, chinese) = Localized.Quote(time.Name);
        if (timed.Length < used.Length)
            notes.Add(new($"{used.Length - timed.Length} rows have no {quoted} and were left out.", $"{used.Length - timed.Length} 行没有{chinese}，未参加比较。"));
        notes.Add(new($"Column {quoted} orders the rows and is no feature.", $"列{chinese}决定行的先后，不作特征。"));
        return timed;
    }

    private int[] Groups(TableColumn group)
    {
        _notes.Add(new($"Column {DataException.Quote(group.Name)} holds the groups and is no feature.", $"列{Localized.Quote(group.Name).Chinese}标明分组，不作特征。"));
        // Rows without a group form one group, because they may belong together.
        if (group.Kind == TableColumnKind.Category) return group.Codes;
        double[] distinct = [.. group.Values.Where(value => !double.IsNaN(value)).Distinct().Order()];
        return Array.ConvertAll(group.Values, value => double.IsNaN(value) ? -1 : Array.BinarySearch(distinct, value));
    }

    private double[] Other(TableColumn column, int[] lines, bool isFeature)
    {
        if (column.Kind == TableColumnKind.Number && column.Missing == 0)
        {
            var (english, chinese) = Localized.Quote(column.Name);
            _notes.Add(isFeature
                ? new($"Column {english} is an input of the cost, and a feature too.", $"列{chinese}是代价公式的输入，也作特征。")
                : new($"Column {english} is an input of a formula and is no feature.", $"列{chinese}是公式的输入，不作特征。"));
            return column.Values;
        }

        var gap = column.Kind == TableColumnKind.Number ? Array.FindIndex(column.Values, double.IsNaN) : -1;
        var line = gap < 0 ? "" : $", line {lines[gap]}";
        var isOfLoss = _asked.NamesOfLosses.Contains(column.Name, StringComparer.Ordinal);
        throw DataException.Create(
            $"{_name}{line}, column {DataException.Quote(column.Name)}",
            column.Kind == TableColumnKind.Number ? "the value is missing" : "it does not hold numbers that vary",
            isOfLoss ? "a formula given to --loss names it, so a number is expected in every row" : "a formula given to --cost names it, so a number is expected in every row",
            isOfLoss ? $"Fill it in, or make it a parameter with --param {column.Name}=VALUE." : "Fill it in, or write a number in its place.");
    }
}
