namespace Minima.Tabular;

/// <summary>
/// The step of a fit with an l1 penalty: the minimum of the quadratic model of the smooth part plus the exact penalty (a proximal Newton step). Coordinate descent finds the coefficients that are 0;
/// the equations of the others give the last digits.
/// </summary>
internal static class LassoStep
{
    private const int MostSweeps = 1000;

    /// <summary>The proportion of the largest coordinate below which moves end the sweeps and the equations take over.</summary>
    private const double Settled = 1e-10;

    /// <summary>The largest number of sets of non-zero coefficients to try.</summary>
    private const int MostSets = 20;

    /// <summary>The proportion by which the derivative at a coefficient of 0 may exceed its penalty, for rounding.</summary>
    private const double Rounding = 1e-10;

    /// <param name="here">The start of the step.</param>
    /// <param name="curvature">The positive semidefinite matrix of the model.</param>
    /// <param name="penalties">The l1 penalty of each parameter.</param>
    /// <returns>The step, and true if the equations gave it.</returns>
    public static (double[] Direction, bool IsExact) Of(SumsPoint here, double[] curvature, double[] penalties)
    {
        var size = penalties.Length;
        var to = (double[])here.Parameters.Clone();
        var slope = (double[])here.Smooth.Clone();
        Sweep(to, slope, curvature, penalties);
        var isExact = false;
        for (var set = 0; set < MostSets && !isExact; set++)
        {
            if (Equations(here, to, curvature, penalties) is not { } solved) break;
            isExact = IsOptimal(here, solved, to, curvature, penalties);
            if (isExact) to = solved;
            else Sweep(to, SlopeAt(here, to, curvature), curvature, penalties);
        }

        var direction = new double[size];
        for (var j = 0; j < size; j++) direction[j] = to[j] - here.Parameters[j];
        return (direction, isExact);
    }

    private static void Sweep(double[] to, double[] slope, double[] curvature, double[] penalties)
    {
        var size = to.Length;
        for (var sweep = 0; sweep < MostSweeps; sweep++)
        {
            var moved = 0.0;
            for (var j = 0; j < size; j++)
            {
                var bend = curvature[(j * size) + j];
                if (!(bend > 0)) continue;
                var next = SumsPenalties.Shortest(0, to[j] - (slope[j] / bend), penalties[j] / bend);
                if (next.Equals(to[j])) continue;
                FixedOrder.AddScaled(next - to[j], curvature.AsSpan(j * size, size), slope);
                moved = Math.Max(moved, Math.Abs(next - to[j]));
                to[j] = next;
            }

            if (moved <= Settled * FixedOrder.LargestMagnitude(to)) return;
        }
    }

    /// <summary>The minimum over the non-zero coefficients with their signs; null if it is not unique.</summary>
    private static double[]? Equations(SumsPoint here, double[] signs, double[] curvature, double[] penalties)
    {
        var size = signs.Length;
        int[] free = [.. Enumerable.Range(0, size).Where(j => signs[j] != 0 || penalties[j] == 0)];
        var held = new double[size];
        foreach (var j in free) held[j] = here.Parameters[j];
        var slope = SlopeAt(here, held, curvature);
        var matrix = new double[free.Length * free.Length];
        for (var a = 0; a < free.Length; a++)
        {
            for (var b = 0; b < free.Length; b++) matrix[(a * free.Length) + b] = curvature[(free[a] * size) + free[b]];
        }

        if (Cholesky.Factor(matrix, free.Length) is not { } factor) return null;
        var step = factor.Solve(Array.ConvertAll(free, j => slope[j] + (Math.Sign(signs[j]) * penalties[j])));
        for (var a = 0; a < free.Length; a++) held[free[a]] -= step[a];
        return held;
    }

    private static bool IsOptimal(SumsPoint here, double[] solved, double[] signs, double[] curvature, double[] penalties)
    {
        var slope = SlopeAt(here, solved, curvature);
        for (var j = 0; j < solved.Length; j++)
        {
            if (penalties[j] == 0) continue;
            if (signs[j] != 0 ? Math.Sign(solved[j]) != Math.Sign(signs[j]) : Math.Abs(slope[j]) > penalties[j] * (1 + Rounding)) return false;
        }

        return true;
    }

    /// <summary>The gradient of the model's smooth part.</summary>
    private static double[] SlopeAt(SumsPoint here, double[] parameters, double[] curvature)
    {
        var size = parameters.Length;
        var slope = (double[])here.Smooth.Clone();
        for (var j = 0; j < size; j++)
        {
            if (!parameters[j].Equals(here.Parameters[j])) FixedOrder.AddScaled(parameters[j] - here.Parameters[j], curvature.AsSpan(j * size, size), slope);
        }

        return slope;
    }
}
