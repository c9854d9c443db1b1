using System.Globalization;
using System.Text;

namespace Minima.Docs;

/// <summary>Two panels of curves as SVG, drawn for light and dark pages, for colour-blind readers and without a script.</summary>
internal static class Chart
{
    private const int Width = 840;
    private const int Height = 348;
    private const int Top = 62;
    private const int Bottom = 270;
    private const int PanelWidth = 340;

    // Okabe and Ito (2008); black is the text's.
    private static readonly string[] Colours = ["#0072B2", "#D55E00", "#009E73"];
    private static readonly string[] Dashes = ["", "8 4", "2 3.5"];
    private static readonly double[] TickSteps = [1, 2, 5, 10];

    /// <summary>A curve is a function over the grid, so that jumps are found between its points; no curves in the second panel: there is no gradient.</summary>
    public static string Draw(LossEntry entry, Axis axis, double[] grid, IReadOnlyList<Func<double[], double[]>> left, IReadOnlyList<Func<double[], double[]>> right, IReadOnlyList<string> labels)
    {
        var svg = new StringBuilder();
        var title = Escape($"{entry.Name} · {entry.ChineseName} · {entry.Key}");
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}" role="img" aria-labelledby="t" font-family="system-ui, 'Segoe UI', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif" font-size="12" fill="#24292f">
            <title id="t">{title}</title>
            <rect x="0.5" y="0.5" width="{Width - 1}" height="{Height - 1}" rx="6" fill="#ffffff" stroke="#d0d7de"/>
            <text x="{Width / 2}" y="24" text-anchor="middle" font-size="15" font-weight="600">{title}</text>

            """);
        Panel(svg, axis, 64, "loss 损失", [.. left.Select(f => new Line(grid, f))]);
        if (right.Count > 0)
        {
            Panel(svg, axis, 64 + PanelWidth + 72, axis.SlopeTitle, [.. right.Select(f => new Line(grid, f))]);
        }
        else
        {
            svg.Append(CultureInfo.InvariantCulture, $"""<text x="{64 + PanelWidth + 72 + PanelWidth / 2}" y="{(Top + Bottom) / 2}" text-anchor="middle">no gradient 无梯度</text>""").Append('\n');
        }

        Legend(svg, labels);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Panel(StringBuilder svg, Axis axis, int left, string title, Line[] lines)
    {
        var (low, high) = Range(lines);
        double X(double x) => left + (x - axis.From) / (axis.To - axis.From) * PanelWidth;
        double Y(double y) => Bottom - (y - low) / (high - low) * (Bottom - Top);

        svg.Append(CultureInfo.InvariantCulture, $"""<text x="{left + PanelWidth / 2}" y="{Top - 12}" text-anchor="middle" font-size="13">{title}</text>""").Append('\n');
        svg.Append(CultureInfo.InvariantCulture, $"""<clipPath id="c{left}"><rect x="{left}" y="{Top - 2}" width="{PanelWidth}" height="{Bottom - Top + 4}"/></clipPath>""").Append('\n');
        foreach (var x in Ticks(axis.From, axis.To, 6))
        {
            svg.Append(CultureInfo.InvariantCulture, $"""<path d="M{Numbers.Pixel(X(x))} {Top}V{Bottom}" stroke="{(x == 0 ? "#8c959f" : "#e3e7eb")}"/><text x="{Numbers.Pixel(X(x))}" y="{Bottom + 16}" text-anchor="middle">{Tick(x)}</text>""").Append('\n');
        }

        foreach (var y in Ticks(low, high, 5))
        {
            svg.Append(CultureInfo.InvariantCulture, $"""<path d="M{left} {Numbers.Pixel(Y(y))}H{left + PanelWidth}" stroke="{(y == 0 ? "#8c959f" : "#e3e7eb")}"/><text x="{left - 7}" y="{Numbers.Pixel(Y(y) + 4)}" text-anchor="end">{Tick(y)}</text>""").Append('\n');
        }

        svg.Append(CultureInfo.InvariantCulture, $"""<rect x="{left}" y="{Top}" width="{PanelWidth}" height="{Bottom - Top}" fill="none" stroke="#8c959f"/>""").Append('\n');
        svg.Append(CultureInfo.InvariantCulture, $"""<text x="{left + PanelWidth / 2}" y="{Bottom + 36}" text-anchor="middle">{Escape(axis.Title)}</text>""").Append('\n');
        svg.Append(CultureInfo.InvariantCulture, $"""<g clip-path="url(#c{left})">""").Append('\n');
        for (var i = lines.Length - 1; i >= 0; i--)
        {
            Draw(svg, lines[i].Pieces(low, high), X, Y, i);
        }

        svg.Append("</g>\n");
    }

    private static void Draw(StringBuilder svg, IEnumerable<List<(double X, double Y)>> pieces, Func<double, double> x, Func<double, double> y, int colour)
    {
        var path = new StringBuilder();
        foreach (var piece in pieces)
        {
            var points = Simplify([.. piece.Select(p => (X: Math.Round(x(p.X), 2), Y: Math.Round(Math.Clamp(y(p.Y), -1000, 2000), 2)))]);
            if (points.Count == 1)
            {
                svg.Append(CultureInfo.InvariantCulture, $"""<circle cx="{Numbers.Pixel(points[0].X)}" cy="{Numbers.Pixel(points[0].Y)}" r="3" fill="{Colours[colour]}"/>""").Append('\n');
                continue;
            }

            path.Append('M').AppendJoin('L', points.Select(p => $"{Numbers.Pixel(p.X)} {Numbers.Pixel(p.Y)}"));
        }

        if (path.Length > 0)
        {
            var dash = Dashes[colour].Length == 0 ? "" : $" stroke-dasharray=\"{Dashes[colour]}\"";
            svg.Append(CultureInfo.InvariantCulture, $"""<path d="{path}" fill="none" stroke="{Colours[colour]}" stroke-width="2.2" stroke-linejoin="round"{dash}/>""").Append('\n');
        }
    }

    private static void Legend(StringBuilder svg, IReadOnlyList<string> labels)
    {
        if (labels is [""])
        {
            return;
        }

        var widths = labels.Select(label => 44 + 6.6 * label.Length + 24).ToArray();
        var left = (Width - widths.Sum()) / 2;
        for (var i = 0; i < labels.Count; i++)
        {
            var dash = Dashes[i].Length == 0 ? "" : $" stroke-dasharray=\"{Dashes[i]}\"";
            svg.Append(CultureInfo.InvariantCulture, $"""<path d="M{Numbers.Pixel(left)} {Height - 20}h36" stroke="{Colours[i]}" stroke-width="2.2"{dash}/><text x="{Numbers.Pixel(left + 44)}" y="{Height - 16}">{Escape(labels[i])}</text>""").Append('\n');
            left += widths[i];
        }
    }

    /// <summary>All finite values and 0; where a few soar far above the rest, three times the rest.</summary>
    private static (double Low, double High) Range(Line[] lines)
    {
        var finite = lines.SelectMany(l => l.Y).Where(double.IsFinite).Order().ToArray();
        if (finite.Length == 0 || finite[0] == finite[^1] && finite[0] == 0)
        {
            return (-1, 1);
        }

        var size = finite.Select(Math.Abs).Order().ToArray();
        var limit = Math.Max(3 * size[(int)(0.9 * (size.Length - 1))], double.Epsilon);
        var low = Math.Min(0, Math.Max(finite[0], -limit));
        var high = Math.Max(0, Math.Min(finite[^1], limit));
        var pad = 0.05 * (high - low);
        return (low - pad, high + pad);
    }

    private static IEnumerable<double> Ticks(double low, double high, int about)
    {
        var rough = (high - low) / about;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * TickSteps.First(f => f * power >= rough * 0.9999);
        for (var k = Math.Ceiling(low / step - 1e-9); k <= high / step + 1e-9; k++)
        {
            yield return k == 0 ? 0 : Math.Round(k * step, 10);
        }
    }

    private static string Tick(double x) => Numbers.Short(x).Replace('-', '\u2212');

    private static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>Leaves out points within a fifth of a pixel of the line through their neighbours (Douglas and Peucker 1973).</summary>
    private static List<(double X, double Y)> Simplify(List<(double X, double Y)> points)
    {
        if (points.Count < 3)
        {
            return points;
        }

        var (first, last) = (points[0], points[^1]);
        var length = Math.Sqrt((last.X - first.X) * (last.X - first.X) + (last.Y - first.Y) * (last.Y - first.Y));
        var (farthest, distance) = (0, 0.0);
        for (var i = 1; i < points.Count - 1; i++)
        {
            var area = Math.Abs((last.X - first.X) * (first.Y - points[i].Y) - (first.X - points[i].X) * (last.Y - first.Y));
            var d = length == 0 ? Math.Abs(points[i].X - first.X) + Math.Abs(points[i].Y - first.Y) : area / length;
            if (d > distance)
            {
                (farthest, distance) = (i, d);
            }
        }

        return distance <= 0.2
            ? [first, last]
            : [.. Simplify(points[..(farthest + 1)]), .. Simplify(points[farthest..]).Skip(1)];
    }

    /// <summary>A function over the grid, and its pieces between jumps.</summary>
    private sealed class Line(double[] x, Func<double[], double[]> function)
    {
        public double[] Y { get; } = function(x);

        public IEnumerable<List<(double X, double Y)>> Pieces(double low, double high)
        {
            var piece = new List<(double, double)>();
            for (var i = 0; i < x.Length; i++)
            {
                if (!double.IsFinite(Y[i]))
                {
                    if (piece.Count > 0)
                    {
                        yield return piece;
                        piece = [];
                    }

                    continue;
                }

                if (piece.Count > 0 && Jump(i, low, high) is var (before, after))
                {
                    if (before.X > x[i - 1])
                    {
                        piece.Add(before);
                    }

                    yield return piece;
                    piece = [];
                    if (after.X < x[i])
                    {
                        piece.Add(after);
                    }
                }

                piece.Add((x[i], Y[i]));
            }

            if (piece.Count > 0)
            {
                yield return piece;
            }
        }

        /// <summary>Where the function jumps between grid points i - 1 and i, found by halving; null where it is only steep.</summary>
        private ((double X, double Y) Before, (double X, double Y) After)? Jump(int i, double low, double high)
        {
            var (a, b) = ((X: x[i - 1], Y: Y[i - 1]), (X: x[i], Y: Y[i]));
            var rise = Math.Abs(b.Y - a.Y);
            if (rise < 0.03 * (high - low) || Math.Max(a.Y, b.Y) < low || Math.Min(a.Y, b.Y) > high)
            {
                return null;
            }

            for (var step = 0; step < 40; step++)
            {
                var middle = (a.X + b.X) / 2;
                var y = function([middle])[0];
                if (Math.Abs(y - a.Y) > Math.Abs(b.Y - y))
                {
                    b = (middle, y);
                }
                else
                {
                    a = (middle, y);
                }
            }

            return Math.Abs(b.Y - a.Y) > 0.4 * rise ? (a, b) : null;
        }
    }
}

/// <summary>The horizontal axis of both panels, and what the second one shows.</summary>
internal sealed record Axis(double From, double To, string Title, string SlopeTitle = "gradient 梯度");
