namespace Minima.Tabular;

/// <summary>
/// From which score on class 1 is predicted where F1 or the balanced accuracy is measured: the score that is best for that metric on rows
/// that the model was not fitted to. At a probability of a half a rare class is never predicted, and both say nothing of the model.
/// </summary>
internal readonly record struct TunedThresholds(double OfF1, double OfBalancedAccuracy)
{
    /// <summary>The one that together with those of other labels is best for the micro-averaged F1; null for one target.</summary>
    public double? OfMicroF1 { get; init; }

    /// <summary>The one that together with those of other labels leaves most rows without an error; null for one target, and where nothing is gained.</summary>
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
