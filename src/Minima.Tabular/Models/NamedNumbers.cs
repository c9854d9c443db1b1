namespace Minima.Tabular;

/// <summary>Some columns of a table as numbers, by their names.</summary>
internal static class NamedNumbers
{
    /// <summary>The columns in the order of the names; NaN for an empty cell.</summary>
    /// <param name="table">A table with these columns.</param>
    /// <param name="names">Their names.</param>
    /// <param name="cancellation">Checked between rows.</param>
    /// <exception cref="DataException">A column holds no numbers.</exception>
    public static double[][] Read(Table table, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var cells = names.Distinct(StringComparer.Ordinal).ToDictionary(name => name, name => new CellColumn(table.Name, name) { IsNeeded = true, RefusesTextsAmongNumbers = true, Words = CsvReader.Words }, StringComparer.Ordinal);
        var others = new List<FormReader>();
        CsvFile.Read(
            table.Open(),
            (header, _) => [.. header.Select(name =>
            {
                if (cells.TryGetValue(name, out var column)) return (ICellReader)column;
                var other = new FormReader();
                others.Add(other);
                return other;
            })],
            _ => { },
            null,
            cancellation);

        // The meaning of commas in one column may follow from another column.
        var hasCommas = NumberForm.HasDecimalCommas([.. cells.Values.Select(column => column.Form), .. others.Select(other => other.Form)]);
        var values = cells.ToDictionary(pair => pair.Key, pair => Numbers(pair.Key, pair.Value.Finish(isTarget: true, hasCommas)), StringComparer.Ordinal);
        return [.. names.Select(name => values[name])];

        double[] Numbers(string name, TableColumn column)
        {
            PredictTable.CheckKind(table.Name, name, column.Kind, wantsDates: false, isEmpty: false);
            return column.Values;
        }
    }

    /// <summary>Detects the number format of a column.</summary>
    private sealed class FormReader : ICellReader
    {
        public NumberForm Form { get; } = new();

        public bool TakesNumbers => true;

        public void Add(ReadOnlySpan<char> cell, int line) => Form.See(cell.Trim());

        public void AddNumber(double value) => Form.See(value);

        public void LeaveOut(string file, string name)
        {
        }
    }
}
