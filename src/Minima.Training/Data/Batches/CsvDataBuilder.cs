namespace Minima.Training.Data;

/// <summary>Reads a table, decides its targets and splits, learns or applies a treatment, and writes the treated rows.</summary>
internal sealed class CsvDataBuilder
{
    private readonly StoredTable _table;
    private readonly CsvDataOptions _options;
    private readonly CancellationToken _cancellation;

    private CsvDataBuilder(StoredTable table, CsvDataOptions options, CancellationToken cancellation)
    {
        _table = table;
        _options = options;
        _cancellation = cancellation;
    }

    public static CsvData Learn(TableSource source, CsvDataOptions options, CancellationToken cancellation)
    {
        options.Check();
        using var store = Store(options);
        source = source.With(options.Encoding, options.Separator, options.MissingMarks);
        using var table = StoredTable.Read(source, options, store, cancellation);
        return new CsvDataBuilder(table, options, cancellation).Learn(source.MissingMarks);
    }

    public static CsvData Treat(TableSource source, TableTreatment treatment, CsvDataOptions options, CancellationToken cancellation)
    {
        options.Check();
        using var store = Store(options);
        using var table = StoredTable.Read(source.With(options.Encoding, options.Separator, options.MissingMarks) with { LearnedMarks = treatment.MissingMarks }, treatment, options, store, cancellation);
        return new CsvDataBuilder(table, options, cancellation).Treat(treatment);
    }

    private static SpillStore Store(CsvDataOptions options) => new(options.MemoryBudget / 2, options.TemporaryFolder ?? Path.GetTempPath());

    private CsvData Learn(IReadOnlyList<MissingMark> marks)
    {
        if (_table.Features.Count == 0)
        {
            throw DataException.Create(
                _table.Name,
                _table.Lines.Count == 1 ? "there is only one row, so no column varies" : "no column is left to learn from",
                "at least one column other than the target is expected that is not empty, not constant, and not a different text in every row",
                "Add rows or columns, or ignore fewer.");
        }

        var used = Used();
        CheckWeights(used);
        var targets = _table.Targets.Select(column => TargetCells.Of(_table.Name, column!, _table.Lines, used, _options, _table.BlockLength)).ToArray();
        var validation = Validation(used, targets);
        var training = Without(used, validation);
        RequireWeight(training, "training");
        RequireWeight(validation, "validation");
        var learning = new StoredTreatment(training, _table.BlockLength, _table.MostSorted);
        var learned = _table.Features.Select(column =>
        {
            _cancellation.ThrowIfCancellationRequested();
            return learning.Learn(column);
        }).ToArray();
        if (_options.StandardizesTargets)
        {
            foreach (var target in targets) target.Standardize(training);
        }

        var treatment = new TableTreatment(
            Array.ConvertAll(learned, column => column.Encoding), Array.ConvertAll(learned, column => column.Scales), Array.ConvertAll(targets, target => target.Treatment), marks);
        if (treatment.FeatureCount == 0)
            throw DataException.Create(_table.Name, "no column has anything to learn from in the training rows", "a text in at least 5 training rows, or a number that varies, is expected", "Give more rows.");
        return Write(treatment, targets, used, training, validation);
    }

    private CsvData Treat(TableTreatment treatment)
    {
        var targets = new List<TargetCells>();
        for (var i = 0; i < treatment.Targets.Count; i++)
        {
            if (_table.Targets[i] is { } column && column.Missing < _table.Lines.Count) targets.Add(TargetCells.Of(treatment.Targets[i], column, _table.BlockLength));
        }

        var used = RowBits.All(_table.Lines.Count);
        if (targets.Count > 0) LeaveOut(used, [.. targets.Select(target => ((Func<int, bool>)target.IsMissing, target.Treatment.Column))]);
        CheckWeights(used);
        return Write(treatment, [.. targets], used, used, new RowBits(used.Rows));
    }

    /// <summary>The rows with a target, a time and a group; others are refused or left out.</summary>
    private RowBits Used()
    {
        var used = RowBits.All(_table.Lines.Count);
        var needed = new List<(Func<int, bool> IsMissing, string Column)>();
        foreach (var column in _table.Targets) needed.Add((new ColumnCursor(column!, _table.BlockLength).IsMissing, column!.Name));
        LeaveOut(used, needed);
        if (_table.Time is not { } time) return used;
        if (time.Kind is not (TableColumnKind.Number or TableColumnKind.Date))
            throw DataException.Create(_options.Words == TableWords.Library ? $"{_table.Name}, Time {DataException.Quote(time.Name)}" : $"{_table.Name}, --time {DataException.Quote(time.Name)}", "the column holds neither numbers nor dates", "dates like 2024-05-31 or numbers are expected", "Write dates with the year first, or name another column.");
        LeaveOut(used, [(new ColumnCursor(time, _table.BlockLength).IsMissing, time.Name)]);
        return used;
    }

    private void LeaveOut(RowBits used, List<(Func<int, bool> IsMissing, string Column)> needed)
    {
        foreach (var (isMissing, name) in needed)
        {
            var (count, where) = RowLines.Where(_table.Lines, row => used[row] && isMissing(row));
            if (count == 0) continue;
            var who = $"{_table.Name}, {where}, column {DataException.Quote(name)}";
            if (count == used.Count) throw DataException.Create($"{_table.Name}, column {DataException.Quote(name)}", "it is empty in every row", "a value in every row is expected", "Name another column.");
            if (!_options.LeavesOutRowsWithoutTarget)
                throw DataException.Create(who, $"the cell{(count == 1 ? " is" : "s are")} empty", "a value in every row is expected", $"Fill {(count == 1 ? "it" : "them")} in, remove the row{(count == 1 ? "" : "s")}, or set LeavesOutRowsWithoutTarget.");
            for (var row = 0; row < used.Rows; row++)
            {
                if (used[row] && isMissing(row)) used.Clear(row);
            }

            _table.Notes.Add(new(
                $"{count} {(count == 1 ? "row has" : "rows have")} no {DataException.Quote(name)} and {(count == 1 ? "was" : "were")} left out.", $"{count} 行没有{Localized.Quote(name).Chinese}，未使用。"));
        }
    }

    /// <summary>The largest number of the rows' precision.</summary>
    private double Largest => _options.Precision == ElementType.Double ? double.MaxValue : float.MaxValue;

    private void CheckWeights(RowBits used)
    {
        if (_table.Weight is not { } weight) return;
        var who = $"column {DataException.Quote(weight.Name)}";
        if (weight.Kind != TableColumnKind.Number) throw DataException.Create($"{_table.Name}, {who}", "it does not hold numbers", "the weight of each row is expected, a number of at least 0", $"Name another column as {_options.Words.Weight}.");
        var cells = new ColumnCursor(weight, _table.BlockLength);
        var any = false;
        for (var row = 0; row < used.Rows; row++)
        {
            if (!used[row]) continue;
            var value = cells.Value(row);
            any |= value > 0;
            if (value >= 0 && value <= Largest) continue;
            throw DataException.Create(
                $"{_table.Name}, line {_table.Lines[row]}, {who}",
                double.IsNaN(value) ? "the cell is empty" : FormattableString.Invariant($"the weight is {value}"),
                value > 0 ? FormattableString.Invariant($"a number from 0 to {Largest} is expected") : "a number of at least 0 is expected",
                "Give the row a weight; 0 leaves it out of the mean.");
        }

        if (!any) throw DataException.Create($"{_table.Name}, {who}", "the weight of every row is 0", "at least one weight above 0 is expected", $"Name another column as {_options.Words.Weight}.");
    }

    /// <summary>Refuses a side whose rows all have weight 0: its mean loss would not be a number.</summary>
    private void RequireWeight(RowBits side, string purpose)
    {
        if (_table.Weight is not { } weight || side.Count == 0) return;
        var cells = new ColumnCursor(weight, _table.BlockLength);
        for (var row = 0; row < side.Rows; row++)
        {
            if (side[row] && cells.Value(row) > 0) return;
        }

        throw DataException.Create($"{_table.Name}, column {DataException.Quote(weight.Name)}", $"every row for {purpose} has weight 0", "at least one row with a weight above 0 is expected on each side", "Choose another seed or proportion of validation rows.");
    }

    private RowBits Validation(RowBits used, TargetCells[] targets)
    {
        var share = _options.ValidationShare;
        if (_table.Time is { } time) return RowSplit.ChooseLatest(used, new ColumnCursor(time, _table.BlockLength).Value, share);
        if (_table.Group is { } group) return RowSplit.ChooseGroups(used, Groups(group), share, _options.Seed);
        return targets is [{ Treatment.Form: not TargetForm.Numbers } classes]
            ? RowSplit.Choose(used, row => (int)classes.Value(row), classes.Treatment.Classes.Count, share, _options.Seed)
            : RowSplit.Choose(used, _ => 0, 1, share, _options.Seed);
    }

    /// <summary>The group of each row; all rows without one form a single group, because they may belong together.</summary>
    private Func<int, int> Groups(StoredColumn column)
    {
        var cells = new ColumnCursor(column, _table.BlockLength);
        if (column.Kind == TableColumnKind.Category) return cells.Code;
        var numbers = new Dictionary<double, int>();
        return row =>
        {
            var value = cells.Value(row);
            if (numbers.TryGetValue(value, out var group)) return group;
            return numbers[value] = numbers.Count;
        };
    }

    private CsvData Write(TableTreatment treatment, TargetCells[] targets, RowBits used, RowBits training, RowBits validation)
    {
        var isNumbers = Array.TrueForAll(targets, target => target.Treatment.Form != TargetForm.Classes);
        if (_options.JoinsTargets && !isNumbers) throw new TrainingException("CsvDataOptions.JoinsTargets is set, and a target holds labels of classes, which cannot share one tensor with numbers. Leave it out, or set Form to Numbers or TwoClasses.");
        var options = _options with { JoinsTargets = _options.JoinsTargets && targets.Length > 0 };
        var layout = new RecordLayout(treatment, targets.Length, _table.Weight is not null, options);
        var records = new RecordStore(Store(options), layout.Size);
        try
        {
            RecordWriter.Write(_table, treatment, targets, used, layout, records, _cancellation);
        }
        catch
        {
            records.Dispose();
            throw;
        }

        return new CsvData(
            _table.Name, treatment, layout, records, Fields(targets, options), _table.Weight is not null, training.Among(used), validation.Among(used), _table.Notes, options.Precision);
    }

    private static DataField[] Fields(TargetCells[] targets, CsvDataOptions options) => options.JoinsTargets
        ? [new DataField("targets", options.Precision, [targets.Length])]
        : Array.ConvertAll(targets, target => target.Treatment.Form == TargetForm.Classes
            ? new DataField(target.Treatment.Column, ElementType.Int32, Shape.Scalar) { Classes = target.Treatment.Classes.Count }
            : new DataField(target.Treatment.Column, options.Precision, [1]));

    private static RowBits Without(RowBits used, RowBits left)
    {
        var rest = new RowBits(used.Rows);
        for (var row = 0; row < used.Rows; row++)
        {
            if (used[row] && !left[row]) rest.Set(row);
        }

        return rest;
    }
}
