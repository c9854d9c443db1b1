namespace Minima.Cli.Compare;

/// <summary>The metrics a comparison shows, in the order of its columns; the first one orders the rows unless another is asked for.</summary>
internal static class Metrics
{
    private static readonly Metric MeanAbsolute = new("MAE", MetricUnit.Target, MetricGoal.Lower, p => RegressionMetrics.MeanAbsoluteError(p));
    private static readonly Metric RootMeanSquare = new("RMSE", MetricUnit.Target, MetricGoal.Lower, p => RegressionMetrics.RootMeanSquaredError(p));
    private static readonly Metric MedianAbsolute = new("median absolute error", MetricUnit.Target, MetricGoal.Lower, p => RegressionMetrics.MedianAbsoluteError(p), "median-ae");
    private static readonly Metric Percentile = new("90th-percentile absolute error", MetricUnit.Target, MetricGoal.Lower, p => RegressionMetrics.NinetiethPercentile(p), "p90-ae");
    private static readonly Metric Bias = new("bias", MetricUnit.Target, MetricGoal.NearZero, p => RegressionMetrics.Bias(p));
    private static readonly Metric RSquared = new("R^2", MetricUnit.None, MetricGoal.Higher, RegressionMetrics.RSquared, "r2");
    private static readonly Metric Coverage = new("share of targets at or below the prediction", MetricUnit.None, MetricGoal.NearHalf, p => RegressionMetrics.Coverage(p), "coverage");

    public static IReadOnlyList<Metric> Regression { get; } = [MeanAbsolute, RootMeanSquare, MedianAbsolute, Percentile, Bias, RSquared, Coverage];

    public static IReadOnlyList<Metric> Count { get; } =
    [
        new("mean Poisson deviance", MetricUnit.None, MetricGoal.Lower, RegressionMetrics.PoissonDeviance, "deviance"),
        .. Regression,
    ];

    public static IReadOnlyList<Metric> Positive { get; } =
    [
        new("mean gamma deviance", MetricUnit.None, MetricGoal.Lower, RegressionMetrics.GammaDeviance, "deviance"),
        .. Regression,
    ];

    public static IReadOnlyList<Metric> Binary { get; } =
    [
        new("log-loss", MetricUnit.None, MetricGoal.Lower, BinaryMetrics.LogLoss),
        new("Brier", MetricUnit.None, MetricGoal.Lower, BinaryMetrics.Brier),
        new("accuracy", MetricUnit.None, MetricGoal.Higher, p => BinaryMetrics.Accuracy(p)),
        new("balanced accuracy", MetricUnit.None, MetricGoal.Higher, BinaryMetrics.BalancedAccuracy, "balanced-accuracy"),
        new("F1", MetricUnit.None, MetricGoal.Higher, BinaryMetrics.F1),
        new("AUC", MetricUnit.None, MetricGoal.Higher, BinaryMetrics.AreaUnderCurve),
        new("average precision", MetricUnit.None, MetricGoal.Higher, BinaryMetrics.AveragePrecision, "average-precision"),
        new("calibration error", MetricUnit.None, MetricGoal.Lower, Minima.Cli.Compare.Calibration.Error, "ece"),
    ];

    public static IReadOnlyList<Metric> MultiClass { get; } =
    [
        new("log-loss", MetricUnit.None, MetricGoal.Lower, MultiClassMetrics.LogLoss),
        new("Brier", MetricUnit.None, MetricGoal.Lower, MultiClassMetrics.Brier),
        new("accuracy", MetricUnit.None, MetricGoal.Higher, p => MultiClassMetrics.Accuracy(p)),
        new("balanced accuracy", MetricUnit.None, MetricGoal.Higher, MultiClassMetrics.BalancedAccuracy, "balanced-accuracy"),
        new("macro F1", MetricUnit.None, MetricGoal.Higher, p => MultiClassMetrics.MacroF1(p), "macro-f1"),
        new("calibration error", MetricUnit.None, MetricGoal.Lower, Minima.Cli.Compare.Calibration.Error, "ece"),
    ];

    public static IReadOnlyList<Metric> Ordinal { get; } =
    [
        new("MAE of the rank", MetricUnit.None, MetricGoal.Lower, p => OrdinalMetrics.MeanAbsoluteError(p), "rank-mae"),
        new("quadratic weighted kappa", MetricUnit.None, MetricGoal.Higher, OrdinalMetrics.QuadraticKappa, "kappa"),
        new("accuracy", MetricUnit.None, MetricGoal.Higher, p => MultiClassMetrics.Accuracy(p)),
        new("within one rank", MetricUnit.None, MetricGoal.Higher, p => OrdinalMetrics.WithinOne(p), "within-one"),
        new("balanced accuracy", MetricUnit.None, MetricGoal.Higher, MultiClassMetrics.BalancedAccuracy, "balanced-accuracy"),
        new("log-loss", MetricUnit.None, MetricGoal.Lower, MultiClassMetrics.LogLoss),
    ];

    public static IReadOnlyList<Metric> MultiLabel { get; } =
    [
        new("log-loss", MetricUnit.None, MetricGoal.Lower, MultiLabelMetrics.LogLoss),
        new("Hamming loss", MetricUnit.None, MetricGoal.Lower, p => MultiLabelMetrics.Hamming(p), "hamming"),
        new("subset accuracy", MetricUnit.None, MetricGoal.Higher, p => MultiLabelMetrics.SubsetAccuracy(p), "subset-accuracy"),
        new("micro F1", MetricUnit.None, MetricGoal.Higher, MultiLabelMetrics.MicroF1, "micro-f1"),
        new("macro F1", MetricUnit.None, MetricGoal.Higher, p => MultiLabelMetrics.MacroF1(p), "macro-f1"),
    ];

    public static IReadOnlyList<Metric> For(CompareTask task) => task switch
    {
        CompareTask.Count => Count,
        CompareTask.Positive => Positive,
        CompareTask.Binary => Binary,
        CompareTask.MultiClass => MultiClass,
        CompareTask.Ordinal => Ordinal,
        CompareTask.MultiLabel => MultiLabel,
        _ => Regression,
    };

    /// <summary>The metric of this key for this task, or null.</summary>
    public static Metric? Find(CompareTask task, string key) =>
        For(task).FirstOrDefault(metric => string.Equals(metric.Key, key, StringComparison.OrdinalIgnoreCase));
}
