namespace Minima.Lab.Generative;

/// <summary>Eight Gaussians on a ring: the toy on which generators lose modes (Metz et al. 2017).</summary>
internal static class Ring
{
    public const int Modes = 8;
    public const double Radius = 2;
    public const double Deviation = 0.1;

    // A sample further from every mode than this belongs to none.
    private const double Reach = 3 * Deviation;

    public static Tensor Draw(int items, RandomState random)
    {
        var points = new float[2 * items];
        for (var i = 0; i < items; i++)
        {
            var (x, y) = Centre(random.NextInt(Modes));
            points[2 * i] = (float)(x + (Deviation * random.NextNormal()));
            points[(2 * i) + 1] = (float)(y + (Deviation * random.NextNormal()));
        }

        return Tensor.Of(points, [items, 2]);
    }

    public static (double X, double Y) Centre(int mode) => (Radius * Math.Cos(2 * Math.PI * mode / Modes), Radius * Math.Sin(2 * Math.PI * mode / Modes));

    /// <summary>The number of modes with at least a tenth of the expected number of samples, and the proportion of samples within three standard deviations of a mode.</summary>
    public static (int Modes, double Near) Cover(IReadOnlyList<(double X, double Y)> samples)
    {
        var counts = new int[Modes];
        foreach (var (x, y) in samples)
        {
            var nearest = Enumerable.Range(0, Modes).MinBy(mode => Square(mode, x, y));
            if (Square(nearest, x, y) <= Reach * Reach) counts[nearest]++;
        }

        return (counts.Count(count => count >= samples.Count / (10.0 * Modes)), counts.Sum() / (double)samples.Count);

        static double Square(int mode, double x, double y)
        {
            var (cx, cy) = Centre(mode);
            return ((x - cx) * (x - cx)) + ((y - cy) * (y - cy));
        }
    }

    /// <summary>The rows of a tensor [N, 2] as points.</summary>
    public static (double X, double Y)[] Points(Tensor rows)
    {
        var values = rows.ToArray();
        return [.. Enumerable.Range(0, values.Length / 2).Select(i => (values[2 * i], values[(2 * i) + 1]))];
    }
}
