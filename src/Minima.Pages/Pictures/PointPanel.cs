namespace Minima.Pages;

/// <summary>Points in a square.</summary>
internal sealed class PointPanel
{
    public required Words Title { get; init; }

    /// <summary>Groups of points, each with its colour; later groups cover earlier ones.</summary>
    public required IReadOnlyList<(string Colour, IReadOnlyList<(double X, double Y)> Points)> Groups { get; init; }

    /// <summary>The square extends from -Reach to Reach in both directions; points outside are not drawn.</summary>
    public required double Reach { get; init; }

    public double Radius { get; init; } = 1.2;

    public void Draw(Svg svg, double left, double top, double side, Language language)
    {
        svg.Text(left + (side / 2), top - 6, Title.In(language), Anchor.Middle);
        svg.Box(left, top, side, side, "none", Svg.Frame);
        foreach (var (colour, points) in Groups)
        {
            var inside = points.Where(point => Math.Abs(point.X) <= Reach && Math.Abs(point.Y) <= Reach);
            svg.Dots(inside.Select(point => (left + ((point.X + Reach) / (2 * Reach) * side), top + ((Reach - point.Y) / (2 * Reach) * side))), Radius, colour);
        }
    }
}
