using Minima.Tensors.Losses;

namespace Minima.Training.Tests.TensorLosses;

/// <summary>What losses on embeddings are composed of: cosines, pairs, triplets, cross-entropies.</summary>
public sealed class EmbeddingTests
{
    [Fact]
    public void A_dominating_logit_keeps_its_last_digits()
    {
        using var step = StepScope.Begin();
        var got = SoftmaxCrossEntropy.AtEveryClass(Tensor.Of([0.0, -40, -50], [1, 3]), Tensor.Ones([1, 3], ElementType.Double)).ToArray();
        var rest = Math.Exp(-40) + Math.Exp(-50);
        Assert.Equal(rest, got[0], 1e-14 * rest);
        Assert.Equal(40, got[1], 1e-13);
        Assert.Equal(50, got[2], 1e-13);
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
        var got = CosineSimilarity.Distance(Tensor.Of([1.0, 0], [1, 2]), Tensor.Of([Math.Cos(angle), Math.Sin(angle)], [1, 2])).Item();
        Assert.Equal(angle * angle / 2, got, 1e-14 * angle * angle);
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
