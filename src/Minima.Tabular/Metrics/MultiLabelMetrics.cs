namespace Minima.Tabular;

/// <summary>The formulas behind the metrics of several labels at once.</summary>
internal static class MultiLabelMetrics
{
    /// <summary>The thresholds that were tuned for macro F1, for each label separately.</summary>
    public static readonly Func<TunedThresholds, double?> OfF1 = tuned => tuned.OfF1;

    /// <summary>The thresholds for micro F1, for the labels jointly.</summary>
    public static readonly Func<TunedThresholds, double?> OfMicroF1 = tuned => tuned.OfMicroF1;

    /// <summary>The thresholds for the accuracy of whole rows.</summary>
    public static readonly Func<TunedThresholds, double?> OfSubsetAccuracy = tuned => tuned.OfSubsetAccuracy;

    /// <summary>For each row the mean log-loss over labels.</summary>
    public static double[]? LogLoss(Predictions p)
    {
        var sums = new double[p.Target.Length];
        foreach (var label in p.Labels)
        {
            if (BinaryMetrics.LogLoss(label) is not { } terms) return null;
            for (var row = 0; row < sums.Length; row++) sums[row] += terms[row] / p.Labels.Count;
        }

        return sums;
    }

    /// <summary>For each row the proportion of labels that are wrong.</summary>
    public static double[] Hamming(Predictions p) => RowMetrics.ByRow(p, row => p.Labels.Average(label => label.IsOne(row) == label.Target[row] > 0.5 ? 0.0 : 1));

    /// <summary>1 for each row with every label right, else 0.</summary>
    public static double[] SubsetAccuracy(Predictions p) => RowMetrics.ByRow(p, row => p.Labels.All(label => label.Score[row] > label.CutFor(OfSubsetAccuracy) == label.Target[row] > 0.5) ? 1 : 0);

    /// <summary>F1 of all labels counted together; null if none is set or predicted.</summary>
    public static double? MicroF1(Predictions p)
    {
        var (both, either) = (0L, 0L);
        foreach (var label in p.Labels)
        {
            var (here, there) = Counts(label, OfMicroF1);
            both += here;
            either += there;
        }

        return either == 0 ? null : 2.0 * both / either;
    }

    /// <summary>The mean of the F1 of each label; a label that is neither set nor predicted counts 0, as in scikit-learn.</summary>
    public static double MacroF1(Predictions p) => p.Labels.Average(label => Counts(label, OfF1) is var (both, either) && either > 0 ? 2.0 * both / either : 0);

    /// <summary>The number of rows with the label both set and predicted, and the number with it set plus the number with it predicted.</summary>
    private static (long Localized, long Either) Counts(Predictions label, Func<TunedThresholds, double?> metric)
    {
        var cut = label.CutFor(metric);
        var (both, either) = (0L, 0L);
        for (var i = 0; i < label.Target.Length; i++)
        {
            var (truth, prediction) = (label.Target[i] > 0.5, label.Score[i] > cut);
            if (truth && prediction) both++;
            either += (truth ? 1 : 0) + (prediction ? 1 : 0);
        }

        return (both, either);
    }
}
