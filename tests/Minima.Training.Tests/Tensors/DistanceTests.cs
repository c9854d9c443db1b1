namespace Minima.Training.Tests.Tensors;

/// <summary>Norms, and distances of all pairs of rows.</summary>
public sealed class DistanceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(19)]
    [InlineData(64)]
    public void Distances_of_pairs_are_symmetric_and_zero_to_themselves(int width)
    {
        using var step = StepScope.Begin();
        var random = new Random(width);
        var values = Enumerable.Range(0, 5 * width).Select(_ => (float)random.NextDouble() + 1000).ToArray();
        var x = Tensor.Of(values, [5, width]);
        var got = x.PairwiseSquaredDistances(x).ToArray();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(0, got[i * 6]);
            for (var j = 0; j < 5; j++)
            {
                var want = Enumerable.Range(0, width).Sum(k => Math.Pow((double)values[(i * width) + k] - values[(j * width) + k], 2));
                Assert.Equal(got[(i * 5) + j], got[(j * 5) + i]);
                Assert.Equal(want, got[(i * 5) + j], 1e-6 * want);
            }
        }
    }

    /// <summary>Whole strips and those at the end, four rows and single ones, rows too long to be packed; for both kinds of numbers.</summary>
    [Theory]
    [InlineData(150, 3)]
    [InlineData(67, 100)]
    [InlineData(131, 70)]
    [InlineData(70, 600)]
    public void Distances_of_many_pairs_are_their_formula(int count, int width)
    {
        using var step = StepScope.Begin();
        var random = new Random(count);
        var (left, right) = (Numbers(count), Numbers(count + 9));
        foreach (var type in new[] { ElementType.Single, ElementType.Double })
        {
            var got = Tensor.Of(left, [count, width]).To(type).PairwiseSquaredDistances(Tensor.Of(right, [count + 9, width]).To(type)).ToArray();
            var tolerance = type == ElementType.Single ? 1e-6 : 1e-14;
            for (var i = 0; i < count; i++)
            {
                for (var j = 0; j < count + 9; j++)
                {
                    var want = Enumerable.Range(0, width).Sum(k => Math.Pow(left[(i * width) + k] - right[(j * width) + k], 2));
                    Assert.Equal(want, got[(i * (count + 9)) + j], tolerance * want);
                }
            }
        }

        // Whole numbers of eighths: both kinds hold them.
        double[] Numbers(int rows) => [.. Enumerable.Range(0, rows * width).Select(_ => random.Next(-64, 65) / 8.0)];
    }

    [Fact]
    public void What_has_no_weight_pulls_nothing()
    {
        using var step = StepScope.Begin();
        var x = Tensor.Of([1.0, 2, double.NaN, 0], [2, 2]).WithGradient();
        var distances = PairwiseSquares.Apply(x, Tensor.Of([0.0, 0], [1, 2]));
        var gradient = Autograd.Gradient(distances.If(Tensor.Of([1.0, 0], [2, 1])).Sum(), [x])[0].ToArray();
        Assert.Equal([2, 4, 0, 0], gradient);
    }

    [Fact]
    public void A_norm_has_no_slope_at_zero()
    {
        using var step = StepScope.Begin();
        foreach (var p in new[] { 1, 1.5, 2, 3, double.PositiveInfinity })
        {
            var x = Tensor.Of([0.0, 0, 3, -4], [2, 2]).WithGradient();
            var norm = x.Norm(^1, p);
            Assert.Equal(0, norm.ToArray()[0]);
            Assert.Equal(double.IsInfinity(p) ? 4 : Math.Pow(Math.Pow(3, p) + Math.Pow(4, p), 1 / p), norm.ToArray()[1], 1e-14);
            var gradient = Autograd.Gradient(norm.Sum(), [x])[0].ToArray();
            Assert.Equal([0, 0], gradient[..2]);
            Assert.True(gradient[3] < 0);
        }
    }
}
