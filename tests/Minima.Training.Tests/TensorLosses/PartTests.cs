using Minima.Training.Losses;

namespace Minima.Training.Tests.TensorLosses;

/// <summary>The parts that losses on embeddings are composed of.</summary>
public sealed class PartTests
{
    [Fact]
    public void A_dominating_logit_keeps_its_last_digits()
    {
        using var step = StepScope.Begin();
        var got = Classify.Everywhere(Tensor.Of([0.0, -40, -50], [1, 3]), Tensor.Ones([1, 3], ElementType.Double)).ToArray();
        var rest = Math.Exp(-40) + Math.Exp(-50);
        Assert.Equal(rest, got[0], 1e-14 * rest);
        Assert.Equal(40, got[1], 1e-13);
        Assert.Equal(50, got[2], 1e-13);
    }

    [Fact]
    public void What_is_not_chosen_leaves_no_trace()
    {
        using var step = StepScope.Begin();
        var x = Tensor.Of([1.0, double.NaN, 3, double.PositiveInfinity, double.NaN, 7], [2, 3]).WithGradient();
        var mask = Tensor.Of([1.0, 0, 1, 0, 0, 0], [2, 3]);
        var any = Among.Any(mask);
        Assert.Equal([1, 0], any.ToArray());
        var sum = Among.LogSumExp(x, mask);
        Assert.Equal(double.NegativeInfinity, sum.ToArray()[1]);
        Assert.Equal(Math.Log(Math.E + Math.Exp(3)), sum.ToArray()[0], 1e-14);
        var all = sum.If(any).Sum() + Among.Largest(x, mask).If(any).Sum() + Among.Smallest(x, mask).If(any).Sum() + Among.Mean(x, mask).Sum() + Among.MeanOfAll(x, mask);
        var share = 1 / (1 + Math.Exp(2));
        double[] want = [share + 1 + 0.5 + 0.5, 0, 1 - share + 1 + 0.5 + 0.5, 0, 0, 0];
        var got = Autograd.Gradient(all, [x])[0].ToArray();
        for (var i = 0; i < want.Length; i++) Assert.Equal(want[i], got[i], 1e-14);
    }

    [Fact]
    public void Pairs_stand_anchor_by_anchor()
    {
        using var step = StepScope.Begin();
        var labels = LabelPairs.Within(Tensor.Of([5, 7, 5, 5], [4]), ElementType.Double);
        var pairs = PairList.Of(labels.Positive);
        Assert.Equal([0, 0, 2, 2, 3, 3], pairs.Anchors.Read<int>().ToArray());
        Assert.Equal([2, 3, 0, 3, 0, 2], pairs.Partners.Read<int>().ToArray());
        Assert.Equal([1.5, 0, 3.5, 5.5], pairs.MeanByAnchor(Tensor.Of([1.0, 2, 3, 4, 5, 6], [6])).ToArray());
        Assert.Equal([0, 0, 0, 0], labels.HasBoth.ToArray().Zip([1.0, 0, 1, 1], (got, want) => got - want));
    }

    [Theory]
    [InlineData(1.5, 2)] // The nearest beyond the positive.
    [InlineData(3.5, 3)] // None is beyond: the farthest.
    [InlineData(0.5, 1)] // The first of equals.
    public void The_semi_hard_negative(double positive, int want)
    {
        using var step = StepScope.Begin();
        var distances = Tensor.Of([0, 1, 2, 3, positive, 1], [1, 6]);
        var negative = Tensor.Of([0.0, 1, 1, 1, 0, 1], [1, 6]);
        var pairs = PairList.Of(Tensor.Of([0.0, 0, 0, 0, 1, 0], [1, 6]));
        Assert.Equal(want, Miner.SemiHard(distances, negative, pairs).Item());
    }

    [Fact]
    public void Near_directions_keep_their_distance()
    {
        using var step = StepScope.Begin();
        const double angle = 1e-9;
        var got = Similarity.CosineDistance(Tensor.Of([1.0, 0], [1, 2]), Tensor.Of([Math.Cos(angle), Math.Sin(angle)], [1, 2])).Item();
        Assert.Equal(angle * angle / 2, got, 1e-14 * angle * angle);
    }

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
        var got = Similarity.SquaredDistances(x, x).ToArray();
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
            var got = Similarity.SquaredDistances(Tensor.Of(left, [count, width]).To(type), Tensor.Of(right, [count + 9, width]).To(type)).ToArray();
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
            var norm = Similarity.Norm(x, p);
            Assert.Equal(0, norm.ToArray()[0]);
            Assert.Equal(double.IsInfinity(p) ? 4 : Math.Pow(Math.Pow(3, p) + Math.Pow(4, p), 1 / p), norm.ToArray()[1], 1e-14);
            var gradient = Autograd.Gradient(norm.Sum(), [x])[0].ToArray();
            Assert.Equal([0, 0], gradient[..2]);
            Assert.True(gradient[3] < 0);
        }
    }

    [Fact]
    public void A_reference_set_comes_with_its_labels()
    {
        using var step = StepScope.Begin();
        var rows = Tensor.Of([1.0, 0, 0, 1], [2, 2]);
        var refused = Assert.Throws<LossException>(() => new Circle().Apply(rows, Tensor.Of([0, 1], [2]), rows, default));
        Assert.Equal(LossError.MissingInput, refused.Error);
        Assert.Contains("reference_target", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fixed_axis_has_its_length()
    {
        using var step = StepScope.Begin();
        var rows = Tensor.Of([1.0, 0, 0, 1], [2, 2]);
        var refused = Assert.Throws<LossException>(() => new ContrastiveLanguageImage().Apply(rows, rows, Tensor.Of([1.0, 2], [2])));
        Assert.Equal(LossError.Shape, refused.Error);
        Assert.Contains("log_scale has the shape [2]; axis 0 must have the length 1", refused.Message, StringComparison.Ordinal);
    }
}
