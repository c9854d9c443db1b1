using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Score;

/// <summary>A sheet of scores in 80 columns: a line for each metric.</summary>
internal static class ScoreText
{
    public static IEnumerable<string> Lines(ScoreSheet sheet, bool chinese)
    {
        for (var t = 0; t < sheet.Targets.Count; t++)
        {
            if (sheet.Targets.Count > 1)
            {
                if (t > 0) yield return "";
                yield return Localized.Quote(sheet.Targets[t]).In(chinese);
            }

            foreach (var line in Block(sheet, t, chinese)) yield return line;
        }
    }

    private static IEnumerable<string> Block(ScoreSheet sheet, int target, bool chinese)
    {
        var format = new NumberFormat(Level(sheet, target));
        string[][] cells =
        [
            ["", .. sheet.Columns.Select(column => column.Name.In(chinese))],
            .. sheet.Metrics.Select((metric, m) => (string[])[metric.Title.In(chinese), .. sheet.Columns.Select(column => column.Values[target][m] is { } value ? format.Show(metric, value) : "-")]),
        ];
        return Wrapped.Aligned(cells, "  ");
    }

    /// <summary>A typical size in the target's units: the error of a constant.</summary>
    private static double Level(ScoreSheet sheet, int target)
    {
        for (var m = 0; m < sheet.Metrics.Count; m++)
        {
            if (sheet.Metrics[m].Unit == MetricUnit.Target && sheet.Columns[^1].Values[target][m] is { } value && value != 0) return value;
        }

        return 1;
    }
}
