namespace Minima.Tabular;

/// <summary>
/// From which score on class 1 is predicted where F1 or the balanced accuracy is measured: the score that is best for that metric on rows
/// that the model was not fitted to. At a probability of a half a rare class is never predicted, and both say nothing of the model.
/// </summary>
internal readonly record struct TunedThresholds(double OfF1, double OfBalancedAccuracy)
{
    /// <summary>The thresholds that are best on some rows; null where they hold one class only.</summary>
    /// <param name="parts">Predictions of held-out rows; scores of several parts are on one scale.</param>
    public static TunedThresholds? Best(IReadOnlyList<Predictions> parts)
    {
        var scores = parts.SelectMany(part => part.Score).ToArray();
        var targets = parts.SelectMany(part => part.Target).ToArray();
        if (!Array.TrueForAll(scores, double.IsFinite)) return null;
        Array.Sort(scores, targets);
        var ones = targets.Count(target => target > 0.5);
        var zeros = targets.Length - ones;
        if (ones == 0 || zeros == 0) return null;
        var (found, alarms) = (0, 0);
        var (bestF1, bestBalance) = (double.NegativeInfinity, double.NegativeInfinity);
        var best = new TunedThresholds(double.PositiveInfinity, double.PositiveInfinity);

        // From the highest score down: below each different score lies one place to cut.
        for (var end = scores.Length; end > 0;)
        {
            var start = end;
            for (; start > 0 && scores[start - 1].Equals(scores[end - 1]); start--)
            {
                if (targets[start - 1] > 0.5) found++;
                else alarms++;
            }

            var cut = start > 0 ? scores[start - 1] + ((scores[start] - scores[start - 1]) / 2) : double.NegativeInfinity;
            var f1 = 2.0 * found / (found + alarms + ones);
            var balance = ((double)found / ones) - ((double)alarms / zeros);
            if (f1 > bestF1) (bestF1, best) = (f1, best with { OfF1 = cut });
            if (balance > bestBalance) (bestBalance, best) = (balance, best with { OfBalancedAccuracy = cut });
            end = start;
        }

        return best;
    }
}
