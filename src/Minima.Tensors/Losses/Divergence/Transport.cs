namespace Minima.Tensors.Losses;

/// <summary>Entropic transport between two histograms, solved by Sinkhorn's iteration on logarithms.</summary>
/// <param name="a">The masses of the rows, with the same sum as those of the columns.</param>
/// <param name="b">The masses of the columns.</param>
/// <param name="cost">The cost of moving from a row to a column, row by row.</param>
/// <param name="epsilon">The weight of the entropy of the plan.</param>
internal sealed class Transport(double[] a, double[] b, double[] cost, double epsilon)
{
    /// <summary>Changes below this fraction of the largest potential are rounding; a NaN ends the rounds as well.</summary>
    private const double Rounding = 1e-16;

    /// <summary>Rounds for each larger epsilon on the way to the requested one.</summary>
    private const int RoundsOfApproach = 3;

    /// <summary>Up to this many points, Newton's method solves the equations of the optimum if the rounds did not reach it.</summary>
    private const int MostSolved = 512;

    /// <summary>The largest number of Newton steps.</summary>
    private const int MostSteps = 30;

    /// <summary>Rounds at the end without over-relaxation.</summary>
    private const int LastRounds = 2;

    /// <summary>The rate of convergence is known once it changes by less than this fraction of 1 minus the rate.</summary>
    private const double Settled = 0.02;

    /// <summary>A change this many times the smallest one means divergence.</summary>
    private const double Lost = 100;

    /// <summary>The potentials f and g after the given number of rounds, or once nothing changes: the plan is a_i b_j exp((f_i + g_j - C_ij) / epsilon).</summary>
    public (double[] F, double[] G) Potentials(int iterations)
    {
        var f = new double[a.Length];
        var g = new double[b.Length];
        var logA = Array.ConvertAll(a, Math.Log);
        var logB = Array.ConvertAll(b, Math.Log);
        var rows = new SoftMinimumJob(a.Length, b.Length, (i, j) => cost[(i * b.Length) + j]);
        var columns = new SoftMinimumJob(b.Length, a.Length, (j, i) => cost[(i * b.Length) + j]);

        // With a small epsilon potentials move only by steps of that size: larger ones, halved repeatedly, bring them near first.
        for (var width = Largest(cost); width > 2 * epsilon && double.IsFinite(width); width /= 2)
        {
            for (var round = 0; round < RoundsOfApproach; round++) Round(width);
        }

        // Rounds converge at a constant rate: once it is known, they are over-relaxed (successive over-relaxation: Young
        // 1954; Thibault et al. 2021). The last ones are not, so that the masses of the columns are right.
        var (wide, share, before, nearest) = (1.0, 0.0, double.PositiveInfinity, double.PositiveInfinity);
        for (var round = 0; round < iterations; round++)
        {
            var moved = Round(epsilon, round < iterations - LastRounds ? wide : 1);
            if (!(moved > Rounding * (Largest(f) + Largest(g)))) return (f, g);
            nearest = Math.Min(nearest, moved);
            if (wide == 1)
            {
                var next = moved / before;
                if (next < 1 && Math.Abs(next - share) <= Settled * (1 - next)) wide = 2 / (1 + Math.Sqrt(1 - next));
                (share, before) = (next, moved);
            }
            else if (moved > Lost * nearest)
            {
                // Too far: the rate was not known yet.
                (wide, share, before, nearest) = (1, 0, double.PositiveInfinity, moved);
            }
        }

        if (a.Length + b.Length <= MostSolved) Solve(f, g);
        return (f, g);

        double Round(double width, double relaxation = 1)
        {
            WorkBudget.Check();
            var moved = Update(rows, f, g, logB, width, relaxation);
            return Math.Max(moved, Update(columns, g, f, logA, width, relaxation));
        }
    }

    /// <summary>
    /// Newton's method on the residuals of the plan's sums, from where the rounds ended: with a small epsilon rounds converge ever more slowly, and
    /// it doubles the digits at each step. A step that does not help is undone.
    /// </summary>
    private void Solve(double[] f, double[] g)
    {
        var (n, size) = (a.Length, a.Length + b.Length - 1);
        var lack = new double[size + 1];
        var matrix = new double[size][];
        for (var i = 0; i < size; i++) matrix[i] = new double[i + 1];
        var (bestF, bestG, least) = ((double[])f.Clone(), (double[])g.Clone(), double.PositiveInfinity);
        for (var step = 0; step < MostSteps; step++)
        {
            var plan = Plan(f, g);
            a.CopyTo(lack, 0);
            b.CopyTo(lack, n);
            foreach (var row in matrix) Array.Clear(row);
            for (var k = 0; k < plan.Length; k++)
            {
                var (i, j) = (k / b.Length, n + (k % b.Length));
                lack[i] -= plan[k];
                lack[j] -= plan[k];
                matrix[i][i] += plan[k];
                if (j == size) continue; // The last potential stays: only differences count.
                matrix[j][j] += plan[k];
                matrix[j][i] = plan[k];
            }

            var error = Largest(lack);
            if (!(error < least)) break;
            (bestF, bestG, least) = ((double[])f.Clone(), (double[])g.Clone(), error);
            if (!Factor(matrix)) break;
            var move = Substitute(matrix, lack);
            for (var i = 0; i < n; i++) f[i] += epsilon * move[i];
            for (var j = n; j < size; j++) g[j - n] += epsilon * move[j];
        }

        bestF.CopyTo(f, 0);
        bestG.CopyTo(g, 0);
    }

    /// <summary>Overwrites the lower half of a symmetric matrix with its Cholesky factor; false if it is not positive definite.</summary>
    private static bool Factor(double[][] matrix)
    {
        for (var i = 0; i < matrix.Length; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i][j];
                for (var k = 0; k < j; k++) sum -= matrix[i][k] * matrix[j][k];
                if (i == j && !(sum > 0)) return false;
                matrix[i][j] = i == j ? Math.Sqrt(sum) : sum / matrix[j][j];
            }
        }

        return true;
    }

    private static double[] Substitute(double[][] factor, double[] right)
    {
        var x = new double[factor.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var sum = right[i];
            for (var k = 0; k < i; k++) sum -= factor[i][k] * x[k];
            x[i] = sum / factor[i][i];
        }

        for (var i = x.Length - 1; i >= 0; i--)
        {
            var sum = x[i];
            for (var k = i + 1; k < x.Length; k++) sum -= factor[k][i] * x[k];
            x[i] = sum / factor[i][i];
        }

        return x;
    }

    /// <summary>The mass that goes from each row to each column.</summary>
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
    /// The response of the potentials to the sums of the rows and columns of a plan: the x and y with x_i a_i + sum_j P_ij y_j = rows_i and likewise for the
    /// columns. This is the derivative of the constraints, solved by the same iteration.
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

    /// <summary>Moves potentials by the change of one round, times the relaxation.</summary>
    /// <returns>The largest change that the round alone makes.</returns>
    private static double Update(SoftMinimumJob job, double[] to, double[] from, double[] logMass, double width, double relaxation)
    {
        if (relaxation == 1) return job.Update(to, from, logMass, width);
        double[] start = [.. to];
        var moved = job.Update(to, from, logMass, width);
        for (var i = 0; i < to.Length; i++) to[i] = start[i] + (relaxation * (to[i] - start[i]));
        return moved;
    }

    private static double Largest(double[] values) => values.Length == 0 ? 0 : values.Max(Math.Abs);
}
