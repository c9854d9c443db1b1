namespace Minima.Tabular;

/// <summary>
/// The thresholds of class 1 for F1 and the balanced accuracy: the scores that are best for the metric on rows
/// that the model was not fitted to. At a probability of a half a rare class is never predicted, and both metrics are uninformative.
/// </summary>
internal readonly record struct TunedThresholds(double OfF1, double OfBalancedAccuracy)
{
    /// <summary>The threshold that together with those of other labels is best for the micro-averaged F1; null for one target.</summary>
    public double? OfMicroF1 { get; init; }

    /// <summary>The threshold that together with those of other labels leaves the most rows without an error; null for one target, and without a gain.</summary>
    public double? OfSubsetAccuracy { get; init; }

    /// <summary>The thresholds that are best on some rows.</summary>
    public static TunedThresholds Best(RankedScores scores)
    {
        var (bestF1, bestBalance) = (double.NegativeInfinity, double.NegativeInfinity);
        var best = new TunedThresholds(double.PositiveInfinity, double.PositiveInfinity);
        foreach (var (cut, found, taken) in scores.Cuts())
        {
            var f1 = 2.0 * found / (taken + scores.Ones);
            var balance = (found / scores.Ones) - ((taken - found) / scores.Zeros);
            if (f1 > bestF1) (bestF1, best) = (f1, best with { OfF1 = cut });
            if (balance > bestBalance) (bestBalance, best) = (balance, best with { OfBalancedAccuracy = cut });
        }

        return best;
    }
}
