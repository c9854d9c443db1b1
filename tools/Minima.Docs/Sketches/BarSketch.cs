using Minima.Pages;

namespace Minima.Docs;

/// <summary>Numbers as bars from 0, some of them marked as the ones that move; beside each, if given, what is true, as a line.</summary>
internal sealed record BarSketch(double[] Values, double Low, double High, params int[] Moved) : Sketch
{
    /// <summary>What the bars should be.</summary>
    public double[] Truths { get; init; } = [];

    public override void Draw(Svg svg, double left, double top, double width, double height)
    {
        var step = width / Values.Length;
        double Y(double value) => top + (height * (1 - ((Math.Clamp(value, Low, High) - Low) / (High - Low))));
        for (var i = 0; i < Values.Length; i++)
        {
            var (from, to) = (Y(Math.Max(0, Values[i])), Y(Math.Min(0, Values[i])));
            svg.Box(left + (i * step) + (0.15 * step), from, 0.7 * step, Math.Max(1, to - from), Colour(Array.IndexOf(Moved, i) >= 0 ? Mover : Truth));
        }

        for (var i = 0; i < Truths.Length; i++)
        {
            svg.Line(left + (i * step), Y(Truths[i]), left + ((i + 1) * step), Y(Truths[i]), Svg.Ink, 2);
        }

        svg.Line(left, Y(0), left + width, Y(0), Svg.Frame);
    }
}
