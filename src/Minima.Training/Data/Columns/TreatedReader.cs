namespace Minima.Training.Data;

/// <summary>Reads the columns that a treatment needs, by name and in any order; others are ignored.</summary>
internal sealed class TreatedReader(string file, TableTreatment treatment, CsvDataOptions options, SpillStore store)
{
    private readonly Dictionary<string, ICellReader> _readers = new(StringComparer.Ordinal);

    /// <summary>The number of elements of a column written and read at a time.</summary>
    public int BlockLength { get; } = store.BlockLength(treatment.Columns.Count + treatment.Targets.Count + 1);

    private bool HasDecimalCommas => field || (field = NumberForm.HasDecimalCommas(_readers.Values.OfType<CellColumn>().Select(cells => cells.Form)));

    public ICellReader?[] Choose(string[] header, IReadOnlyList<string> notes)
    {
        string[] missing = [.. treatment.Columns.Where(column => !header.Contains(column, StringComparer.Ordinal))];
        if (missing.Length > 0)
        {
            var nearest = Suggestions.Nearest(missing[0], header);
            throw DataException.Create(
                file,
                $"it has no {(missing.Length == 1 ? "column" : "columns")} {DataException.List(missing)}",
                $"the treatment was learned from {DataException.List(treatment.Columns)}, but the table has {DataException.List(header)}",
                nearest is null ? "Add the missing columns; the order does not matter." : $"Is {DataException.Quote(missing[0])} called {DataException.Quote(nearest)} here? Rename it.");
        }

        foreach (var encoding in treatment.Encodings)
        {
            _readers[encoding.Column] = encoding.Kind is EncodingKind.Number or EncodingKind.Date
                ? new CellColumn(file, encoding.Column, store, BlockLength) { IsNeeded = true }
                : new LevelCells(file, encoding, store, BlockLength);
        }

        foreach (var target in treatment.Targets)
        {
            if (!header.Contains(target.Column, StringComparer.Ordinal)) continue;
            _readers[target.Column] = target.Form == TargetForm.Numbers ? new CellColumn(file, target.Column, store, BlockLength) { IsNeeded = true, RefusesTextsAmongNumbers = true } : new ClassCells(file, target, store, BlockLength);
        }

        if (options.Weight is { } weight) _readers[header[CsvFile.Find(header, weight, file, nameof(options.Weight))]] = new CellColumn(file, weight, store, BlockLength) { IsNeeded = true };
        return [.. header.Select(column => _readers.GetValueOrDefault(column))];
    }

    /// <summary>The columns of the features.</summary>
    public IEnumerable<StoredColumn> Features(BlockList<int> lines) => treatment.Encodings.Select(encoding => _readers[encoding.Column] switch
    {
        LevelCells cells => cells.Column,
        CellColumn cells => Numbers(encoding, cells.Decide(isTarget: true, HasDecimalCommas), lines),
        _ => throw new TrainingException($"Column '{encoding.Column}' has no reader."),
    });

    /// <summary>The columns of the targets; null for those that the file lacks.</summary>
    public StoredColumn?[] Targets(BlockList<int> lines) => [.. treatment.Targets.Select(target => _readers.GetValueOrDefault(target.Column) switch
    {
        ClassCells cells => cells.Column,
        CellColumn cells => Target(target, cells.Decide(isTarget: true, HasDecimalCommas), lines),
        _ => null,
    })];

    public StoredColumn? Weight() => options.Weight is { } weight ? ((CellColumn)_readers[weight.Trim()]).Decide(isTarget: true, HasDecimalCommas) : null;

    private StoredColumn Numbers(ColumnEncoding encoding, StoredColumn column, BlockList<int> lines)
    {
        var who = $"column {DataException.Quote(encoding.Column)}";
        var isEmpty = column.Missing == lines.Count;
        if (column.Kind == TableColumnKind.Category || (!isEmpty && (column.Kind == TableColumnKind.Date) != (encoding.Kind == EncodingKind.Date)))
        {
            throw DataException.Create(
                $"{file}, {who}",
                column.Kind switch { TableColumnKind.Date => "it holds dates", TableColumnKind.Number => "it holds numbers", _ => "it holds texts" },
                $"{(encoding.Kind == EncodingKind.Date ? "dates" : "numbers")} are expected, as in the table that the treatment was learned from",
                "Correct the column.");
        }

        column.CheckUnit(file, encoding.Form.Mark);
        if (column.Missing == 0 || encoding.Fill is not null) return column;
        var cells = new ColumnCursor(column, BlockLength);
        throw CellPlace.Missing($"{file}, {RowLines.Where(lines, cells.IsMissing).Text}, {who}");
    }

    private StoredColumn Target(TargetTreatment target, StoredColumn column, BlockList<int> lines)
    {
        column.CheckUnit(file, target.Cells.Mark);
        if (column.Kind == TableColumnKind.Number || column.Missing == lines.Count) return column;
        throw DataException.Create(
            $"{file}, target {DataException.Quote(target.Column)}", column.Kind == TableColumnKind.Date ? "it holds dates" : "it holds texts", "numbers are expected, as in the table that the treatment was learned from", "Correct the column, or remove it if you only want predictions.");
    }
}
