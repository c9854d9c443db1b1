using Minima.Cli.Compare;
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
        var metric = Metrics.Find(TargetKind.Regression, key)!;
        Assert.Equal(expected, metric.Compute(Predictions.OfNumbers(Target, Prediction))!.Value, 1e-14);
    }

    // scikit-learn 1.2.1: log_loss, brier_score_loss, accuracy_score, balanced_accuracy_score, f1_score, roc_auc_score, the
    // middle three with the classes q > 0.5.
    [Theory]
    [InlineData("log-loss", 0.776183382635522)]
    [InlineData("brier", 0.25425)]
    [InlineData("accuracy", 0.7)]
    [InlineData("balanced-accuracy", 0.7)]
    [InlineData("f1", 0.6666666666666665)]
    [InlineData("auc", 0.6200000000000001)]
    public void BinaryAgreesWithScikitLearn(string key, double expected)
    {
        var metric = Metrics.Find(TargetKind.Binary, key)!;
        Assert.Equal(expected, metric.Compute(Predictions.OfProbabilities(Classes, Probability))!.Value, 1e-14);
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
        var random = new SeededRandom(5);
        var target = new double[300];
        var score = new double[300];
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = random.NextInt32(3) == 0 ? 1 : 0;
            score[i] = random.NextInt32(10) + (3 * target[i]);
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
        Assert.Equal(6, Metrics.For(TargetKind.Regression).Count);
        Assert.Equal(6, Metrics.For(TargetKind.Binary).Count);
        Assert.All(Metrics.Binary, metric => Assert.Equal(MetricUnit.None, metric.Unit));
        Assert.All(Metrics.Regression, metric => Assert.Equal(string.Equals(metric.Key, "r2", StringComparison.Ordinal) ? MetricUnit.None : MetricUnit.Target, metric.Unit));
        var bias = Metrics.Find(TargetKind.Regression, "BIAS")!;
        Assert.Equal(MetricGoal.NearZero, bias.Goal);
        Assert.Equal(2, bias.Badness(-2));
        Assert.True(Metrics.Find(TargetKind.Regression, "mae")!.LowerIsBetter);
        Assert.False(Metrics.Find(TargetKind.Binary, "auc")!.LowerIsBetter);
        Assert.Equal(-0.9, Metrics.Find(TargetKind.Binary, "auc")!.Badness(0.9));
        Assert.Null(Metrics.Find(TargetKind.Binary, "mae"));
    }

    private static double? Of(string key, Predictions p) => Metrics.Find(TargetKind.Regression, key)!.Compute(p);

    private static double? OfBinary(string key, Predictions p) => Metrics.Find(TargetKind.Binary, key)!.Compute(p);
}
