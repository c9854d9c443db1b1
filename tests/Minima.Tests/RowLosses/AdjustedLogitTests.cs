using System.Collections.Immutable;
using Minima.Losses;
using Xunit;

namespace Minima.Tests.RowLosses;

/// <summary>A number added to each logit gives the cross-entropy of the sums, with any number of classes: those that fill lanes and those beyond.</summary>
public sealed class AdjustedLogitTests
{
    [Fact]
    public void Adjusted_logits_are_logits_with_the_logarithms_added()
    {
        for (var classes = 2; classes <= 40; classes++)
        {
            var random = new Random(classes);
            double[] logits = [.. Enumerable.Range(0, classes).Select(_ => 6 * random.NextDouble() - 1)];
            ImmutableArray<double> prior = [.. Enumerable.Range(0, classes).Select(_ => 0.1 + random.NextDouble())];
            double[] sums = [.. logits.Select((x, k) => x + Math.Log(prior[k]))];
            var loss = new LogitAdjustedCrossEntropy(prior, 1);
            var (gradient, want) = (new double[classes], new double[classes]);
            Assert.Equal(new CrossEntropy().ValueAndGradient(sums, [classes - 1], classes, want), loss.ValueAndGradient(logits, [classes - 1], classes, gradient), 1e-13);
            Assert.Equal(0, want.Zip(gradient, (x, y) => Math.Abs(x - y)).Max(), 1e-14);

            var single = new float[classes];
            Assert.Equal(new CrossEntropy().Value(sums, [0], classes), loss.ValueAndGradient([.. logits.Select(x => (float)x)], [0], classes, single), 1e-5);
        }
    }
}
