using Minima.Cli.Compare;

namespace Minima.Cli.Fit;

/// <summary>Whether an objective has no lowest point because it falls for ever in some direction, as a logistic loss does on separable classes.</summary>
internal static class Recession
{
    /// <summary>A prediction that changes by less than this share of the largest change is held to stay: the rest is rounding.</summary>
    private const double Still = 1e-6;

    /// <summary>
    /// Follows a line to very far away. The slope of a convex objective only rises along it; so when it is still below 0 at the end,
    /// or faded below 1e-200 of the slopes at 0, the objective falls for ever. A slope that becomes 0 at once is a flat that is reached.
    /// </summary>
    public static bool FallsForEver(FitObjective objective, double[] prediction, double[] direction, double[] along)
    {
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

    /// <summary>A penalty that grows along the direction always wins in the end.</summary>
    private static bool PenaltiesStay(FitObjective objective, double[] direction, double largest)
    {
        var far = Array.ConvertAll(direction, x => x / largest);
        return objective.PenaltyValue(far) <= 1e-14;
    }
}
