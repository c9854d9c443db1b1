using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Fit;

/// <summary>Second derivatives of losses over rows by duals of duals: those of closed forms, and those of the exact gradient.</summary>
public sealed class RowCurvatureTests
{
    public static TheoryData<string> Losses { get; } = [.. Catalogue.All.Where(entry => entry.Row is not null && entry.Task.HasFlag(LossTask.MultiClass)).Select(entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Losses))]
    public void Is_the_derivative_of_the_gradient(string name)
    {
        var loss = Loss.Create(name);
        var curvature = RowCurvature.Of(loss);
        var random = new Random(11);
        foreach (var classes in new[] { 2, 3, 5, 9 })
        {
            var scores = Enumerable.Range(0, classes).Select(_ => (4 * random.NextDouble()) - 2).ToArray();
            var label = random.Next(classes);
            var known = new KnownClasses(loss, [label], classes);
            var found = new double[classes * classes];
            curvature.Write(scores, known.Row(0), found);
            var diagonal = new double[classes];
            var batch = known.Batch(scores, new double[classes]);
            batch.Hessian = diagonal;
            loss.Evaluate(batch);
            for (var k = 0; k < classes; k++)
            {
                Assert.Equal(diagonal[k], found[(k * classes) + k], 1e-13);
                var (above, below) = (Gradient(k, 1e-6), Gradient(k, -1e-6));
                for (var m = 0; m < classes; m++) Assert.Equal((above[m] - below[m]) / 2e-6, found[(k * classes) + m], 1e-7);
            }

            var vector = Enumerable.Range(0, classes).Select(_ => random.NextDouble() - 0.5).ToArray();
            var product = new double[classes];
            curvature.WriteTimes(scores, known.Row(0), vector, product);
            for (var k = 0; k < classes; k++)
                Assert.Equal(Enumerable.Range(0, classes).Sum(m => found[(k * classes) + m] * vector[m]), product[k], 1e-13);

            double[] Gradient(int k, double step)
            {
                var moved = (double[])scores.Clone();
                moved[k] += step;
                var gradient = new double[classes];
                ClassTerms.Gradient(loss, moved, [label], classes, gradient);
                return gradient;
            }
        }
    }

    [Fact]
    public void Keeps_its_digits_beside_the_diagonal_where_probabilities_are_nearly_0()
    {
        // p_j (d_jk - p_k), where all but one are tiny: a difference of gradients has few digits of the smallest left.
        double[] scores = [0, -40, -60, -30];
        var found = new double[16];
        RowCurvature.Of(Loss.Create("cross_entropy")).Write(scores, (0, []), found);
        var sum = scores.Sum(Math.Exp);
        var p = Array.ConvertAll(scores, score => Math.Exp(score) / sum);
        for (var j = 0; j < 4; j++)
        {
            for (var k = 0; k < 4; k++)
            {
                var expected = j == k ? p[j] * scores.Where((_, m) => m != j).Sum(score => Math.Exp(score) / sum) : -p[j] * p[k];
                Assert.Equal(expected, found[(j * 4) + k], 1e-13 * Math.Sqrt(found[j * 5] * found[k * 5]));
                if (j == k) Assert.Equal(1, found[j * 5] / expected, 1e-13);
            }
        }
    }
}
