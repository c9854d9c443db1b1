using Minima.Pages;

namespace Minima.Docs;

/// <summary>The loss of a batch along its gradient.</summary>
internal static class LinePicture
{
    /// <summary>The picture, or null where nothing has a gradient.</summary>
    public static string? Of(Example example)
    {
        var line = example.Line();
        if (line.Count == 0)
        {
            return null;
        }

        double[] At(double[] x, Func<(double Distance, double Value, double Slope), double> of) => [.. x.Select(distance => Between(line, distance, of))];
        return FunctionChart.Draw(
            Picture.TitleOf(example.Entry),
            new(line[0].Distance, line[^1].Distance, "distance along the negative gradient 沿负梯度方向的距离", "slope along the line 沿直线的斜率"),
            [.. line.Select(p => p.Distance)],
            [x => At(x, p => p.Value)],
            [x => At(x, p => p.Slope)],
            [""]);
    }

    /// <summary>Straight between two points, so that what is only steep is not taken for a jump.</summary>
    private static double Between(IReadOnlyList<(double Distance, double Value, double Slope)> line, double distance, Func<(double Distance, double Value, double Slope), double> of)
    {
        var step = (line[^1].Distance - line[0].Distance) / (line.Count - 1);
        var place = Math.Clamp((distance - line[0].Distance) / step, 0, line.Count - 1);
        var i = Math.Min((int)place, line.Count - 2);
        var share = Math.Round(place - i, 9);
        return share == 0 ? of(line[i]) : share == 1 ? of(line[i + 1]) : ((1 - share) * of(line[i])) + (share * of(line[i + 1]));
    }
}
