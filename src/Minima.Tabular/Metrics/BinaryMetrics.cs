namespace Minima.Tabular;

/// <summary>The formulas behind the metrics of two classes; the target is 0 or 1.</summary>
internal static class BinaryMetrics
{
    // As scikit-learn does: a probability of exactly 0 costs 36 rather than infinity.
    public const double SmallestProbability = 2.220446049250313e-16;

    public static double[]? LogLoss(Predictions p) => p.Probability is not { } probability ? null : RowMetrics.ByRow(p, i => LogLoss(IsOne(p.Target[i]) ? probability[i] : 1 - probability[i]));

    /// <summary>The log-loss of a row by the probability given to its class.</summary>
    public static double LogLoss(double probability) => -Math.Log(Math.Clamp(probability, SmallestProbability, 1 - SmallestProbability));

    public static double[]? Brier(Predictions p) => p.Probability is not { } probability ? null : RowMetrics.ByRow(p, i => (probability[i] - p.Target[i]) * (probability[i] - p.Target[i]));

    public static double[] Accuracy(Predictions p) => RowMetrics.ByRow(p, i => p.Score[i] > p.Threshold == IsOne(p.Target[i]) ? 1 : 0);

    /// <summary>The mean recall of the two classes; null if only one class is present.</summary>
    public static double? BalancedAccuracy(Predictions p)
    {
        var (truePositive, falsePositive, trueNegative, falseNegative) = Count(p, p.Tuned?.OfBalancedAccuracy ?? p.Threshold);
        var positives = truePositive + falseNegative;
        var negatives = trueNegative + falsePositive;
        if (positives == 0 || negatives == 0) return null;
        return (((double)truePositive / positives) + ((double)trueNegative / negatives)) / 2;
    }

    /// <summary>The F1 score of class 1; null if it is neither present nor predicted.</summary>
    public static double? F1(Predictions p)
    {
        var (truePositive, falsePositive, _, falseNegative) = Count(p, p.Tuned?.OfF1 ?? p.Threshold);
        var denominator = (2L * truePositive) + falsePositive + falseNegative;
        return denominator == 0 ? null : 2.0 * truePositive / denominator;
    }

    private static bool IsOne(double target) => target > 0.5;

    private static (int TruePositive, int FalsePositive, int TrueNegative, int FalseNegative) Count(Predictions p, double threshold)
    {
        var (truePositive, falsePositive, trueNegative, falseNegative) = (0, 0, 0, 0);
        for (var i = 0; i < p.Target.Length; i++)
        {
            switch (p.Score[i] > threshold, IsOne(p.Target[i]))
            {
                case (true, true): truePositive++; break;
                case (true, false): falsePositive++; break;
                case (false, false): trueNegative++; break;
                case (false, true): falseNegative++; break;
            }
        }

        return (truePositive, falsePositive, trueNegative, falseNegative);
    }
}
