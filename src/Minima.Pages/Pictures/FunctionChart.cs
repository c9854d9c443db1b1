namespace Minima.Pages;

/// <summary>Functions and their derivatives in two panels.</summary>
internal static class FunctionChart
{
    private const int Width = 840;
    private const int Height = 348;
    private const int Top = 62;
    private const int Left = 64;
    private const int Gap = 72;
    private const int PanelWidth = 340;
    private const int PanelHeight = 208;

    /// <param name="title">The title of the picture.</param>
    /// <param name="axis">The horizontal axis of both panels.</param>
    /// <param name="grid">The points at which the functions are computed.</param>
    /// <param name="values">Functions over a grid, evaluated again between its points to find jumps.</param>
    /// <param name="slopes">The derivatives, for the second panel; none if there is no gradient.</param>
    /// <param name="labels">The names of the functions.</param>
    /// <param name="language">The language of the texts.</param>
    public static string Draw(string title, FunctionAxis axis, double[] grid, IReadOnlyList<Func<double[], double[]>> values, IReadOnlyList<Func<double[], double[]>> slopes, IReadOnlyList<string> labels, Language language)
    {
        var svg = new Svg(Width, Height, title);
        var lines = Panel(values, new("loss", "损失"), Left);
        const int second = Left + PanelWidth + Gap;
        if (slopes.Count > 0) Panel(slopes, new("gradient", "梯度"), second);
        else svg.Text(second + (PanelWidth / 2), Top + (PanelHeight / 2), new Words("no gradient", "无梯度").In(language), Anchor.Middle);
        if (labels is not [""]) Series.Legend(svg, lines, 0, Width, Height - 16, language);
        return svg.ToString();

        Series[] Panel(IReadOnlyList<Func<double[], double[]>> functions, Words name, int left)
        {
            var heights = functions.Select(function => function(grid)).ToArray();
            var range = Range([.. heights.SelectMany(line => line).Where(double.IsFinite).Order()]);
            Series[] all = [.. functions.Select((function, i) => new Series(labels[i], [.. Broken(function, grid, heights[i], range)], i))];
            new LinePanel { Title = name, XTitle = axis.Title, Lines = all, X = (axis.From, axis.To), Y = range, IsOfFunctions = true }.Draw(svg, left, Top, PanelWidth, PanelHeight, language);
            return all;
        }
    }

    /// <summary>The range of all finite values and 0; if a few are far above the rest, three times the rest.</summary>
    internal static (double Low, double High) Range(double[] ordered)
    {
        if (ordered.Length == 0 || (ordered[0] == 0 && ordered[^1] == 0)) return (-1, 1);
        var sizes = ordered.Select(Math.Abs).Order().ToArray();
        var limit = Math.Max(3 * sizes[(int)(0.9 * (sizes.Length - 1))], double.Epsilon);
        var low = Math.Min(0, Math.Max(ordered[0], -limit));
        var high = Math.Max(0, Math.Min(ordered[^1], limit));
        var pad = 0.05 * (high - low);
        return (low - pad, high + pad);
    }

    /// <summary>The points of a function, with a point without a number in each jump.</summary>
    internal static IEnumerable<(double X, double Y)> Broken(Func<double[], double[]> function, double[] x, double[] y, (double Low, double High) range)
    {
        for (var i = 0; i < x.Length; i++)
        {
            if (i > 0 && double.IsFinite(y[i - 1]) && double.IsFinite(y[i]) && Jump(function, (x[i - 1], y[i - 1]), (x[i], y[i]), range) is var (before, after))
            {
                if (before.X > x[i - 1]) yield return before;
                yield return (before.X, double.NaN);
                if (after.X < x[i]) yield return after;
            }

            yield return (x[i], y[i]);
        }
    }

    /// <summary>The jump of a function between two points, found by bisection; null if it is only steep.</summary>
    private static ((double X, double Y) Before, (double X, double Y) After)? Jump(Func<double[], double[]> function, (double X, double Y) a, (double X, double Y) b, (double Low, double High) range)
    {
        var rise = Math.Abs(b.Y - a.Y);
        if (rise < 0.03 * (range.High - range.Low) || Math.Max(a.Y, b.Y) < range.Low || Math.Min(a.Y, b.Y) > range.High) return null;
        for (var step = 0; step < 40; step++)
        {
            var middle = (a.X + b.X) / 2;
            var y = function([middle])[0];
            if (Math.Abs(y - a.Y) > Math.Abs(b.Y - y)) b = (middle, y);
            else a = (middle, y);
        }

        return Math.Abs(b.Y - a.Y) > 0.4 * rise ? (a, b) : null;
    }
}

/// <summary>The horizontal axis of both panels.</summary>
internal sealed record FunctionAxis(double From, double To, Words Title);
