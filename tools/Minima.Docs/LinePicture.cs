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

        // No value between the points: what looks like a jump is drawn as the steep piece that it may be.
        double[] At(double[] x, Func<(double Distance, double Value, double Slope), double> of) => [.. x.Select(distance => of(line.MinBy(p => Math.Abs(p.Distance - distance))))];
        return Chart.Draw(
            example.Entry,
            new Axis(line[0].Distance, line[^1].Distance, "distance along the negative gradient 沿负梯度方向的距离", "slope along the line 沿直线的斜率"),
            [.. line.Select(p => p.Distance)],
            [x => At(x, p => p.Value)],
            [x => At(x, p => p.Slope)],
            [""]);
    }
}
