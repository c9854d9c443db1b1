using System.Globalization;

namespace Minima.Sql.Tests;

/// <summary>Holds the rows of a query of predictions to the predictions in memory.</summary>
internal static class Predicted
{
    private const double Relative = 1e-12;

    /// <summary>What differs; empty where nothing does.</summary>
    public static string Differences(TablePrediction expected, SqlPrediction found, IReadOnlyList<string?[]> rows)
    {
        var wrong = new List<string>();
        if (expected.Quantity != found.Columns[0]) wrong.Add($"it is called {found.Columns[0]}, expected {expected.Quantity}");
        if (expected.Classes.Length != found.Columns.Count - 1) wrong.Add("other columns");
        if (expected.Values.Length != rows.Count) return $"{rows.Count} rows, expected {expected.Values.Length}";
        for (var i = 0; i < rows.Count && wrong.Count < 5; i++)
        {
            var value = double.Parse(rows[i][0]!, CultureInfo.InvariantCulture);
            if (!(Math.Abs(value - expected.Values[i]) <= Relative * Math.Abs(expected.Values[i]))) wrong.Add(FormattableString.Invariant($"row {i}: {value:r}, expected {expected.Values[i]:r}"));
            if (expected.Classes.Length > 0 && expected.Classes[0][i] != rows[i][1]) wrong.Add($"row {i}: {rows[i][1]}, expected {expected.Classes[0][i]}");
        }

        return string.Join("; ", wrong);
    }
}
