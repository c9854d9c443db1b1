using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Compare;

public sealed class MetricsTests
{
    private static readonly double[] Target = [3, -0.5, 2, 7, 4.2, 1.1, 0, -3.5, 10, 2.5];
    private static readonly double[] Prediction = [2.5, 0, 2, 8, 3.9, 2.1, -0.4, -3, 7.25, 2.5];
    private static readonly double[] Classes = [0, 0, 1, 1, 0, 1, 0, 1, 1, 0];
    private static readonly double[] Probability = [.1, .4, .35, .8, .35, .9, .65, .55, .05, .5];

    // scikit-learn 1.2.1: mean_absolute_error, mean_squared_error(squared=False), median_absolute_error, r2_score;
    // NumPy: quantile(abs(p - t), 0.9), mean(p - t).
    [Theory]
    [InlineData("mae", 0.6950000000000001)]
    [InlineData("rmse", 1.0277402395547233)]
    [InlineData("median-ae", 0.5)]
    [InlineData("p90-ae", 1.1749999999999994)]
    [InlineData("bias", -0.09500000000000001)]
    [InlineData("r2", 0.920604197360113)]
    public void RegressionAgreesWithScikitLearn(string key, double expected)
    {
        var metric = Metrics.Find(PredictionTask.Regression, key)!;
        Assert.Equal(expected, metric.Compute(Predictions.OfNumbers(Target, Prediction))!.Value, 1e-14);
    }

    // scikit-learn 1.2.1: log_loss, brier_score_loss, accuracy_score, balanced_accuracy_score, f1_score, roc_auc_score, average_precision_score;
    // NumPy: the error over ten bins of equal width. The middle three with the classes q > 0.5.
    [Theory]
    [InlineData("log-loss", 0.776183382635522)]
    [InlineData("brier", 0.25425)]
    [InlineData("accuracy", 0.7)]
    [InlineData("balanced-accuracy", 0.7)]
    [InlineData("f1", 0.6666666666666665)]
    [InlineData("auc", 0.6200000000000001)]
    [InlineData("average-precision", 0.75)]
    [InlineData("ece", 0.275)]
    public void BinaryAgreesWithScikitLearn(string key, double expected)
    {
        var metric = Metrics.Find(PredictionTask.Binary, key)!;
        Assert.Equal(expected, metric.Compute(Predictions.OfProbabilities(Classes, Probability))!.Value, 1e-14);
    }

    // scikit-learn 1.2.1: mean_poisson_deviance, mean_gamma_deviance; NumPy: mean(t <= p).
    [Fact]
    public void DeviancesAgreeWithScikitLearn()
    {
        double[] target = [3, 0.5, 2, 7, 4.2, 1.1, 0, 3.5, 10, 2.5];
        double[] prediction = [2.5, 0.7, 2, 8, 3.9, 2.1, 0.4, 3, 7.25, 2.5];
        var counts = Predictions.OfNumbers(target, prediction);
        Assert.Equal(0.2698672051995402, Metrics.Find(PredictionTask.Count, "deviance")!.Compute(counts)!.Value, 1e-14);
        Assert.Equal(0.6, Of("coverage", counts));
        Assert.Null(Metrics.Find(PredictionTask.Positive, "deviance")!.Compute(counts));
        target[6] = 0.3;
        Assert.Equal(0.07162887204654789, Metrics.Find(PredictionTask.Positive, "deviance")!.Compute(Predictions.OfNumbers(target, prediction))!.Value, 1e-14);
        prediction[0] = 0;
        Assert.Null(Metrics.Find(PredictionTask.Count, "deviance")!.Compute(Predictions.OfNumbers(target, prediction)));
        Assert.Equal(0.4, Metrics.Find(PredictionTask.Regression, "coverage")!.Badness(0.9), 1e-15);
    }

    // scikit-learn 1.2.1: cohen_kappa_score(weights="quadratic"), accuracy_score; NumPy for the distance of ranks.
    [Fact]
    public void RanksAgreeWithScikitLearn()
    {
        double[] target = [0, 1, 2, 3, 4, 2, 1, 0, 3, 4];
        double[] said = [1, 2.9, 3.2, 4.4, 4, 2.1, 1.6, 1.8, 5.2, 9];
        var p = Predictions.OfGrades(target, [1, 2, 3, 4, 5], said);
        Assert.Equal([0, 2, 2, 3, 3, 1, 1, 1, 4, 4], p.Score);
        Assert.Equal(0.8648648648648649, Metrics.Find(PredictionTask.Ordinal, "kappa")!.Compute(p)!.Value, 1e-14);
        Assert.Equal(0.5, Metrics.Find(PredictionTask.Ordinal, "rank-mae")!.Compute(p));
        Assert.Equal(1, Metrics.Find(PredictionTask.Ordinal, "within-one")!.Compute(p));
        Assert.Null(Metrics.Find(PredictionTask.Ordinal, "log-loss")!.Compute(p));
    }

    // scikit-learn 1.2.1: hamming_loss, accuracy_score, f1_score(average="micro" and "macro"), the mean of log_loss over labels.
    [Fact]
    public void LabelsAgreeWithScikitLearn()
    {
        var p = Predictions.OfLabels(
        [
            Predictions.OfProbabilities([1, 0, 1, 0, 1], [0.9, 0.1, 0.7, 0.4, 0.6]),
            Predictions.OfProbabilities([0, 0, 1, 1, 1], [0.2, 0.6, 0.7, 0.3, 0.9]),
            Predictions.OfProbabilities([1, 1, 0, 0, 1], [0.4, 0.8, 0.1, 0.2, 0.7]),
        ]);
        Assert.Equal(0.2, OfLabels("hamming", p), 1e-15);
        Assert.Equal(0.4, OfLabels("subset-accuracy", p), 1e-15);
        Assert.Equal(0.823529411764706, OfLabels("micro-f1", p), 1e-14);
        Assert.Equal(0.8222222222222223, OfLabels("macro-f1", p), 1e-14);
        Assert.Equal(0.4146068709330906, OfLabels("log-loss", p), 1e-14);
        Assert.Equal(OfLabels("hamming", p.Subset([0, 1, 2, 3, 4])), OfLabels("hamming", p), 1e-15);

        static double OfLabels(string key, Predictions p) => Metrics.Find(PredictionTask.MultiLabel, key)!.Compute(p)!.Value;
    }

    [Fact]
    public void ByHand()
    {
        var p = Predictions.OfNumbers([1, 2, 3, 4], [2, 2, 2, 8]);
        Assert.Equal(1.5, Of("mae", p));
        Assert.Equal(Math.Sqrt(18 / 4.0), Of("rmse", p));
        Assert.Equal(1, Of("median-ae", p));
        Assert.Equal(1 + (0.7 * 3), Of("p90-ae", p)!.Value, 1e-14);
        Assert.Equal(1, Of("bias", p));
        Assert.Equal(1 - (18 / 5.0), Of("r2", p));
    }

    [Fact]
    public void CertainAndWrongIsCutOffAsInScikitLearn()
    {
        // log_loss([1, 0, 1], [0., .5, 1.]) of scikit-learn 1.2.1.
        var p = Predictions.OfProbabilities([1, 0, 1], [0, 0.5, 1]);
        Assert.Equal(12.245600189892366, OfBinary("log-loss", p)!.Value, 1e-12);
    }

    [Fact]
    public void ScoresWithoutProbabilitiesHaveNoLogLossOrBrier()
    {
        var p = Predictions.OfScores(Classes, [-1, -2, 1, 2, -1, 3, 0.5, 0.1, -3, -0.2]);
        Assert.Null(OfBinary("log-loss", p));
        Assert.Null(OfBinary("brier", p));
        Assert.Equal(0.8, OfBinary("accuracy", p));
    }

    [Fact]
    public void WhatCannotBeComputedIsNull()
    {
        var oneClass = Predictions.OfProbabilities([0, 0], [0.2, 0.3]);
        Assert.Null(OfBinary("auc", oneClass));
        Assert.Null(OfBinary("balanced-accuracy", oneClass));
        Assert.Null(OfBinary("f1", oneClass));
        Assert.Equal(1, OfBinary("accuracy", oneClass));
        Assert.Null(Of("r2", Predictions.OfNumbers([0.1, 0.1, 0.1], [1, 2, 3])));
        Assert.Null(Of("mae", Predictions.OfNumbers([1, 2], [double.NaN, 2])));
        Assert.Null(Of("mae", Predictions.OfNumbers([], [])));
        Assert.Null(OfBinary("log-loss", Predictions.OfScores([0, 1], [0, 1], [double.NaN, 1])));
        Assert.Throws<ArgumentException>(() => Predictions.OfNumbers([1, 2], [1]));
    }

    [Fact]
    public void AucCountsTiesHalfAsByPairs()
    {
        var random = new RandomState(5);
        var target = new double[300];
        var score = new double[300];
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = random.NextInt(3) == 0 ? 1 : 0;
            score[i] = random.NextInt(10) + (3 * target[i]);
        }

        var right = 0.0;
        var pairs = 0;
        for (var i = 0; i < target.Length; i++)
        {
            for (var j = 0; j < target.Length; j++)
            {
                if (target[i] != 1 || target[j] != 0) continue;
                pairs++;
                if (score[i] > score[j]) right++;
                else if (score[i].Equals(score[j])) right += 0.5;
            }
        }

        Assert.Equal(right / pairs, OfBinary("auc", Predictions.OfScores(target, score))!.Value, 1e-14);
        Assert.Equal(0.5, OfBinary("auc", Predictions.OfScores([0, 1, 0, 1], [0, 0, -0.0, 0])));
    }

    [Fact]
    public void EveryMetricKnowsUnitAndGoal()
    {
        Assert.Equal(7, Metrics.For(PredictionTask.Regression).Count);
        Assert.Equal(8, Metrics.For(PredictionTask.Binary).Count);
        Assert.All(Metrics.Binary, metric => Assert.Equal(MetricUnit.None, metric.Unit));
        Assert.All(Metrics.Regression, metric => Assert.Equal(metric.Key is "r2" or "coverage" ? MetricUnit.None : MetricUnit.Target, metric.Unit));
        var bias = Metrics.Find(PredictionTask.Regression, "BIAS")!;
        Assert.Equal(MetricGoal.NearZero, bias.Goal);
        Assert.Equal(2, bias.Badness(-2));
        Assert.True(Metrics.Find(PredictionTask.Regression, "mae")!.LowerIsBetter);
        Assert.False(Metrics.Find(PredictionTask.Binary, "auc")!.LowerIsBetter);
        Assert.Equal(-0.9, Metrics.Find(PredictionTask.Binary, "auc")!.Badness(0.9));
        Assert.Null(Metrics.Find(PredictionTask.Binary, "mae"));
    }

    private static double? Of(string key, Predictions p) => Metrics.Find(PredictionTask.Regression, key)!.Compute(p);

    private static double? OfBinary(string key, Predictions p) => Metrics.Find(PredictionTask.Binary, key)!.Compute(p);
}
