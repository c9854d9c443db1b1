namespace Minima.Tabular;

/// <summary>The formulas behind the metrics of several classes; the target is the index of a class.</summary>
internal static class MultiClassMetrics
{
    /// <summary>Minus the logarithm of the probability given to the true class.</summary>
    public static double[]? LogLoss(Predictions p) => p.ClassProbabilities is not { } probabilities ? null : RowMetrics.ByRow(p, i => BinaryMetrics.LogLoss(probabilities[(i * p.Classes) + (int)p.Target[i]]));

    /// <summary>The mean squared distance between the probabilities and the one-hot truth: from 0 to 2.</summary>
    public static double? Brier(Predictions p)
    {
        if (p.ClassProbabilities is not { } probabilities) return null;
        var sum = 0.0;
        for (var i = 0; i < p.Target.Length; i++)
        {
            for (var k = 0; k < p.Classes; k++)
            {
                var difference = probabilities[(i * p.Classes) + k] - (k == (int)p.Target[i] ? 1 : 0);
                sum += difference * difference;
            }
        }

        return sum / p.Target.Length;
    }

    public static double Accuracy(Predictions p) => Count(p, p.Score).Accuracy;

    /// <summary>The mean recall over the classes that are present, with decisions tuned for it on other rows; null if only one class is present.</summary>
    public static double? BalancedAccuracy(Predictions p) => Balance(Count(p, p.ForBalancedAccuracy ?? p.Score));

    /// <summary>The same by the largest score alone: for comparison with predictions of a number, for which there is nothing to tune.</summary>
    public static double? PlainBalancedAccuracy(Predictions p) => Balance(Count(p, p.Score));

    /// <summary>The mean of the F1 of each class against the rest, over the classes that are present or predicted, with decisions tuned for it on other rows.</summary>
    public static double MacroF1(Predictions p) => ClassCounts.MacroF1(Count(p, p.ForMacroF1 ?? p.Score));

    private static double? Balance(ClassCounts counts) => counts.Present < 2 ? null : ClassCounts.BalancedAccuracy(counts);

    private static ClassCounts Count(Predictions p, double[] predicted) => ClassCounts.Of(p.Target, predicted, p.Classes);
}
