namespace Minima.Analysis;

/// <summary>The minimum of a function of few numbers that may have kinks, without derivatives: Nelder and Mead 1965, restarted from its result.</summary>
internal static class RowMinimizer
{
    private const int Restarts = 6;
    private const int Steps = 600;

    public static double[] Find(Func<double[], double> function, double[] start)
    {
        var best = start;
        for (var n = 0; n < Restarts; n++)
        {
            best = Run(function, best, size: n < 2 ? 1 : Math.Pow(0.1, n - 1));
        }

        return best;
    }

    private static double[] Run(Func<double[], double> function, double[] start, double size)
    {
        var count = start.Length;
        var corners = new (double[] At, double Height)[count + 1];
        corners[count] = (start, function(start));
        for (var i = 0; i < count; i++)
        {
            // Away from 0 on alternating sides, so that a restart has a different simplex.
            var moved = (double[])start.Clone();
            moved[i] += size * (i % 2 == 0 ? 0.3 : -0.2);
            corners[i] = (moved, function(moved));
        }

        for (var step = 0; step < Steps; step++)
        {
            Array.Sort(corners, (a, b) => a.Height.CompareTo(b.Height));
            var worst = corners[count];
            var centre = new double[count];
            for (var i = 0; i < count; i++)
            {
                for (var k = 0; k < count; k++)
                {
                    centre[k] += corners[i].At[k] / count;
                }
            }

            (double[] At, double Height) Along(double t)
            {
                var at = centre.Zip(worst.At, (c, w) => c + t * (c - w)).ToArray();
                return (at, function(at));
            }

            var reflected = Along(1);
            if (reflected.Height < corners[0].Height)
            {
                var expanded = Along(2);
                corners[count] = expanded.Height < reflected.Height ? expanded : reflected;
            }
            else if (reflected.Height < corners[count - 1].Height)
            {
                corners[count] = reflected;
            }
            else
            {
                var contracted = Along(reflected.Height < worst.Height ? 0.5 : -0.5);
                if (contracted.Height < Math.Min(reflected.Height, worst.Height))
                {
                    corners[count] = contracted;
                    continue;
                }

                for (var i = 1; i <= count; i++)
                {
                    var at = corners[0].At.Zip(corners[i].At, (a, b) => (a + b) / 2).ToArray();
                    corners[i] = (at, function(at));
                }
            }
        }

        return corners.MinBy(c => c.Height).At;
    }
}
