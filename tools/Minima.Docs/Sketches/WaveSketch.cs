using Minima.Pages;

namespace Minima.Docs;

/// <summary>Series over a common axis, the later ones above the earlier.</summary>
internal sealed record WaveSketch(double Low, double High, params (double[] Values, int Style)[] Waves) : Sketch
{
    public override void Draw(Svg svg, double left, double top, double width, double height)
    {
        double Y(double value) => top + (height * (1 - ((Math.Clamp(value, Low, High) - Low) / (High - Low))));
        if (Low < 0 && High > 0) svg.Line(left, Y(0), left + width, Y(0), Svg.Grid);
        foreach (var (values, style) in Waves)
        {
            var longest = Waves.Max(wave => wave.Values.Length) - 1.0;
            svg.Path(Polyline.Simplified([.. values.Select((value, i) => (left + (width * i / longest), Y(value)))]), Colour(style), 1.8, style == Mover ? "" : "4 3");
        }
    }
}
