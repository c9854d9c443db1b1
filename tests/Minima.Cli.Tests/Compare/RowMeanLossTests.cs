using Minima.Tabular;
using Minima.Training.Tests;
using Xunit;

namespace Minima.Cli.Tests.Compare;

public sealed class RowMeanLossTests
{
    public static TheoryData<string> RowLosses =>
        [.. Catalogue.All.Where(entry => entry.Row is not null && !entry.Parameters.Any(FixesTheClasses) && Loss.Create(entry.Key).DomainOf(0).IsReal).Select(entry => entry.Key)];

    /// <summary>A list with one number for each class, by default or because it must be given.</summary>
    private static bool FixesTheClasses(ParameterInfo parameter) => parameter.IsRequired || parameter.Default is System.Collections.Immutable.ImmutableArray<double>;

    [SlowTheory]
    [MemberData(nameof(RowLosses))]
    public void GradientAgreesWithDifferences(string key)
    {
        const int rows = 17;
        const int classes = 4;
        var random = new RandomState(3);
        var labels = Enumerable.Range(0, rows).Select(i => i % classes).ToArray();
        var weight = Enumerable.Range(0, rows).Select(_ => random.NextDouble() + 0.1).ToArray();
        var scores = Enumerable.Range(0, rows * classes).Select(_ => (4 * random.NextDouble()) - 2).ToArray();
        var mean = new RowMeanLoss(Loss.Create(key), labels, classes, weight);
        var gradient = new double[scores.Length];
        var value = mean.Evaluate(scores, gradient);
        Assert.Equal(value, mean.Evaluate(scores, []));
        for (var i = 0; i < scores.Length; i++)
        {
            const double h = 1e-6;
            var up = (double[])scores.Clone();
            var down = (double[])scores.Clone();
            up[i] += h;
            down[i] -= h;
            Assert.Equal((mean.Evaluate(up, []) - mean.Evaluate(down, [])) / (2 * h), gradient[i], 1e-7);
        }
    }

    [Fact]
    public void MeanDividesByTheWeights()
    {
        var loss = Catalogue.All.First(entry => entry.DefaultFor.HasFlag(LossTask.MultiClass));
        var mean = new RowMeanLoss(Loss.Create(loss.Key), [0, 2], 3, [1, 3]);

        // Minus the log-probabilities: of three equal scores log 3, and of scores 0, 0, log 2 log 2 for the last.
        Assert.Equal((Math.Log(3) + (3 * Math.Log(2))) / 4, mean.Evaluate([0, 0, 0, 0, 0, Math.Log(2)], []), 1e-15);
    }

    [Fact]
    public void ScoresThatAreNotFiniteAreWorseThanAll()
    {
        var loss = Catalogue.All.First(entry => entry.DefaultFor.HasFlag(LossTask.MultiClass));
        var mean = new RowMeanLoss(Loss.Create(loss.Key), [0], 2);
        foreach (var bad in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            double[] gradient = [7, 7];
            Assert.Equal(double.PositiveInfinity, mean.Evaluate([0, bad], gradient));
            Assert.Equal([0, 0], gradient);
        }
    }

    [Fact]
    public void RefusesWhatDoesNotFit()
    {
        var loss = Loss.Create(Catalogue.All.First(entry => entry.DefaultFor.HasFlag(LossTask.MultiClass)).Key);
        Assert.Throws<ArgumentException>(() => new RowMeanLoss(loss, [0, 3], 3));
        Assert.Throws<ArgumentException>(() => new RowMeanLoss(loss, [0, -1], 3));
        Assert.Throws<ArgumentException>(() => new RowMeanLoss(loss, [0, 1], 3, [1]));
    }

    [SlowFact]
    public void ACallAllocatesNothing()
    {
        foreach (var entry in Catalogue.All.Where(entry => entry.Row is not null && entry.Task.HasFlag(LossTask.MultiClass)))
        {
            var mean = new RowMeanLoss(Loss.Create(entry.Key), [.. Enumerable.Range(0, 100).Select(i => i % 10)], 10);
            var scores = new double[1000];
            var gradient = new double[1000];
            for (var i = 0; i < 50; i++) mean.Evaluate(scores, gradient);
            Assert.Equal(0, Steady.Allocated(() => mean.Evaluate(scores, gradient), steps: 10));
        }
    }
}
