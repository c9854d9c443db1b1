using System.Globalization;

namespace Minima.Tabular;

/// <summary>The rows of a table by the value of a column: its texts, or thirds of its numbers.</summary>
/// <param name="Column">The column.</param>
/// <param name="Names">The names of the groups.</param>
/// <param name="Codes">The group of each row of the table; -1 for none.</param>
internal sealed record CoverageGroups(string Column, IReadOnlyList<string> Names, int[] Codes)
{
    private const int MostColumns = 20;
    private const int MostGroups = 12;

    /// <summary>The groups of a table: those that rows are split by first, then each column that a model reads.</summary>
    public static IReadOnlyList<CoverageGroups> Of(ComparisonData data)
    {
        var found = new List<CoverageGroups>();
        if (data is { Groups: { } groups, SplitBy: { } by, GroupNames.Count: <= MostGroups } && data.Facts?.Queries is null) found.Add(new(by, data.GroupNames, groups));
        foreach (var column in data.Columns)
        {
            if (found.Count >= MostColumns) break;
            if (column.Kind == TableColumnKind.Category && column.Levels.Length is > 1 and <= MostGroups) found.Add(new(column.Name, column.Levels, column.Codes));
            else if (column.Kind == TableColumnKind.Number && OfNumbers(column, data.Used) is { } thirds) found.Add(thirds);
        }

        return found;
    }

    private static CoverageGroups? OfNumbers(TableColumn column, int[] used)
    {
        double[] values = [.. used.Select(row => column.Values[row]).Where(value => !double.IsNaN(value)).Order()];
        if (values.Length == 0) return null;
        double[] distinct = [.. values.Distinct().Take(MostGroups / 2)];
        if (distinct.Length < 2) return null;
        if (distinct.Length < MostGroups / 2) return new(column.Name, [.. distinct.Select(Text)], Array.ConvertAll(column.Values, value => double.IsNaN(value) ? -1 : Array.IndexOf(distinct, value)));
        var (low, high) = (values[values.Length / 3], values[2 * values.Length / 3]);
        if (!(values[0] < low && low < high && high < values[^1])) return null;
        return new(column.Name, [$"< {Text(low)}", $"{Text(low)} - {Text(high)}", $">= {Text(high)}"], Array.ConvertAll(column.Values, value => double.IsNaN(value) ? -1 : value < low ? 0 : value < high ? 1 : 2));
    }

    private static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
