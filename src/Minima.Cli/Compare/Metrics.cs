namespace Minima.Cli.Compare;

/// <summary>The metrics a comparison shows, in the order of its columns.</summary>
internal static class Metrics
{
    public static IReadOnlyList<Metric> Regression { get; } =
    [
        new("MAE", MetricUnit.Target, MetricGoal.Lower, p => RegressionMetrics.MeanAbsoluteError(p)),
        new("RMSE", MetricUnit.Target, MetricGoal.Lower, p => RegressionMetrics.RootMeanSquaredError(p)),
        new("median absolute error", MetricUnit.Target, MetricGoal.Lower, p => RegressionMetrics.MedianAbsoluteError(p), "median-ae"),
        new("90th-percentile absolute error", MetricUnit.Target, MetricGoal.Lower, p => RegressionMetrics.NinetiethPercentile(p), "p90-ae"),
        new("bias", MetricUnit.Target, MetricGoal.NearZero, p => RegressionMetrics.Bias(p)),
        new("R^2", MetricUnit.None, MetricGoal.Higher, RegressionMetrics.RSquared, "r2"),
    ];

    public static IReadOnlyList<Metric> Binary { get; } =
    [
        new("log-loss", MetricUnit.None, MetricGoal.Lower, BinaryMetrics.LogLoss),
        new("Brier", MetricUnit.None, MetricGoal.Lower, BinaryMetrics.Brier),
        new("accuracy", MetricUnit.None, MetricGoal.Higher, p => BinaryMetrics.Accuracy(p)),
        new("balanced accuracy", MetricUnit.None, MetricGoal.Higher, BinaryMetrics.BalancedAccuracy, "balanced-accuracy"),
        new("F1", MetricUnit.None, MetricGoal.Higher, BinaryMetrics.F1),
        new("AUC", MetricUnit.None, MetricGoal.Higher, BinaryMetrics.AreaUnderCurve),
    ];

    public static IReadOnlyList<Metric> MultiClass { get; } =
    [
        new("log-loss", MetricUnit.None, MetricGoal.Lower, MultiClassMetrics.LogLoss),
        new("Brier", MetricUnit.None, MetricGoal.Lower, MultiClassMetrics.Brier),
        new("accuracy", MetricUnit.None, MetricGoal.Higher, p => MultiClassMetrics.Accuracy(p)),
        new("balanced accuracy", MetricUnit.None, MetricGoal.Higher, MultiClassMetrics.BalancedAccuracy, "balanced-accuracy"),
        new("macro F1", MetricUnit.None, MetricGoal.Higher, p => MultiClassMetrics.MacroF1(p), "macro-f1"),
    ];

    public static IReadOnlyList<Metric> For(TargetKind kind) => kind switch
    {
        TargetKind.Binary => Binary,
        TargetKind.MultiClass => MultiClass,
        _ => Regression,
    };

    /// <summary>The metric of this key for this kind of target, or null.</summary>
    public static Metric? Find(TargetKind kind, string key) =>
        For(kind).FirstOrDefault(metric => string.Equals(metric.Key, key, StringComparison.OrdinalIgnoreCase));
}
