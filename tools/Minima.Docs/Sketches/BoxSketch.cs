using Minima.Pages;

namespace Minima.Docs;

/// <summary>A target box, filled, and a predicted one, outlined.</summary>
internal sealed record BoxSketch(double[] Target, double[] Prediction, double From, double To) : Sketch
{
    public override void Draw(Svg svg, double left, double top, double width, double height)
    {
        var scale = width / (To - From);
        var middle = top + (height / 2) - (scale * (Target[1] + Target[3]) / 2);
        double X(double x) => left + (scale * (x - From));
        double Y(double y) => middle + (scale * y);
        svg.Box(X(Target[0]), Y(Target[1]), scale * (Target[2] - Target[0]), scale * (Target[3] - Target[1]), "#cfe3f3", Colour(Truth));
        svg.Outline("rect", ("x", svg.Pixel(X(Prediction[0]))), ("y", svg.Pixel(Y(Prediction[1]))), ("width", svg.Pixel(scale * (Prediction[2] - Prediction[0]))), ("height", svg.Pixel(scale * (Prediction[3] - Prediction[1]))), ("fill", "none"), ("stroke", Colour(Mover)), ("stroke-width", "2.2"), ("stroke-dasharray", "6 3"));
    }
}
