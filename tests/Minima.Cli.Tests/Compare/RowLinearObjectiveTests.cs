using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Compare;

public sealed class RowLinearObjectiveTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(4, 3)]
    [InlineData(6, 4)]
    [InlineData(7, 5)]
    [InlineData(9, 10)]
    [InlineData(0, 3)]
    [InlineData(3, 13)]
    [InlineData(5, 23)]
    public void GradientAgreesWithDifferences(int columns, int classes)
    {
        // More rows than a block of the product, and a rest.
        const int rows = 45;
        var random = new RandomState(4);
        var design = Draw(random, rows * columns);
        var labels = Enumerable.Range(0, rows).Select(i => i * 7 % classes).ToArray();
        var loss = new RowMeanLoss(Loss.Create(Catalogue.All.First(entry => entry.DefaultFor.HasFlag(LossTask.MultiClass)), new Dictionary<string, object?>(StringComparer.Ordinal)), labels, classes);
        var objective = new RowLinearObjective(design, rows, columns, classes, loss.Evaluate, 0.3);
        Assert.Equal(classes * (columns + 1), objective.ParameterCount);
        var at = Draw(random, objective.ParameterCount);
        var gradient = new double[at.Length];
        var unused = new double[at.Length];
        var value = objective.ValueAndGradient(at, gradient);
        Assert.Equal(value, objective.ValueAndGradient(at, unused));
        Assert.Equal(gradient, unused);
        for (var j = 0; j < at.Length; j++)
        {
            const double h = 1e-5;
            var up = (double[])at.Clone();
            var down = (double[])at.Clone();
            up[j] += h;
            down[j] -= h;
            Assert.Equal((objective.ValueAndGradient(up, unused) - objective.ValueAndGradient(down, unused)) / (2 * h), gradient[j], 1e-8);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 3)]
    [InlineData(8, 4)]
    [InlineData(61, 10)]
    [InlineData(2, 29)]
    public void ScoresAreProductsPlusIntercepts(int columns, int classes)
    {
        const int rows = 7;
        var random = new RandomState(5);
        var design = Draw(random, rows * columns);
        var parameters = Draw(random, classes * (columns + 1));
        var scores = RowLinearObjective.Predict(design, rows, columns, classes, parameters);
        Assert.Equal(rows * classes, scores.Length);
        for (var i = 0; i < rows; i++)
        {
            for (var k = 0; k < classes; k++)
            {
                var expected = parameters[(classes * columns) + k];
                for (var j = 0; j < columns; j++) expected += design[(i * columns) + j] * parameters[(k * columns) + j];
                Assert.Equal(expected, scores[(i * classes) + k]);
            }
        }
    }

    [Fact]
    public void ConvexLossesLookConvexAndBoundedOnesDoNot()
    {
        foreach (var (key, convex) in new[] { ("cross_entropy", true), ("multi_margin", true), ("crammer_singer", true), ("sparsemax", true), ("brier_multi", false), ("gce", false), ("sce", false) })
            Assert.True(RowConvexityProbe.LooksConvex(Loss.Create(key), 4) == convex, key);
    }

    private static double[] Draw(RandomState random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
}
