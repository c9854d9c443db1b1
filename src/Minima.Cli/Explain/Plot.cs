using System.Globalization;

namespace Minima.Cli.Explain;

/// <summary>A line of a picture: its legend, and a height for each column of dots; NaN if there is none.</summary>
internal sealed record PlotLine(string Legend, double[] Heights);

/// <summary>A picture of curves in characters: Braille dots, two by four to a character, or ASCII marks.</summary>
internal sealed class Plot
{
    private static readonly char[] AsciiMarks = ['*', 'o', '+', 'x'];

    // The strokes of the lines in their order: of every Of dots along the curve the first Drawn ones are drawn.
    private static readonly (int Drawn, int Of, string Mark)[] Strokes = [(1, 1, "⠤⠤⠤"), (1, 3, "⠂⠂⠂"), (5, 8, "⠤ ⠤"), (1, 6, "⠂ ⠂")];

    private readonly int _columns;
    private readonly int _rows;
    private readonly bool _ascii;

    /// <summary>A picture with the given number of characters inside its frame.</summary>
    public Plot(int columns, int rows, bool ascii) => (_columns, _rows, _ascii) = (columns, rows, ascii);

    /// <summary>True if the range of heights includes 0.</summary>
    public bool HasZero { get; init; } = true;

    /// <summary>The number of heights of a line: one for each column of dots.</summary>
    public static int Samples(int columns, bool ascii) => Canvas.Dots(columns, ascii);

    /// <summary>The picture, line by line: numbers on the left, a frame, the numbers of the x axis below.</summary>
    public IEnumerable<string> Draw(IReadOnlyList<PlotLine> lines, double from, double to, string axis)
    {
        var (low, high) = Range(lines);
        var canvas = new Canvas(_columns, _rows, _ascii);
        DrawAxes(canvas, from, to, low, high);
        for (var n = 0; n < lines.Count; n++)
        {
            DrawLine(canvas, lines[n], n, low, high);
        }

        string[] labels = [Number(high), Number((low + high) / 2), Number(low)];
        var margin = labels.Max(l => l.Length);
        for (var row = 0; row < _rows; row++)
        {
            var label = row == 0 ? labels[0] : row == _rows - 1 ? labels[2] : row == _rows / 2 ? labels[1] : "";
            yield return $"{label.PadLeft(margin)} {(_ascii ? '|' : '│')}{canvas.Row(row)}".TrimEnd(' ', '\u2800');
        }

        yield return new string(' ', margin) + " " + (_ascii ? '+' + new string('-', _columns) : '└' + new string('─', _columns));
        yield return new string(' ', margin + 2) + Axis(from, to, axis);
    }

    /// <summary>The mark of a line in the legend.</summary>
    public string Mark(int line) => _ascii ? AsciiMarks[line % AsciiMarks.Length].ToString() : Strokes[line % Strokes.Length].Mark;

    private static string Number(double x)
    {
        var text = x.ToString(Math.Abs(x) is >= 1e5 or (< 1e-3 and > 0) ? "0.##e0" : "0.###", CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }

    /// <summary>The range of heights, with 0 if <see cref="HasZero"/> is true. A few extreme heights do not compress the picture.</summary>
    private (double Low, double High) Range(IReadOnlyList<PlotLine> lines)
    {
        var heights = lines.SelectMany(l => l.Heights).Where(double.IsFinite).Concat(HasZero ? [0.0] : []).Order().ToArray();
        var (low, high) = (heights[0], heights[^1]);
        var (calmLow, calmHigh) = (heights[(int)(0.04 * (heights.Length - 1))], heights[(int)(0.96 * (heights.Length - 1))]);
        var calm = Math.Max(calmHigh - calmLow, 1e-12);
        low = calmLow - low > 3 * calm ? calmLow - calm : low;
        high = high - calmHigh > 3 * calm ? calmHigh + calm : high;
        return high > low ? (low, high) : (low - 1, high + 1);
    }

    private static void DrawAxes(Canvas canvas, double from, double to, double low, double high)
    {
        // The lines x = 0 and y = 0, thin: every other dot.
        if (from < 0 && to > 0)
        {
            var x = (int)Math.Round(-from / (to - from) * (canvas.Width - 1));
            for (var y = 0; y < canvas.Height; y += 2)
            {
                canvas.Set(x, y, '.');
            }
        }

        if (low < 0 && high > 0)
        {
            var y = (int)Math.Round(high / (high - low) * (canvas.Height - 1));
            for (var x = 0; x < canvas.Width; x += 3)
            {
                canvas.Set(x, y, '.');
            }
        }
    }

    private void DrawLine(Canvas canvas, PlotLine line, int index, double low, double high)
    {
        int? previous = null;
        var step = 0;
        var isBroken = index % Strokes.Length > 0;
        for (var x = 0; x < line.Heights.Length; x++)
        {
            var height = line.Heights[x];
            if (!double.IsFinite(height))
            {
                previous = null;
                continue;
            }

            var y = (int)Math.Round((high - height) / (high - low) * (canvas.Height - 1));
            if (isBroken && !_ascii)
            {
                step = DrawDots(canvas, x, previous ?? y, y, step, Strokes[index % Strokes.Length]);
            }
            else
            {
                // Joined to the previous column if both are in the picture.
                var start = previous is { } before && !isBroken ? Math.Min(before, y) + (before == y ? 0 : before < y ? 1 : 0) : y;
                var end = previous is { } earlier && !isBroken ? Math.Max(earlier, y) - (earlier > y ? 1 : 0) : y;
                for (var dot = Math.Max(0, Math.Min(start, y)); dot <= Math.Min(canvas.Height - 1, Math.Max(end, y)); dot++)
                {
                    canvas.Set(x, dot, AsciiMarks[index % AsciiMarks.Length]);
                }
            }

            previous = y;
        }
    }

    /// <summary>Draws a pattern of dots along the curve, not along the axis, so that a steep piece is as dense as a flat one. Returns the dots walked.</summary>
    private static int DrawDots(Canvas canvas, int x, int from, int to, int step, (int Drawn, int Of, string Mark) stroke)
    {
        // Outside of the picture nothing is walked, however far away the curve is.
        (from, to) = (Math.Clamp(from, -1, canvas.Height), Math.Clamp(to, -1, canvas.Height));
        var dot = from == to ? to : from + Math.Sign(to - from);
        for (; ; dot += Math.Sign(to - dot))
        {
            if (step++ % stroke.Of < stroke.Drawn)
            {
                canvas.Set(x, dot, AsciiMarks[0]);
            }

            if (dot == to)
            {
                return step;
            }
        }
    }

    /// <summary>The numbers at both ends and at the middle, and the name of the axis.</summary>
    private string Axis(double from, double to, string name)
    {
        var (left, right) = (Number(from), Number(to));
        var middle = $"{Number((from + to) / 2)}";
        var line = new char[Math.Max(_columns, left.Length + right.Length + middle.Length + 4)];
        Array.Fill(line, ' ');
        left.CopyTo(0, line, 0, left.Length);
        middle.CopyTo(0, line, Math.Max(left.Length + 1, (_columns - middle.Length) / 2), middle.Length);
        right.CopyTo(0, line, line.Length - right.Length, right.Length);
        return new string(line).TrimEnd() + "  " + name;
    }
}
