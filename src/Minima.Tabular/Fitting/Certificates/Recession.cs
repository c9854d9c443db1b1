namespace Minima.Tabular;

/// <summary>Checks if an objective has no minimum because it falls for ever in some direction, as a logistic loss does on separable classes.</summary>
internal static class Recession
{
    /// <summary>A prediction that changes by less than this fraction of the largest change counts as constant: the rest is rounding.</summary>
    private const double Still = 1e-6;

    /// <summary>
    /// Follows a line to very far away. The derivative of a convex objective only rises along it. So if it is still below 0 at the end,
    /// or faded below 1e-200 of the derivatives at 0, the objective falls for ever. A derivative that becomes 0 at once belongs to a flat that was reached.
    /// </summary>
    public static bool FallsForEver(FitObjective objective, double[] prediction, double[] direction, double[] along)
    {
        along = objective.Relative(along);
        var largest = FixedOrder.LargestMagnitude(along);
        if (!(largest > 0) || !double.IsFinite(largest)) return false;
        var unit = Array.ConvertAll(along, change => Math.Abs(change) <= Still * largest ? 0 : change / largest);
        if (!PenaltiesStay(objective, direction, largest)) return false;
        var slopes = new double[unit.Length];
        objective.Slopes(new double[unit.Length], slopes);
        var typical = FixedOrder.LargestMagnitude(slopes);
        var last = 0.0;
        var end = 216 + (8 * Math.ILogB(1 + FixedOrder.LargestMagnitude(prediction)));
        for (var k = -16; k <= end; k++)
        {
            var far = Math.Pow(2, k / 8.0);
            var there = (double[])prediction.Clone();
            FixedOrder.AddScaled(far, unit, there);
            objective.Slopes(there, slopes);
            for (var i = 0; i < slopes.Length; i++) slopes[i] = unit[i] == 0 ? 0 : slopes[i] * unit[i];
            var slope = Summation.Mean(slopes, objective.Share);
            if (slope > 0 || double.IsNaN(slope)) return false;
            if (slope == 0) return last < 0 && last > -1e-200 * typical;
            last = slope;
        }

        return last < 0;
    }

    /// <summary>
    /// A direction in which no row's loss grows, found by linear programming, or null. Some rows may be constant along it, so that
    /// it also separates classes that touch.
    /// </summary>
    public static double[]? Separating(FitObjective objective, double[] prediction, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        if (objective.Penalty is not null || objective.Kinks.Count > 0) return null;
        if (objective is ClassObjective classes)
        {
            if (classes.Columns > LeadProblem.MostCoefficients) return null;
            var way = KinkSolver.Solve(classes.Separation(), new double[classes.Columns], true, progress, cancellation).Parameters;
            return FallsForEver(objective, prediction, way, objective.Predict(way)) ? way : null;
        }

        var far = 1e6 * (1 + FixedOrder.LargestMagnitude(prediction));
        var (right, left, near) = (new double[objective.Rows], new double[objective.Rows], new double[objective.Rows]);
        objective.Slopes(Array.ConvertAll(prediction, _ => far), right);
        objective.Slopes(Array.ConvertAll(prediction, _ => -far), left);
        objective.Slopes(new double[objective.Rows], near);
        var flat = 1e-6 * FixedOrder.LargestMagnitude(near);
        var side = new int[objective.Rows];
        for (var i = 0; i < side.Length; i++) side[i] = right[i] <= flat ? 1 : left[i] >= -flat ? -1 : 0;
        if (!side.AsSpan().ContainsAnyExcept(0)) return null;
        var direction = Direction(objective.Design, objective.Columns, objective.Share, side, progress, cancellation);
        return FallsForEver(objective, prediction, direction, objective.Predict(direction)) ? direction : null;
    }

    private static double[] Direction(double[] design, int columns, double[] share, int[] side, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var terms = new SideTerms(share, side);
        var program = new FitObjective(design, columns, terms, null, new double[columns], terms.Kinks());
        return KinkSolver.Solve(program, new double[columns], true, progress, cancellation).Parameters;
    }

    /// <summary>The penalties do not grow along the direction; one that grows always wins in the end.</summary>
    private static bool PenaltiesStay(FitObjective objective, double[] direction, double largest)
    {
        var far = Array.ConvertAll(direction, x => x / largest);
        return objective.PenaltyValue(far) <= 1e-14;
    }
}
