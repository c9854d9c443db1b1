namespace Minima.Tabular;

/// <summary>The checks of a table before anything is trained, each with its action.</summary>
internal sealed class TableExamination
{
    private static readonly string[] YesOrNo = ["yes", "no"];

    private readonly Table _table;
    private readonly SolveOptions _options;
    private readonly List<TableFinding> _findings = [];
    private AdviceContext _context;

    private TableExamination(Table table, SolveOptions options, AdviceContext context) => (_table, _options, _context) = (table, options, context);

    /// <summary>The findings, in the order of display, including those that found nothing.</summary>
    /// <exception cref="DataException">The table cannot be used as it is.</exception>
    public static (IReadOnlyList<TableFinding> Findings, AdviceTarget Target) Of(Table table, SolveOptions options, CancellationToken cancellation)
    {
        var header = table.Columns;
        foreach (var column in options.Keep) CsvFile.Find([.. header], column, table.Name, "--keep");
        var targets = table.TargetsIn(header);
        var facts = table.Options;
        string[] ignored =
        [
            .. facts.Ignore.Select(name => name.Trim()),
            .. new[] { facts.Event, facts.Query, facts.Baseline }.OfType<string>().Select(name => name.Trim()),
            .. targets.Skip(1),
            .. options.Comparison.NamesOfLosses.Where(header.Contains),
        ];
        var advice = new AdviceOptions { Seed = options.Comparison.Seed, Wanted = options.Comparison.Wanted ?? (facts.Task is { } task ? Wanted.DefaultOf(task) : null) };
        var (data, target) = Read([]);
        string[] costs = [.. options.Comparison.NamesOfCost.Where(header.Contains)];

        // The columns of a cost of decisions are features, those of a cost of numbers are not.
        if (costs.Length > 0 && PredictionTasks.IsNumeric(target.Task)) (data, target) = Read(costs);
        if (facts.Event is not null || facts.Query is not null) target = target.As(PredictionTask.Regression, target.Why);
        var examination = new TableExamination(table, options, new AdviceContext(data, target, advice));
        examination.Look(cancellation);
        return (examination._findings, target);

        (AdviceData Data, AdviceTarget Target) Read(string[] further)
        {
            var looked = table.With(targets[0], facts.OfFile with { Ignore = [.. ignored.Union(further, StringComparer.Ordinal)], Group = facts.Group, Time = facts.Time });
            var read = AdviceData.Read(looked, advice.Rows, advice.Seed, cancellation);
            return (read, AdviceTarget.Of(read.Target, advice, read.Name));
        }
    }

    private void Look(CancellationToken cancellation)
    {
        if (TableChecks.WithoutTarget(_context) is { } gaps) Add(gaps, FindingAction.Told);
        var copies = TableChecks.Copies(_context);
        Identifiers(copies.IsFound ? _context.Of(_context.Data.Take([.. Enumerable.Range(0, _context.Data.Rows).Except(TableChecks.CopiesIn(_context.Data).Select(copy => copy.Row))])) : _context);

        // Copies whose identifiers differ are equal rows once these are left out.
        if (!copies.IsFound && _findings.Exists(finding => finding.Action == FindingAction.LeftOut)) copies = TableChecks.Copies(_context);
        Leaks(DataChecks.Leakage);
        cancellation.ThrowIfCancellationRequested();
        Leaks(context => AfterwardsCheck.Of(context) ?? AfterwardsCheck.Nothing);
        Marks();
        Add(ExtremeNumbers.Of(_context), FindingAction.Told);
        Add(copies, copies.IsFound && !_options.KeepCopies && !HasSplit && _table.Options.Query is null ? FindingAction.KeptTogether : FindingAction.Told);
        Add(TableChecks.Dates(_context), FindingAction.Told);
        cancellation.ThrowIfCancellationRequested();
        Drift();
        Groups();
        if (_table.Options is { Event: null, Query: null, Order.Count: 0 }) Add(FactCheck.Of(_context), FindingAction.Told);
    }

    /// <summary>The options determine how rows are held out.</summary>
    private bool HasSplit => _table.Options is { Group: not null } or { Time: not null } or { Test: not null };

    private bool IsKept(TableCheck check) => check.Columns.Any(column => _options.Keep.Any(kept => kept.Trim() == column));

    private void Add(TableCheck check, FindingAction action, SolveQuestion? question = null) => _findings.Add(new(check, action) { Question = question });

    /// <summary>Columns that number the rows; a copied row has the number of its original.</summary>
    private void Identifiers(AdviceContext context)
    {
        var check = TableChecks.Identifiers(context);
        if (!check.IsFound)
        {
            Add(check, FindingAction.Told);
            return;
        }

        foreach (var column in check.Columns)
        {
            var one = check.Columns.Count == 1 ? check : TableChecks.Identifiers(context.Of(context.Data.Only(column)));
            Add(one, IsKept(one) ? FindingAction.Told : FindingAction.LeftOut);
        }

        foreach (var column in check.Columns) _context = _context.Without(column);
    }

    /// <summary>Finds columns that leak the target, one after the other; uncertain ones become questions.</summary>
    private void Leaks(Func<AdviceContext, TableCheck> look)
    {
        var rest = _context;
        while (true)
        {
            var check = look(rest);
            if (!check.IsFound)
            {
                if (ReferenceEquals(rest, _context) || !_findings.Exists(finding => finding.Check.Name == check.Name)) Add(check, FindingAction.Told);
                return;
            }

            var column = check.Columns[0];
            rest = rest.Without(column);
            if (IsKept(check))
            {
                Add(check, FindingAction.Told);
                continue;
            }

            _context = _context.Without(column);
            var (quoted, chinese) = Localized.Quote(column);
            Add(check, FindingAction.LeftOut, check.Status == TableCheckStatus.Likely ? null : new SolveQuestion(
                "known",
                new($"Is {quoted} known before the target is: {string.Join(", ", YesOrNo)}?", $"{chinese}在目标值之前就已知吗：{string.Join("、", YesOrNo)}？"),
                "no",
                new("it alone explains nearly all of the target; a column that is known only afterwards makes every number below worthless", "仅它一列就几乎解释了目标值；若它事后才知道，以下所有数字都毫无意义"))
            { Column = column });
        }
    }

    private void Marks()
    {
        var rest = _context;
        while (true)
        {
            var check = DataChecks.Missing(rest);
            if (!check.IsFound)
            {
                if (ReferenceEquals(rest, _context)) Add(check, FindingAction.Told);
                return;
            }

            Add(check, FindingAction.Told);
            if (check.Columns[0] == _context.Data.Target.Name) return;
            rest = rest.Without(check.Columns[0]);
        }
    }

    private void Drift()
    {
        var check = DriftCheck.Of(_context);
        if (!check.IsFound || HasSplit || _table.Options.Query is not null || IsKept(check))
        {
            Add(check, FindingAction.Told);
            return;
        }

        var (quoted, chinese) = Localized.Quote(check.Columns[0]);
        Add(check, FindingAction.Ordered, check.Status == TableCheckStatus.Likely ? null : new SolveQuestion(
            "time",
            new($"Is what comes later by {quoted} to be predicted from what came before: {string.Join(", ", YesOrNo)}?", $"是要按{chinese}用先前的数据预测以后的吗：{string.Join("、", YesOrNo)}？"),
            "yes",
            new("features drift along it, so that later rows are unlike earlier ones", "特征随它漂移，后来的行与先前的不同"))
        { Column = check.Columns[0] });
    }

    private void Groups()
    {
        var isOrdered = _findings.Exists(finding => finding.Action == FindingAction.Ordered);
        var found = GroupCheck.Of(_context).ToArray();
        if (found.Length == 0) Add(GroupCheck.Nothing, FindingAction.Told);
        var isTaken = false;
        foreach (var check in found)
        {
            if (HasSplit || isOrdered || isTaken || _table.Options.Query is not null || IsKept(check))
            {
                Add(check, FindingAction.Told);
                continue;
            }

            isTaken = true;
            var (quoted, chinese) = Localized.Quote(check.Columns[0]);
            var isSure = check.Status == TableCheckStatus.Likely;
            Add(check, isSure ? FindingAction.Grouped : FindingAction.Told, isSure ? null : new SolveQuestion(
                "group",
                new($"Will rows to be predicted have values of {quoted} that are not in this table: {string.Join(", ", YesOrNo)}?", $"待预测的行会有本表中没有的{chinese}取值吗：{string.Join("、", YesOrNo)}？"),
                "no",
                new("its rows resemble each other; if new values come, it must not be on both sides of a split", "它的同值行彼此相似；若会出现新的取值，同值的行就不能被拆到两边"))
            { Column = check.Columns[0] });
        }
    }
}
