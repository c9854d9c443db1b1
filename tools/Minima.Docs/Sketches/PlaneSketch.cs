using Minima.Pages;

namespace Minima.Docs;

/// <summary>Points and arrows in a plane about 0.</summary>
/// <param name="Reach">How far the plane goes up and down.</param>
internal sealed record PlaneSketch(double Reach) : Sketch
{
    public IReadOnlyList<(double[] At, int Style)> Dots { get; init; } = [];

    /// <summary>Arrows from 0.</summary>
    public IReadOnlyList<(double[] To, int Style)> Arrows { get; init; } = [];

    /// <summary>Lines between points.</summary>
    public IReadOnlyList<(double[] From, double[] To)> Links { get; init; } = [];

    /// <summary>Half the size of a mark, in pixels.</summary>
    public double Size { get; init; } = 4;

    /// <summary>The circle of radius 1.</summary>
    public bool HasCircle { get; init; }

    public override void Draw(Svg svg, double left, double top, double width, double height)
    {
        var scale = height / (2 * Reach);
        double X(double x) => left + (width / 2) + Math.Clamp(x * scale, -width / 2, width / 2);
        double Y(double y) => top + (height / 2) - Math.Clamp(y * scale, -height / 2, height / 2);
        if (HasCircle)
        {
            svg.Outline("circle", ("cx", svg.Pixel(X(0))), ("cy", svg.Pixel(Y(0))), ("r", svg.Pixel(scale)), ("fill", "none"), ("stroke", Svg.Grid));
        }
        else
        {
            svg.Line(left, Y(0), left + width, Y(0), Svg.Grid);
            svg.Line(X(0), top, X(0), top + height, Svg.Grid);
        }

        foreach (var (from, to) in Links) svg.Line(X(from[0]), Y(from[1]), X(to[0]), Y(to[1]), Svg.Frame);
        foreach (var (to, style) in Arrows) Arrow(svg, (X(0), Y(0)), (X(to[0]), Y(to[1])), style);
        foreach (var (at, style) in Dots) Mark(svg, X(at[0]), Y(at.Length > 1 ? at[1] : 0), style, Size);
    }

    private static void Arrow(Svg svg, (double X, double Y) from, (double X, double Y) to, int style)
    {
        const double Head = 6;
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var length = Math.Sqrt((dx * dx) + (dy * dy));
        svg.Line(from.X, from.Y, to.X, to.Y, Colour(style), 2.2);
        if (length < 1) return;
        (dx, dy) = (Head * dx / length, Head * dy / length);
        svg.Path([(to.X - dx + (dy * 0.6), to.Y - dy - (dx * 0.6)), to, (to.X - dx - (dy * 0.6), to.Y - dy + (dx * 0.6))], Colour(style), 2.2);
    }
}
