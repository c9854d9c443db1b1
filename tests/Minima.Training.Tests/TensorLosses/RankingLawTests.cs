using Minima.Tensors.Losses;

namespace Minima.Training.Tests.TensorLosses;

/// <summary>Every loss on lists against every law of lists; where a law is not claimed, the loss must break it.</summary>
public sealed class RankingLawTests
{
    private static readonly Dictionary<string, ITensorLoss> Losses = new(StringComparer.Ordinal)
    {
        ["ranknet"] = new RankNet(1.5, PairWeight.None, false),
        ["ranknet dcg"] = new RankNet(1, PairWeight.Dcg, false),
        ["ranknet mean"] = new RankNet(1, PairWeight.Dcg, true),
        ["pairwise_hinge"] = new PairwiseHinge(PairWeight.None, false),
        ["pairwise_hinge mean"] = new PairwiseHinge(PairWeight.None, true),
        ["pairwise_soft_zero_one"] = new PairwiseSoftZeroOne(PairWeight.None, false),
        ["pairwise_soft_zero_one dcg"] = new PairwiseSoftZeroOne(PairWeight.Dcg, false),
        ["pairwise_mse"] = new PairwiseMeanSquaredError(),
        ["lambdarank"] = new LambdaRank(0.7),
        ["listnet"] = new ListNet(),
        ["ranking_softmax"] = new RankingSoftmax(0, false),
        ["ranking_softmax poly"] = new RankingSoftmax(0.5, true),
        ["unique_softmax"] = new UniqueSoftmax(),
        ["listmle"] = new ListMaximumLikelihood([]),
        ["listmle positions"] = new ListMaximumLikelihood([3, 1, 0.5, 0.25, 0.1, 0, 2]),
        ["approx_ndcg"] = new ApproximateNdcg(2),
        ["neural_ndcg"] = new NeuralNdcg(1, 50),
        ["neural_ndcg unbalanced"] = new NeuralNdcg(0.5, 0),
        ["approx_mrr"] = new ApproximateReciprocalRank(3),
        ["list_circle"] = new ListCircle(3, 0.25),
    };

    private static readonly Dictionary<string, string> Constant = new(StringComparer.Ordinal)
    {
        ["listnet"] = "the softmax of the relevance is not empty",
        ["listmle"] = "an order is taken where none is",
        ["listmle positions"] = "an order is taken where none is",
        ["pairwise_mse"] = "scores should be equal",
        ["ranking_softmax"] = "scores should be equal",
        ["ranking_softmax poly"] = "scores should be equal",
        ["approx_ndcg"] = "every order is the best one",
        ["neural_ndcg"] = "every order is the best one",
        ["neural_ndcg unbalanced"] = "every order is the best one",
        ["approx_mrr"] = "the mean of the reciprocal ranks",
    };

    private static readonly Dictionary<string, string> Irrelevant = Constant.Where(pair => pair.Key is "listnet" or "listmle" or "listmle positions" or "pairwise_mse").ToDictionary(StringComparer.Ordinal);

    private static readonly Dictionary<string, string> Gains = new(StringComparer.Ordinal)
    {
        ["approx_ndcg"] = "the best order: -1",
        ["neural_ndcg"] = "the best order: -1",
        ["neural_ndcg unbalanced"] = "the best order: -1",
        ["approx_mrr"] = "the first rank: -1",
    };

    public static TheoryData<string> Names => [.. Losses.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Another_order_permutes_the_gradient(string name) => HoldsUnless([], name, RankingLaws.Permutation);

    [Theory]
    [MemberData(nameof(Names))]
    public void Another_order_of_ties_permutes_the_gradient(string name) => HoldsUnless(
        new(StringComparer.Ordinal) { ["listmle"] = "equal items count in their order", ["listmle positions"] = "equal items count in their order" }, name, RankingLaws.PermutationOfTies);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_shift_changes_nothing(string name) => HoldsUnless(new(StringComparer.Ordinal) { ["list_circle"] = "scores are similarities" }, name, RankingLaws.Shift);

    [Theory]
    [MemberData(nameof(Names))]
    public void Masked_items_leave_no_trace(string name) => HoldsUnless([], name, RankingLaws.Mask);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_list_with_nothing_left_is_zero(string name) => HoldsUnless([], name, RankingLaws.NothingLeft);

    [Theory]
    [MemberData(nameof(Names))]
    public void An_empty_batch_is_zero(string name) => HoldsUnless([], name, RankingLaws.Empty);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_list_of_one_is_zero(string name) => HoldsUnless(Gains, name, RankingLaws.One);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_list_of_one_has_no_slope(string name) => HoldsUnless([], name, RankingLaws.OneHasNoSlope);

    [Theory]
    [MemberData(nameof(Names))]
    public void Equal_relevance_is_zero(string name) => HoldsUnless(Constant, name, RankingLaws.AllEqual);

    [Theory]
    [MemberData(nameof(Names))]
    public void No_relevance_is_zero(string name) => HoldsUnless(Irrelevant, name, RankingLaws.NothingRelevant);

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_is_NaN(string name) => HoldsUnless([], name, RankingLaws.Finite);

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_are_differences(string name) => HoldsUnless([], name, RankingLaws.Differences);

    [Fact]
    public void Every_loss_on_lists_is_here()
    {
        var lists = Minima.Tensors.GeneratedLosses.Module.Entries.Where(entry => entry.Family == LossFamily.Ranking && entry.Inputs.Any(input => input.Axes == "B N")).Select(entry => entry.Type);
        Assert.Empty(lists.Except(Losses.Values.Select(loss => loss.GetType())));
    }

    /// <summary>log(1 + e^-d), which is e^-d to the last digit; a difference of logarithms would round it to 0.</summary>
    [Theory]
    [InlineData(40)]
    [InlineData(700)]
    public void What_is_almost_right_keeps_its_digits(double lead)
    {
        var want = Math.Exp(-lead);
        foreach (var loss in (ITensorLoss[])[new RankNet(), new RankingSoftmax(), new UniqueSoftmax(), new ListMaximumLikelihood()])
        {
            var (value, gradient) = new ListBatch([[3, 3 + lead]], [[0, 1]]).Apply(loss);
            Assert.Equal(want, value, 1e-12 * want);
            Assert.Equal(want, gradient[0], 1e-12 * want);
            Assert.Equal(-want, gradient[1], 1e-12 * want);
        }
    }

    /// <summary>Softmaxes of (0, 50) and (0, 50): 50 p + log(1 + p), p = e^-50 to the last digit.</summary>
    [Fact]
    public void ListNet_keeps_its_digits()
    {
        var want = 51 * Math.Exp(-50.0);
        foreach (var mask in (double[][]?[])[null, [[1, 1]]])
        {
            var (value, _) = new ListBatch([[0, 50]], [[0, 50]], mask).Apply(new ListNet());
            Assert.Equal(want, value, 1e-12 * want);
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_mask_that_is_no_mask_is_refused(double flag)
    {
        var problem = Assert.Throws<LossException>(() => new ListBatch([[0.1, 0.2]], [[0, 1]], [[1, flag]]).Apply(new ListNet()));
        Assert.Equal(LossError.Weights, problem.Error);
        Assert.Contains("'mask' at index 1", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_position_weights_are_refused() =>
        Assert.Equal(LossError.Shape, Assert.Throws<LossException>(() => new ListBatch([[0.1, 0.2]], [[0, 1]]).Apply(new ListMaximumLikelihood([1]))).Error);

    [Fact]
    public void None_is_a_word_and_a_null()
    {
        var list = Minima.Tensors.GeneratedLosses.Module.Entries.First(e => e.Type == typeof(ListMaximumLikelihood));
        var choice = Minima.Tensors.GeneratedLosses.Module.Entries.First(e => e.Type == typeof(RankNet));
        foreach (var none in (object?[])[null, "none"])
        {
            Assert.Equal(list.Parameters[0].Default, list.Parameters[0].Convert(list.Key, none));
            Assert.Equal("none", choice.Parameters[1].Convert(choice.Key, none));
            Assert.Throws<LossException>(() => choice.Parameters[0].Convert(choice.Key, none));
        }
    }

    private static void HoldsUnless(Dictionary<string, string> exceptions, string name, Func<ITensorLoss, IEnumerable<string>> law)
    {
        var problems = law(Losses[name]).ToArray();
        if (exceptions.TryGetValue(name, out var why)) Assert.True(problems.Length > 0, $"{name} is an exception ({why}), yet it holds the law.");
        else Assert.True(problems.Length == 0, string.Join('\n', problems));
    }
}
