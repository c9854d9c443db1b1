namespace Minima.Tabular;

/// <summary>Reads columns of a scored table that a loss takes in addition to prediction and target.</summary>
/// <param name="table">The table with the columns.</param>
/// <param name="rows">The rows that are scored, ascending.</param>
/// <param name="cancellation">Checked between rows.</param>
internal sealed class ScoredColumns(Table table, int[] rows, CancellationToken cancellation)
{
    /// <summary>The numbers of some columns in the scored rows; null with the reason if a column or a number is missing.</summary>
    /// <exception cref="DataException">A column holds no numbers.</exception>
    public double[][]? Read(IReadOnlyList<string> columns, out Localized why)
    {
        why = Localized.Nothing;
        if (columns.FirstOrDefault(column => !table.Columns.Contains(column, StringComparer.Ordinal)) is { } missing)
        {
            why = new($"the loss takes the column {DataException.Quote(missing)}, which {table.Name} does not have", $"该损失需要列{Localized.Quote(missing).Chinese}，而 {table.Name} 中没有");
            return null;
        }

        var read = NamedNumbers.Read(table, columns, cancellation);
        var values = new double[columns.Count][];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Array.ConvertAll(rows, row => read[i][row]);
            var empty = values[i].Count(double.IsNaN);
            if (empty == 0) continue;
            why = new($"the loss takes the column {DataException.Quote(columns[i])}, which is empty in {empty} of {rows.Length} rows", $"该损失需要列{Localized.Quote(columns[i]).Chinese}，它在 {rows.Length} 行中有 {empty} 行为空");
            return null;
        }

        return values;
    }
}
