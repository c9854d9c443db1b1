namespace Minima.Lab.Densities;

/// <summary>A Gaussian around each of many points of data (Parzen 1962): a density without training that has to keep all points.</summary>
internal sealed class KernelDensity((double X, double Y)[] points, double bandwidth)
{
    public (double X, double Y)[] Draw(int items, RandomState random)
    {
        var drawn = new (double X, double Y)[items];
        for (var i = 0; i < items; i++)
        {
            var (x, y) = points[random.NextInt(points.Length)];
            drawn[i] = (x + (bandwidth * random.NextNormal()), y + (bandwidth * random.NextNormal()));
        }

        return drawn;
    }

    /// <summary>Minus the log-density of other points, the mean over them, in nats.</summary>
    public double Surprise(IReadOnlyList<(double X, double Y)> others) => others.Average(other =>
    {
        var nearest = points.Min(point => Square(point, other));
        var sum = points.Sum(point => Math.Exp((nearest - Square(point, other)) / (2 * bandwidth * bandwidth)));
        return Math.Log(2 * Math.PI * bandwidth * bandwidth * points.Length) + (nearest / (2 * bandwidth * bandwidth)) - Math.Log(sum);
    });

    private static double Square((double X, double Y) one, (double X, double Y) other) => ((one.X - other.X) * (one.X - other.X)) + ((one.Y - other.Y) * (one.Y - other.Y));
}
