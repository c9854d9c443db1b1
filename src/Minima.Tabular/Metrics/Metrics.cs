using System.Globalization;

namespace Minima.Tabular;

/// <summary>The metrics that a comparison shows, in the order of its columns; the first one orders the rows by default.</summary>
internal static class Metrics
{
    /// <summary>In units of the target; lowest at the median.</summary>
    public static readonly TableMetric MeanAbsolute = new("MAE", "平均绝对误差", MetricUnit.Target, MetricGoal.Lower, RegressionMetrics.AbsoluteErrors) { Scores = Wanted.Median };

    /// <summary>In units of the target; lowest at the mean.</summary>
    public static readonly TableMetric RootMeanSquare = new("RMSE", "均方根误差", MetricUnit.Target, MetricGoal.Lower, p => RegressionMetrics.RootMeanSquaredError(p)) { Scores = Wanted.Mean, ByRow = RegressionMetrics.SquaredErrors, OfMean = Math.Sqrt };

    /// <summary>A quantile of the errors: half of the rows err by less.</summary>
    public static readonly TableMetric MedianAbsolute = new("median absolute error", "绝对误差中位数", MetricUnit.Target, MetricGoal.Lower, p => RegressionMetrics.MedianAbsoluteError(p), "median-ae");

    /// <summary>A quantile of the errors: one row in ten errs by more.</summary>
    public static readonly TableMetric Percentile = new("90th-percentile absolute error", "绝对误差 90% 分位数", MetricUnit.Target, MetricGoal.Lower, p => RegressionMetrics.NinetiethPercentile(p), "p90-ae");

    /// <summary>The mean of prediction minus target; no score, as a constant has a bias near 0.</summary>
    public static readonly TableMetric Bias = new("bias", "偏差", MetricUnit.Target, MetricGoal.NearZero, RegressionMetrics.Errors);

    /// <summary>1 minus the squared error over that of the mean.</summary>
    public static readonly TableMetric RSquared = new("R^2", "R²", MetricUnit.None, MetricGoal.Higher, RegressionMetrics.RSquared, "r2") { Scores = Wanted.Mean };

    /// <summary>The proportion of targets at or below the prediction.</summary>
    public static readonly TableMetric Coverage = new("share of targets at or below the prediction", "覆盖率", MetricUnit.None, MetricGoal.NearHalf, p => RegressionMetrics.Coverage(p), "coverage");

    public static IReadOnlyList<TableMetric> Regression { get; } = [MeanAbsolute, RootMeanSquare, MedianAbsolute, Percentile, Bias, RSquared, Coverage];

    public static IReadOnlyList<TableMetric> Count { get; } =
    [
        new("mean Poisson deviance", "平均泊松偏差（deviance）", MetricUnit.None, MetricGoal.Lower, RegressionMetrics.PoissonDeviance, "deviance") { Scores = Wanted.Mean, Loss = Loss.Parse("2*((t > 0 ? t*log(t/p) : 0) + p - t)") },
        .. Regression,
    ];

    public static IReadOnlyList<TableMetric> Positive { get; } =
    [
        new("mean gamma deviance", "平均 gamma 偏差（deviance）", MetricUnit.None, MetricGoal.Lower, RegressionMetrics.GammaDeviance, "deviance") { Scores = Wanted.Mean, Loss = Loss.Parse("2*(log(p/t) + t/p - 1)") },
        .. Regression,
    ];

    public static IReadOnlyList<TableMetric> Binary { get; } =
    [
        LogLoss(BinaryMetrics.LogLoss),
        new("Brier", "Brier 得分", MetricUnit.None, MetricGoal.Lower, BinaryMetrics.Brier) { Scores = Wanted.Probability },
        new("accuracy", "准确率", MetricUnit.None, MetricGoal.Higher, BinaryMetrics.Accuracy) { Scores = Wanted.Class },
        new("balanced accuracy", "平衡准确率", MetricUnit.None, MetricGoal.Higher, BinaryMetrics.BalancedAccuracy, "balanced-accuracy") { Tuned = tuned => tuned.OfBalancedAccuracy },
        new("F1", "F1", MetricUnit.None, MetricGoal.Higher, BinaryMetrics.F1) { Tuned = MultiLabelMetrics.OfF1 },
        TableMetric.OfRanking("AUC", "AUC", RankedCounts.AreaUnderCurve, "auc"),
        TableMetric.OfRanking("average precision", "平均精确率", RankedCounts.AveragePrecision, "average-precision"),
        new("calibration error", "校准误差", MetricUnit.None, MetricGoal.Lower, Calibration.Error, "ece"),
    ];

    public static IReadOnlyList<TableMetric> MultiClass { get; } =
    [
        LogLoss(MultiClassMetrics.LogLoss),
        new("Brier", "Brier 得分", MetricUnit.None, MetricGoal.Lower, MultiClassMetrics.Brier) { Scores = Wanted.Probability },
        new("accuracy", "准确率", MetricUnit.None, MetricGoal.Higher, p => MultiClassMetrics.Accuracy(p)) { Scores = Wanted.Class },
        new("balanced accuracy", "平衡准确率", MetricUnit.None, MetricGoal.Higher, MultiClassMetrics.BalancedAccuracy, "balanced-accuracy"),
        new("macro F1", "宏平均 F1", MetricUnit.None, MetricGoal.Higher, p => MultiClassMetrics.MacroF1(p), "macro-f1"),
        new("calibration error", "校准误差", MetricUnit.None, MetricGoal.Lower, Calibration.Error, "ece"),
    ];

    public static IReadOnlyList<TableMetric> Ordinal { get; } =
    [
        new("MAE of the rank", "等级的平均绝对误差", MetricUnit.None, MetricGoal.Lower, RegressionMetrics.AbsoluteErrors, "rank-mae") { Scores = Wanted.Order },
        new("ranked probability score", "排序概率得分", MetricUnit.None, MetricGoal.Lower, OrdinalMetrics.RankedProbability, "rps") { Scores = Wanted.Probability },
        new("quadratic weighted kappa", "二次加权 kappa", MetricUnit.None, MetricGoal.Higher, OrdinalMetrics.QuadraticKappa, "kappa"),
        new("accuracy", "准确率", MetricUnit.None, MetricGoal.Higher, p => MultiClassMetrics.Accuracy(p)) { Scores = Wanted.Class },
        new("within one rank", "相差不超过一级的比例", MetricUnit.None, MetricGoal.Higher, p => OrdinalMetrics.WithinOne(p), "within-one"),
        new("balanced accuracy", "平衡准确率", MetricUnit.None, MetricGoal.Higher, MultiClassMetrics.PlainBalancedAccuracy, "balanced-accuracy"),
        LogLoss(MultiClassMetrics.LogLoss),
    ];

    public static IReadOnlyList<TableMetric> MultiLabel { get; } =
    [
        LogLoss(MultiLabelMetrics.LogLoss),
        new("Hamming loss", "汉明损失", MetricUnit.None, MetricGoal.Lower, MultiLabelMetrics.Hamming, "hamming") { Scores = Wanted.Class },
        new("subset accuracy", "全部标签正确的比例", MetricUnit.None, MetricGoal.Higher, MultiLabelMetrics.SubsetAccuracy, "subset-accuracy") { Scores = Wanted.Class, Tuned = MultiLabelMetrics.OfSubsetAccuracy },
        new("micro F1", "微平均 F1", MetricUnit.None, MetricGoal.Higher, MultiLabelMetrics.MicroF1, "micro-f1") { Tuned = MultiLabelMetrics.OfMicroF1 },
        new("macro F1", "宏平均 F1", MetricUnit.None, MetricGoal.Higher, p => MultiLabelMetrics.MacroF1(p), "macro-f1") { Tuned = MultiLabelMetrics.OfF1 },
    ];

    public static IReadOnlyList<TableMetric> Survival { get; } =
    [
        new("integrated Brier score", "积分 Brier 得分", MetricUnit.None, MetricGoal.Lower, p => p.Survival is { Curves: not null } forecast ? BrierScores.Integrated(p.Target, forecast) : null, "ibs") { Scores = Wanted.Curve, ByRow = p => p.Survival is { Curves: not null } forecast ? BrierScores.IntegratedByRow(p.Target, forecast) : null },
        new("concordance", "一致性指数", MetricUnit.None, MetricGoal.Higher, p => p.Survival is { } forecast ? Concordance.Harrell(p.Target, forecast.Events, p.Score) : null),
        new("Uno's concordance", "Uno 一致性指数", MetricUnit.None, MetricGoal.Higher, p => p.Survival is { } forecast ? Concordance.Uno(p.Target, forecast.Events, p.Score, forecast.Grid.Censoring, forecast.Grid.Horizon) : null, "uno"),
    ];

    public static IReadOnlyList<TableMetric> Ranking { get; } =
    [
        Gain(10),
        Gain(1),
        Gain(3),
        Gain(5),
        Gain(null),
        TableMetric.OfQueries("MAP", "MAP（平均精确率均值）", p => p.Queries is { } queries ? RankedLists.AveragePrecision(p.Target, p.Score, queries) : null),
        TableMetric.OfQueries("MRR", "MRR（平均倒数排名）", p => p.Queries is { } queries ? RankedLists.ReciprocalRank(p.Target, p.Score, queries) : null),
    ];

    /// <summary>NDCG at any rank, by its key; null for any other key.</summary>
    public static TableMetric? GainAt(string key) =>
        key.Trim().Split('@') is [var name, var rank] && string.Equals(name, Gain(null).Key, StringComparison.OrdinalIgnoreCase) && int.TryParse(rank, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0
            ? Gain(most)
            : null;

    private static TableMetric Gain(int? most) => TableMetric.OfQueries(
        most is null ? "NDCG" : $"NDCG@{most}", most is null ? "归一化折损累计增益 NDCG" : $"归一化折损累计增益 NDCG@{most}", p => p.Queries is { } queries ? RankedLists.Gain(p.Target, p.Score, queries, most ?? int.MaxValue) : null, most == 10 ? Wanted.Ranks : null);

    public static TableMetric LogLoss(Func<Predictions, double[]?> byRow) =>
        new("log-loss", "对数损失", MetricUnit.None, MetricGoal.Lower, byRow) { Scores = Wanted.Probability, IsUnbounded = true };

    /// <summary>The key of the metric of a quantile, for every level: the first word of its name.</summary>
    public static string QuantileKey { get; } = PinballName(0.5).Split(' ')[0];

    /// <summary>The pinball loss at a level; lowest at the quantile of this level.</summary>
    public static TableMetric Pinball(double level) => new(
        PinballName(level),
        string.Create(CultureInfo.InvariantCulture, $"{level} 分位的 pinball 损失"),
        MetricUnit.Target,
        MetricGoal.Lower,
        p => RegressionMetrics.Pinball(p, level),
        QuantileKey)
    { Scores = new(WantedFunctional.Quantile, level) };

    private static string PinballName(double level) => string.Create(CultureInfo.InvariantCulture, $"pinball loss at {level}");

    /// <summary>The proportion of targets at or below the prediction, with a goal other than a half.</summary>
    public static TableMetric CoverageAt(double level) => new(Coverage.Name, Coverage.ChineseName, MetricUnit.None, MetricGoal.NearHalf, p => RegressionMetrics.Coverage(p), "coverage") { Level = level };

    /// <summary>The metrics of every task; a short name may occur several times.</summary>
    public static IEnumerable<TableMetric> All => Enum.GetValues<PredictionTask>().SelectMany(For).Concat(ForecastMetrics.Of(Wanted.Distribution));

    /// <summary>The exception for a name that no task has a metric of.</summary>
    public static UsageException Unknown(string key)
    {
        string[] keys = [.. All.Select(metric => metric.Key).Distinct(StringComparer.Ordinal)];
        return new($"there is no metric {DataException.Quote(key)}{Wording.DidYouMean(key, keys)}; there are {string.Join(", ", keys)}.");
    }

    public static IReadOnlyList<TableMetric> For(PredictionTask task) => task switch
    {
        PredictionTask.Count => Count,
        PredictionTask.Positive => Positive,
        PredictionTask.Binary => Binary,
        PredictionTask.MultiClass => MultiClass,
        PredictionTask.Ordinal => Ordinal,
        PredictionTask.MultiLabel => MultiLabel,
        PredictionTask.Survival => Survival,
        PredictionTask.Ranking => Ranking,
        PredictionTask.Vector => RowMetrics.Vector,
        PredictionTask.Composition => RowMetrics.Composition,
        PredictionTask.Boxes => RowMetrics.Boxes,
        _ => Regression,
    };

    /// <summary>The metric with this key for this task, or null.</summary>
    public static TableMetric? Find(PredictionTask task, string key) =>
        For(task).FirstOrDefault(metric => string.Equals(metric.Key, key, StringComparison.OrdinalIgnoreCase));
}
