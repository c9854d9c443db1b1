using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Compare;

public sealed class MultiClassMetricsTests
{
    private static readonly double[] Scores = [3, 1, 0, 0, 2, 1, 1, 5, 0, 0, 1, 4];
    private static readonly double[] Probabilities = [0.5, 0.25, 0.25, 0.1, 0.8, 0.1, 0.2, 0.6, 0.2, 0, 0, 1];

    // The truth 0, 1, 2, 2 against the predicted 0, 1, 1, 2.
    private static Predictions Four => Predictions.OfClasses([0, 1, 2, 2], 3, Scores, Probabilities);

    [Fact]
    public void MetricsByHand()
    {
        Assert.Equal([0, 1, 1, 2], Four.Score);
        Assert.Equal(0.75, Of("accuracy", Four));
        Assert.Equal((1 + 1 + 0.5) / 3, Of("balanced-accuracy", Four)!.Value, 1e-15);

        // F1: class 0 has 1; class 1 one right of two said and one there, 2/3; class 2 one right of one said and two there, 2/3.
        Assert.Equal((1 + (2.0 / 3) + (2.0 / 3)) / 3, Of("macro-f1", Four)!.Value, 1e-15);
        Assert.Equal((-Math.Log(0.5) - Math.Log(0.8) - Math.Log(0.2) - 0) / 4, Of("log-loss", Four)!.Value, 1e-15);
        Assert.Equal(((0.25 + 0.0625 + 0.0625) + (0.01 + 0.04 + 0.01) + (0.04 + 0.36 + 0.64) + 0) / 4, Of("brier", Four)!.Value, 1e-15);
    }

    [Fact]
    public void WithoutProbabilitiesThereIsNoLogLossAndNoBrier()
    {
        var scored = Predictions.OfClasses([0, 1, 2, 2], 3, Scores, null);
        Assert.Null(Of("log-loss", scored));
        Assert.Null(Of("brier", scored));
        Assert.Equal(0.75, Of("accuracy", scored));
    }

    [Fact]
    public void AnImpossibleTruthCostsAsMuchAsScikitLearnSays()
    {
        var wrong = Predictions.OfClasses([1], 2, [1, 0], [1, 0]);
        Assert.Equal(-Math.Log(2.220446049250313e-16), Of("log-loss", wrong)!.Value, 1e-12);
        Assert.Equal(2, Of("brier", wrong));
        Assert.Null(Of("balanced-accuracy", wrong));
        Assert.Equal(0, Of("macro-f1", wrong));
    }

    [Fact]
    public void ClassesThatAreNotThereDoNotCount()
    {
        // Four classes, of which only 0 and 1 are there and predicted.
        var two = Predictions.OfClasses([0, 0, 1], 4, [1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0], null);
        Assert.Equal((0.5 + 1) / 2, Of("balanced-accuracy", two));
        Assert.Equal(2.0 / 3, Of("macro-f1", two)!.Value, 1e-15);
    }

    [Fact]
    public void TiesGoToTheFirstAndWhatIsNotFiniteHasNoMetric()
    {
        Assert.Equal([0, 1], Predictions.OfClasses([0, 0], 3, [2, 2, 2, 0, 1, 1], null).Score);
        foreach (var bad in new[] { double.NaN, double.PositiveInfinity })
            Assert.Null(Of("accuracy", Predictions.OfClasses([0], 3, [0, 1, bad], null)));
        Assert.Throws<ArgumentException>(() => Predictions.OfClasses([0, 1], 3, [1, 2, 3], null));
    }

    [Fact]
    public void SoftmaxAndSparsemaxByHand()
    {
        double[] row = [Math.Log(1), Math.Log(2), Math.Log(5)];
        RowLink.Softmax(row);
        Assert.Equal(0.125, row[0], 1e-15);
        Assert.Equal(0.625, row[2], 1e-15);
        double[] far = [1000, 0, -1000];
        RowLink.Softmax(far);
        Assert.Equal([1, 0, 0], far);

        // The support is the first two: (0.5 + 0.2 - 1) / 2 = -0.15.
        double[] sparse = [0.5, 0.2, -0.9];
        RowLink.Sparsemax(sparse);
        Assert.Equal(0.65, sparse[0], 1e-15);
        Assert.Equal(0.35, sparse[1], 1e-15);
        Assert.Equal(0, sparse[2]);
        double[] equal = [1e9, 1e9, 1e9, 1e9];
        RowLink.Sparsemax(equal);
        Assert.Equal([0.25, 0.25, 0.25, 0.25], equal);
        double[] one = [7, 0, 5];
        RowLink.Sparsemax(one);
        Assert.Equal([1, 0, 0], one);
    }

    [Fact]
    public void EveryLossThatIsComparedSaysWhatItsScoresMean()
    {
        foreach (var entry in Catalogue.All.Where(entry => entry.Task.HasFlag(LossTask.MultiClass)))
            Assert.True(RowLink.IsOfScores(entry.Link), entry.Key);
    }

    private static double? Of(string key, Predictions predictions) => Metrics.Find(PredictionTask.MultiClass, key)!.Compute(predictions);
}
