using System.Globalization;

namespace Minima.Lab.Pictures;

/// <summary>Lines over a common axis.</summary>
internal sealed class LinePanel
{
    private static readonly double[] Steps = [1, 2, 5, 10];

    public required Words Title { get; init; }

    public required Words XTitle { get; init; }

    public required Words YTitle { get; init; }

    public required IReadOnlyList<Series> Lines { get; init; }

    /// <summary>From where to where y goes.</summary>
    public required (double Low, double High) Y { get; init; }

    public bool IsLogarithmic { get; init; }

    /// <summary>What stands below the x axis; numbers where nothing is given.</summary>
    public IReadOnlyList<(double At, Words Label)> XTicks { get; init; } = [];

    /// <summary>Levels to compare with, named above their line at the right end.</summary>
    public IReadOnlyList<(double At, Words Label)> Levels { get; init; } = [];

    public void Draw(Svg svg, double left, double top, double width, double height, Language language)
    {
        var points = Lines.SelectMany(line => line.Points).ToArray();
        double low = points.Min(point => point.X), high = points.Max(point => point.X), margin = high > low ? 0.02 * (high - low) : 0.5;
        (low, high) = (low - margin, high + margin);
        double X(double x) => left + ((x - low) / (high - low) * width);
        double Height(double y) => IsLogarithmic ? Math.Log10(y) : y;
        double YOf(double y) => top + height - ((Height(Math.Clamp(y, Y.Low, Y.High)) - Height(Y.Low)) / (Height(Y.High) - Height(Y.Low)) * height);

        svg.Text(left + (width / 2), top - 10, Title.In(language), Anchor.Middle, size: 13, isBold: true);
        foreach (var (at, label) in XTicks.Count > 0 ? XTicks : [.. Ticks(low, high, 6).Select(x => (x, (Words)Number(x)))])
        {
            svg.Line(X(at), top, X(at), top + height, Svg.Grid);
            svg.Text(X(at), top + height + 16, label.In(language), Anchor.Middle);
        }

        foreach (var y in IsLogarithmic ? Decades() : Ticks(Y.Low, Y.High, 6))
        {
            svg.Line(left, YOf(y), left + width, YOf(y), Svg.Grid);
            svg.Text(left - 6, YOf(y) + 4, IsLogarithmic ? Power(y) : Number(y), Anchor.End);
        }

        foreach (var (at, label) in Levels)
        {
            svg.Line(left, YOf(at), left + width, YOf(at), Svg.Frame, 1.2, "4 3");
            svg.Text(left + width - 4, YOf(at) - 4, label.In(language), Anchor.End, size: 11, colour: "#57606a");
        }

        svg.Box(left, top, width, height, "none", Svg.Frame);
        foreach (var line in Lines)
        {
            var drawn = line.Points.Where(point => double.IsFinite(point.Y)).Select(point => (X(point.X), YOf(point.Y))).ToArray();
            svg.Path(drawn, line.Colour, line.StrokeWidth, line.Dash);
            if (!line.HasMarks) continue;
            foreach (var (x, y) in drawn) svg.Dot(x, y, line.IsThin ? 2 : 3, line.Colour);
        }

        svg.Text(left + (width / 2), top + height + 34, XTitle.In(language), Anchor.Middle);
        svg.Text(left - 44, top + (height / 2), YTitle.In(language), Anchor.Middle, isUpright: true);
    }

    private static IEnumerable<double> Ticks(double low, double high, int about)
    {
        var rough = (high - low) / about;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * Steps.First(factor => factor * power >= rough * 0.9999);
        for (var k = Math.Ceiling((low / step) - 1e-9); k <= (high / step) + 1e-9; k++) yield return k == 0 ? 0 : Math.Round(k * step, 10);
    }

    /// <summary>Powers of ten, at most eight of them.</summary>
    private IEnumerable<double> Decades()
    {
        int first = (int)Math.Ceiling(Math.Log10(Y.Low) - 1e-9), last = (int)Math.Floor(Math.Log10(Y.High) + 1e-9);
        var step = ((last - first) / 8) + 1;
        for (var k = first; k <= last; k += step) yield return Math.Pow(10, k);
    }

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture).Replace('-', '\u2212');

    private static string Power(double value)
    {
        const string raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";
        var exponent = (int)Math.Round(Math.Log10(value));
        return exponent == 0 ? "1" : exponent == 1 ? "10" : "10" + (exponent < 0 ? "⁻" : string.Empty) + string.Concat(Math.Abs(exponent).ToString(CultureInfo.InvariantCulture).Select(digit => raised[digit - '0']));
    }
}
