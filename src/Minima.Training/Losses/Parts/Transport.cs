namespace Minima.Training.Losses;

/// <summary>Entropic transport between two histograms, solved by Sinkhorn's iteration on logarithms.</summary>
/// <param name="a">The masses of the rows, which sum to what those of the columns sum to.</param>
/// <param name="b">The masses of the columns.</param>
/// <param name="cost">What it costs to move from a row to a column, row by row.</param>
/// <param name="epsilon">How much the entropy of the plan counts.</param>
internal sealed class Transport(double[] a, double[] b, double[] cost, double epsilon)
{
    /// <summary>Changes below this share of the largest potential are rounding; a NaN ends the rounds as well.</summary>
    private const double Rounding = 1e-16;

    /// <summary>Rounds for each larger epsilon on the way to the one asked for.</summary>
    private const int RoundsOfApproach = 3;

    /// <summary>The potentials f and g after so many rounds, or when nothing moves any more: the plan is a_i b_j exp((f_i + g_j - C_ij) / epsilon).</summary>
    public (double[] F, double[] G) Potentials(int iterations)
    {
        var f = new double[a.Length];
        var g = new double[b.Length];
        var logA = Array.ConvertAll(a, Math.Log);
        var logB = Array.ConvertAll(b, Math.Log);
        var rows = new SoftMinimumJob(a.Length, b.Length, (i, j) => cost[(i * b.Length) + j]);
        var columns = new SoftMinimumJob(b.Length, a.Length, (j, i) => cost[(i * b.Length) + j]);

        // With a small epsilon potentials move by steps of it: larger ones, halved again and again, bring them near first.
        for (var wide = Largest(cost); wide > 2 * epsilon && double.IsFinite(wide); wide /= 2)
        {
            for (var round = 0; round < RoundsOfApproach; round++) Round(wide);
        }

        for (var round = 0; round < iterations; round++)
        {
            var moved = Round(epsilon);
            if (!(moved > Rounding * (Largest(f) + Largest(g)))) break;
        }

        return (f, g);

        double Round(double width)
        {
            WorkBudget.Check();
            var moved = rows.Update(f, g, logB, width);
            return Math.Max(moved, columns.Update(g, f, logA, width));
        }
    }

    /// <summary>How much goes from each row to each column.</summary>
    public double[] Plan(double[] f, double[] g)
    {
        var plan = new double[cost.Length];
        for (var i = 0; i < plan.Length; i++)
        {
            var (row, column) = (i / b.Length, i % b.Length);
            plan[i] = a[row] * b[column] * Math.Exp((f[row] + g[column] - cost[i]) / epsilon);
        }

        return plan;
    }

    /// <summary>
    /// How far the sums of the rows and columns of a plan push its potentials: the x and y with x_i a_i + sum_j P_ij y_j = rows_i and likewise for the
    /// columns, which is the derivative of the constraints, solved by the same iteration.
    /// </summary>
    public (double[] X, double[] Y) Response(double[] plan, double[] rows, double[] columns, int iterations)
    {
        var x = new double[a.Length];
        var y = new double[b.Length];
        var left = new double[b.Length];
        for (var round = 0; round < iterations; round++)
        {
            WorkBudget.Check();
            double moved = 0;
            for (var i = 0; i < x.Length; i++)
            {
                var sum = rows[i];
                for (var j = 0; j < y.Length; j++) sum -= plan[(i * y.Length) + j] * y[j];
                moved = Math.Max(moved, Math.Abs((sum / a[i]) - x[i]));
                x[i] = sum / a[i];
            }

            columns.CopyTo(left, 0);
            for (var i = 0; i < x.Length; i++)
            {
                for (var j = 0; j < y.Length; j++) left[j] -= plan[(i * y.Length) + j] * x[i];
            }

            for (var j = 0; j < y.Length; j++)
            {
                moved = Math.Max(moved, Math.Abs((left[j] / b[j]) - y[j]));
                y[j] = left[j] / b[j];
            }

            if (!(moved > Rounding * (Largest(x) + Largest(y)))) break;
        }

        return (x, y);
    }

    private static double Largest(double[] values) => values.Length == 0 ? 0 : values.Max(Math.Abs);
}
