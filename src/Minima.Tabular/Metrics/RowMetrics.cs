namespace Minima.Tabular;

/// <summary>The metrics of several numbers per row: of any numbers, of parts of 1, of the corners of boxes.</summary>
internal static class RowMetrics
{
    /// <summary>The overlap (intersection over union) above which boxes count as the same by convention.</summary>
    private const double SameBox = 0.5;

    private static readonly TableMetric Relative = new("mean relative RMSE", "平均相对均方根误差", MetricUnit.None, MetricGoal.Lower, RelativeError, "relative-rmse") { Scores = Wanted.Row };
    private static readonly TableMetric Squares = new("mean RMSE", "各列均方根误差的均值", MetricUnit.None, MetricGoal.Lower, p => Mean(p, column => RegressionMetrics.RootMeanSquaredError(column)), Metrics.RootMeanSquare.Key);
    private static readonly TableMetric Absolute = new("mean MAE", "各列平均绝对误差的均值", MetricUnit.None, MetricGoal.Lower, p => Mean(p, column => TableMetric.Mean(RegressionMetrics.AbsoluteErrors(column))), Metrics.MeanAbsolute.Key);

    /// <summary>The metrics of several numbers.</summary>
    public static IReadOnlyList<TableMetric> Vector { get; } =
    [
        Relative,
        new("mean R^2", "各列 R² 的均值", MetricUnit.None, MetricGoal.Higher, p => Mean(p, RegressionMetrics.RSquared), "r2"),
        Squares,
        Absolute,
        new("mean cosine", "平均余弦", MetricUnit.None, MetricGoal.Higher, Cosines, "cosine"),
    ];

    /// <summary>The metrics of parts of 1.</summary>
    public static IReadOnlyList<TableMetric> Composition { get; } =
    [
        Metrics.LogLoss(LogLoss),
        new("Brier", "Brier 得分", MetricUnit.None, MetricGoal.Lower, p => Sums(p, (part, predicted) => (part - predicted) * (part - predicted))) { Scores = Wanted.Probability },
        new("total variation", "全变差距离", MetricUnit.None, MetricGoal.Lower, p => Sums(p, (part, predicted) => Math.Abs(part - predicted) / 2), "total-variation"),
        new("mean R^2", "各列 R² 的均值", MetricUnit.None, MetricGoal.Higher, p => Mean(p, RegressionMetrics.RSquared), "r2"),
    ];

    /// <summary>The metrics of corners of boxes.</summary>
    public static IReadOnlyList<TableMetric> Boxes { get; } =
    [
        new("IoU", "平均交并比", MetricUnit.None, MetricGoal.Higher, Overlaps) { Scores = Wanted.Row },
        new("share of IoU above a half", "交并比超过一半的比例", MetricUnit.None, MetricGoal.Higher, p => Array.ConvertAll(Overlaps(p), overlap => overlap > SameBox ? 1.0 : 0), "iou50"),
        Describes(Relative),
        Squares,
        Absolute,
    ];

    /// <summary>The errors of each column separately, in its unit.</summary>
    public static IEnumerable<TableMetric> ByTarget(PredictionTask task, IReadOnlyList<TargetColumn> targets) => task is not (PredictionTask.Vector or PredictionTask.Boxes) ? [] : targets.SelectMany((target, k) => (TableMetric[])
    [
        new($"RMSE of {target.Name}", $"{target.Name} 的均方根误差", MetricUnit.None, MetricGoal.Lower, p => RegressionMetrics.RootMeanSquaredError(p.Labels[k]), $"rmse:{target.Name}"),
        new($"MAE of {target.Name}", $"{target.Name} 的平均绝对误差", MetricUnit.None, MetricGoal.Lower, p => RegressionMetrics.AbsoluteErrors(p.Labels[k]), $"mae:{target.Name}"),
    ]);

    private static TableMetric Describes(TableMetric metric) => new(metric.Name, metric.ChineseName, metric.Unit, metric.Goal, metric.Compute, metric.Key);

    /// <summary>The mean over columns of the ratio of the RMSE to that of the column's mean; null if a column is constant.</summary>
    private static double? RelativeError(Predictions p)
    {
        var sum = 0.0;
        foreach (var column in p.Labels)
        {
            if (RegressionMetrics.RSquared(column) is not { } explained) return null;
            sum += Math.Sqrt(1 - explained);
        }

        return sum / p.Labels.Count;
    }

    private static double? Mean(Predictions p, Func<Predictions, double?> of)
    {
        var sum = 0.0;
        foreach (var column in p.Labels)
        {
            if (of(column) is not { } value) return null;
            sum += value;
        }

        return sum / p.Labels.Count;
    }

    /// <summary>The given number for each row.</summary>
    public static double[] ByRow(Predictions p, Func<int, double> of)
    {
        var values = new double[p.Target.Length];
        for (var row = 0; row < values.Length; row++) values[row] = of(row);
        return values;
    }

    private static double[] Sums(Predictions p, Func<double, double, double> of) => ByRow(p, row => p.Labels.Sum(column => of(column.Target[row], column.Score[row])));

    /// <summary>Minus the sum of each part times the logarithm of the predicted one; null if a prediction is not a part.</summary>
    private static double[]? LogLoss(Predictions p) => p.Labels.Any(column => Array.Exists(column.Score, predicted => !(predicted >= 0)))
        ? null
        : Sums(p, (part, predicted) => part == 0 ? 0 : -part * Math.Log(predicted));

    private static double[] Cosines(Predictions p) => ByRow(p, row =>
    {
        var (both, truth, predicted) = (0.0, 0.0, 0.0);
        foreach (var column in p.Labels)
        {
            both += column.Target[row] * column.Score[row];
            truth += column.Target[row] * column.Target[row];
            predicted += column.Score[row] * column.Score[row];
        }

        return truth * predicted > 0 ? both / Math.Sqrt(truth * predicted) : 0;
    });

    /// <summary>The intersection over union of the two boxes; 0 if the predicted corners are no box.</summary>
    private static double[] Overlaps(Predictions p) => ByRow(p, row =>
    {
        double Of(int corner, bool truth) => truth ? p.Labels[corner].Target[row] : p.Labels[corner].Score[row];
        double Side(int from, bool truth) => Math.Max(0, Of(from + 2, truth) - Of(from, truth));
        double Shared(int from) => Math.Max(0, Math.Min(Of(from + 2, true), Of(from + 2, false)) - Math.Max(Of(from, true), Of(from, false)));
        var both = Shared(0) * Shared(1);
        var either = (Side(0, true) * Side(1, true)) + (Side(0, false) * Side(1, false)) - both;
        return either > 0 ? both / either : 0;
    });
}
