namespace Minima.Pages;

/// <summary>Lines over a common axis.</summary>
internal sealed class LinePanel
{
    /// <summary>The distance up to which a line that leaves the panel is followed, so that a steep one keeps its direction.</summary>
    private const double Beyond = 1000;

    public required Words Title { get; init; }

    public required Words XTitle { get; init; }

    /// <summary>The title of the y axis; if there is none, the panel's title names the contents.</summary>
    public Words? YTitle { get; init; }

    public required IReadOnlyList<Series> Lines { get; init; }

    /// <summary>The range of y.</summary>
    public required (double Low, double High) Y { get; init; }

    /// <summary>The range of x; by default that of the lines, and a little more.</summary>
    public (double Low, double High)? X { get; init; }

    public bool IsLogarithmic { get; init; }

    /// <summary>True for lines of functions: the panel has a line at zero, a point without a number breaks a line, and lines are clipped to the panel.</summary>
    public bool IsOfFunctions { get; init; }

    /// <summary>Labels below the x axis; numbers by default.</summary>
    public IReadOnlyList<(double At, Words Label)> XTicks { get; init; } = [];

    /// <summary>Levels to compare with, named above their line at the right end.</summary>
    public IReadOnlyList<(double At, Words Label)> Levels { get; init; } = [];

    public void Draw(Svg svg, double left, double top, double width, double height, Language language)
    {
        var (low, high) = X ?? Extent();
        double XOf(double x) => left + ((x - low) / (high - low) * width);
        double Height(double y) => IsLogarithmic ? Math.Log10(y) : y;
        double YOf(double y) => top + height - ((Height(y) - Height(Y.Low)) / (Height(Y.High) - Height(Y.Low)) * height);
        double Held(double y) => YOf(Math.Clamp(y, Y.Low, Y.High));
        string Rule(double at) => IsOfFunctions && at == 0 ? Svg.Frame : Svg.Grid;

        svg.Text(left + (width / 2), top - 10, Title.In(language), Anchor.Middle, size: 13, isBold: true);
        foreach (var (at, label) in XTicks.Count > 0 ? XTicks : [.. Ticks.Of(low, high).Select(tick => (tick.At, (Words)tick.Text))])
        {
            svg.Line(XOf(at), top, XOf(at), top + height, Rule(at));
            svg.Text(XOf(at), top + height + 16, label.In(language), Anchor.Middle);
        }

        foreach (var (at, text) in IsLogarithmic ? Ticks.Decades(Y.Low, Y.High) : Ticks.Of(Y.Low, Y.High))
        {
            svg.Line(left, YOf(at), left + width, YOf(at), Rule(at));
            svg.Text(left - 6, YOf(at) + 4, text, Anchor.End);
        }

        foreach (var (at, label) in Levels)
        {
            svg.Line(left, Held(at), left + width, Held(at), Svg.Frame, 1.2, "4 3");
            svg.Text(left + width - 4, Held(at) - 4, label.In(language), Anchor.End, size: 11, colour: "#57606a");
        }

        svg.Box(left, top, width, height, "none", Svg.Frame);
        if (IsOfFunctions)
        {
            svg.Cut(left, top - 2, width, height + 4, DrawFunctions);
        }
        else
        {
            DrawLines();
        }

        svg.Text(left + (width / 2), top + height + 34, XTitle.In(language), Anchor.Middle);
        if (YTitle is { } name) svg.Text(left - 44, top + (height / 2), name.In(language), Anchor.Middle, isUpright: true);

        void DrawLines()
        {
            foreach (var line in Lines)
            {
                var drawn = line.Points.Where(point => double.IsFinite(point.Y)).Select(point => (XOf(point.X), Held(point.Y))).ToArray();
                svg.Path(drawn, line.Colour, line.StrokeWidth, line.Dash);
                if (!line.HasMarks) continue;
                foreach (var (x, y) in drawn) svg.Dot(x, y, line.IsThin ? 2 : 3, line.Colour);
            }
        }

        void DrawFunctions()
        {
            // The first line is on top.
            foreach (var line in Lines.Reverse())
            {
                var pieces = Polyline.Pieces(line.Points)
                    .Select(piece => Polyline.Simplified([.. piece.Select(point => (XOf(point.X), Math.Clamp(YOf(point.Y), top - Beyond, top + height + Beyond)))]))
                    .ToLookup(piece => piece.Count == 1);
                foreach (var alone in pieces[true]) svg.Dot(alone[0].X, alone[0].Y, 3, line.Colour);
                if (pieces[false].Any()) svg.Path(pieces[false], line.Colour, line.StrokeWidth, line.Dash);
            }
        }
    }

    /// <summary>The range of the lines, and a little more.</summary>
    private (double Low, double High) Extent()
    {
        var points = Lines.SelectMany(line => line.Points).ToArray();
        double low = points.Min(point => point.X), high = points.Max(point => point.X), margin = high > low ? 0.02 * (high - low) : 0.5;
        return (low - margin, high + margin);
    }
}
