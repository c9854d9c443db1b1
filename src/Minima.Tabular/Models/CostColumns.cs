namespace Minima.Tabular;

/// <summary>The columns of a table that the formula of a cost names.</summary>
internal static class CostColumns
{
    /// <exception cref="DataException">A column is not there, or a cell of it holds no number.</exception>
    public static Dictionary<string, double[]> Read(Table table, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var builders = new List<ColumnBuilder>();
        CsvFile.Read(
            table.Open(),
            (header, _) =>
            {
                string[] found = [.. names.Select(name => header[CsvFile.Find(header, name, table.Name, "--cost")])];
                builders.AddRange(found.Select(name => new ColumnBuilder(table.Name, name, isTarget: false)));
                return [.. header.Select(name => builders.Find(builder => builder.Name == name))];
            },
            _ => { },
            null,
            cancellation);
        var hasCommas = NumberForm.HasDecimalCommas(builders.Select(builder => builder.Form));
        foreach (var builder in builders) builder.FileHasDecimalCommas = hasCommas;
        return builders.ToDictionary(builder => builder.Name, builder => builder.Numbers(), StringComparer.Ordinal);
    }
}
