using Minima.Lab.Generative;

namespace Minima.Lab.Densities;

/// <summary>The density of the ring itself: no model can beat it except by chance.</summary>
internal static class TrueDensity
{
    /// <summary>Minus the log-density of points, the mean over them, in nats.</summary>
    public static double Surprise(IReadOnlyList<(double X, double Y)> points) => points.Average(point =>
    {
        double sum = 0;
        for (var mode = 0; mode < Ring.Modes; mode++)
        {
            var (x, y) = Ring.Centre(mode);
            sum += Math.Exp(-(((point.X - x) * (point.X - x)) + ((point.Y - y) * (point.Y - y))) / (2 * Ring.Deviation * Ring.Deviation));
        }

        return Math.Log(2 * Math.PI * Ring.Deviation * Ring.Deviation * Ring.Modes) - Math.Log(sum);
    });
}
