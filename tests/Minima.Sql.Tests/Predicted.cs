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
        var width = expected.Width;
        var names = string.Join(',', width == 1 ? [expected.Quantity] : expected.OfClasses.Select(name => $"{expected.Quantity}_{name}"));
        if (string.Join(',', found.Columns.Take(width)) is var called && names != called) wrong.Add($"it is called {called}, expected {names}");
        if (expected.Classes.Length != found.Columns.Count - width) wrong.Add("other columns");
        if (expected.Rows != rows.Count) return $"{rows.Count} rows, expected {expected.Rows}";
        for (var i = 0; i < rows.Count && wrong.Count < 5; i++)
        {
            for (var k = 0; k < width; k++)
            {
                var (value, known) = (double.Parse(rows[i][k]!, CultureInfo.InvariantCulture), expected.Values[(i * width) + k]);
                if (!(Math.Abs(value - known) <= Relative * Math.Max(Math.Abs(known), width > 1 && expected.Quantity == "score" ? 1 : 0))) wrong.Add(FormattableString.Invariant($"row {i}: {value:r}, expected {known:r}"));
            }

            if (expected.Classes.Length > 0 && expected.Classes[0][i] != rows[i][width]) wrong.Add($"row {i}: {rows[i][width]}, expected {expected.Classes[0][i]}");
        }

        return string.Join("; ", wrong);
    }
}
