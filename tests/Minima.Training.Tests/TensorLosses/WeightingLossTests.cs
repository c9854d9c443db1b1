using System.Collections.Immutable;
using Minima.Tensors.Losses;
using Minima.Tensors.Randomness;
using Minima.Tensors.Streams;
using Minima.Training.Tests.Tensors;
using static Minima.Training.Tests.TensorLosses.QuantizationLossTests;

namespace Minima.Training.Tests.TensorLosses;

/// <summary>Weights over samples and time: what is known of them beyond the reference cases.</summary>
public sealed class WeightingLossTests
{
    /// <summary>Losses over a batch of rows: nothing left is 0, and their order does not matter.</summary>
    public static TheoryData<string> OverRows =>
    [
        "forward_correction", "backward_correction", "bootstrapping", "early_learning_reg", "mean_teacher", "co_teaching", "group_dro", "fixmatch", "mixmatch",
    ];

    /// <summary>Losses of any list of losses: nothing is 0.</summary>
    public static TheoryData<string> OverLosses => ["exponentially_weighted", "ohem", "self_paced", "superloss", "flood", "masked_mean", "ghm_c", "mil_ranking", "prequential", "page_hinkley", "ddm"];

    [Theory]
    [MemberData(nameof(OverRows))]
    public void A_permutation_permutes_the_terms(string key) => Holds(key, MetricLaws.Permutation);

    [Theory]
    [MemberData(nameof(OverRows))]
    [MemberData(nameof(OverLosses))]
    public void Nothing_at_all_is_zero(string key) => Holds(key, (entry, row) =>
    {
        using var step = StepScope.Begin();
        var inputs = row.Inputs(entry, ElementType.Double).Select(x => Tensor.Zeros(x.Shape.With(0, 0), x.Type)).ToArray();
        for (var i = 0; i < inputs.Length; i++)
        {
            if (entry.Inputs[i].Differentiated) inputs[i] = inputs[i].WithGradient();
        }

        var value = row.Loss(entry).Apply(inputs).Item();
        return value == 0 ? [] : [$"{row}: {value:R}"];
    });

    [Fact]
    public void Known_confusions_are_undone()
    {
        using var step = StepScope.Begin();
        ImmutableArray<ImmutableArray<double>> identity = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
        ImmutableArray<ImmutableArray<double>> transition = [[0.6, 0.3, 0.1], [0.2, 0.7, 0.1], [0.05, 0.05, 0.9]];
        var logits = GradientCheck.Numbers([3, 3], 7, -4, 4);
        var labels = Tensor.Of([0, 1, 2], [3]);
        var clean = SoftmaxCrossEntropy.PerRow(logits, labels).ToArray();
        Same(clean, new ForwardCorrection(identity).Apply(logits, labels, None));
        Same(clean, new BackwardCorrection(identity).Apply(logits, labels, None));

        // The expectation over the labels that are written is the loss of the class that is true.
        for (var truth = 0; truth < 3; truth++)
        {
            var expected = new double[3];
            for (var label = 0; label < 3; label++)
            {
                var terms = new BackwardCorrection(transition).Apply(logits, Tensor.Of([label, label, label], [3]), None).ToArray();
                for (var row = 0; row < 3; row++) expected[row] += transition[truth][label] * terms[row];
            }

            Same(SoftmaxCrossEntropy.PerRow(logits, Tensor.Of([truth, truth, truth], [3])).ToArray(), Tensor.Of(expected, [3]));
        }

        // The probabilities of the labels that are written sum to 1.
        var sums = Enumerable.Range(0, 3).Select(label => new ForwardCorrection(transition).Apply(logits, Tensor.Of([label, label, label], [3]), None).ToArray()).ToArray();
        for (var row = 0; row < 3; row++) Assert.Equal(1, sums.Sum(terms => Math.Exp(-terms[row])), 1e-12);
    }

    [Fact]
    public void Matrices_that_confuse_nothing_known_are_refused()
    {
        var (logits, labels) = (GradientCheck.Numbers([1, 3]), Tensor.Of([0], [1]));
        Refused(LossError.ParameterDomain, "must be square", () => new ForwardCorrection([[0.5, 0.5], [1, 0], [0, 1]]).Apply(logits, labels));
        Refused(LossError.ParameterDomain, "must be square", () => new BackwardCorrection([]).Apply(logits, labels));
        Refused(LossError.ParameterDomain, "sum 0.9 in row 1", () => new ForwardCorrection([[1, 0, 0], [0.5, 0.4, 0], [0, 0, 1]]).Apply(logits, labels));
        Refused(LossError.ParameterDomain, "singular", () => new BackwardCorrection([[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 1]]).Apply(logits, labels));
        Refused(LossError.ParameterDomain, "singular", () => new BackwardCorrection([[0.2, 0.3, 0.5], [0.6, 0.1, 0.3], [0.4, 0.2, 0.4]]).Apply(logits, labels));
        Refused(LossError.Shape, "one row and one column for each class", () => new ForwardCorrection([[1, 0], [0, 1]]).Apply(logits, labels));
        Refused(LossError.Shape, "one row and one column for each class", () => new BackwardCorrection([[1, 0], [0, 1]]).Apply(logits, labels));
        Refused(LossError.ParameterDomain, "transition", () => new ForwardCorrection([[1.5, -0.5, 0], [0, 1, 0], [0, 0, 1]]).Apply(logits, labels));
    }

    [Fact]
    public void Shares_outside_their_range_are_refused()
    {
        var losses = Tensor.Of([1.0, 2.0], [2]);
        foreach (var ratio in new[] { 0, -0.1, 1.1, double.NaN })
        {
            Refused(LossError.ParameterDomain, "'ratio'", () => new OnlineHardExampleMining(ratio).Apply(losses));
            Refused(LossError.ParameterDomain, "'keep_rate'", () => new CoTeaching(ratio).Apply(losses, losses));
            Refused(LossError.ParameterDomain, "'gamma'", () => new ExponentiallyWeighted(ratio).Apply(losses));
            Refused(LossError.ParameterDomain, "'forgetting'", () => new Prequential(ratio).Apply(losses));
            Refused(LossError.ParameterDomain, "'alpha'", () => new PageHinkleyStatistic(0, ratio, DriftDirection.Both).Apply(losses));
        }

        Refused(LossError.ParameterDomain, "'tilt'", () => new GroupDistributionallyRobust(0).Apply(losses));
        Refused(LossError.ParameterDomain, "'lambda'", () => new SelfPaced(0).Apply(losses));
        Refused(LossError.ParameterDomain, "'lambda'", () => new SuperLoss(1, 0).Apply(losses));
        Refused(LossError.ParameterDomain, "'bins'", () => new GradientHarmonizing(0).Apply(losses, losses));
        Refused(LossError.Shape, "is split after 2", () => new AdaptiveWindowCut(2, 0.1).Apply(losses));
        Refused(LossError.Domain, "'errors'", () => new DriftDetection(1).Apply(losses));
        Refused(LossError.Domain, "'losses' at index 1", () => new Prequential(1).Apply(Tensor.Of([1, double.NaN], [2])));
        Refused(LossError.Domain, "'losses' at index 0", () => new PageHinkleyStatistic().Apply(Tensor.Of([double.PositiveInfinity], [1])));
    }

    [Fact]
    public void Monitors_are_their_streams()
    {
        var items = PrequentialItems();
        var list = Tensor.Of(items, [items.Length]);
        var (fading, test, rate) = (new PrequentialLoss(0.95), new PageHinkley(0.01, double.PositiveInfinity, 0.99, 1, DriftDirection.Down), new DriftDetectionMethod(10, double.PositiveInfinity, double.PositiveInfinity));
        var weighted = new ExponentiallyWeightedLoss(0.95);
        var prequential = new Prequential(0.95).Apply(list, None).ToArray();
        var statistic = new PageHinkleyStatistic(0.01, 0.99, DriftDirection.Down).Apply(list, None).ToArray();
        for (var i = 0; i < items.Length; i++)
        {
            fading.Add(items[i]);
            test.Add(items[i]);
            rate.Add(items[i]);
            weighted.Add(items[i]);
            Assert.Equal(fading.Value, prequential[i]);
            Assert.Equal(test.Value, statistic[i]);
        }

        Assert.Equal(weighted.Value, new ExponentiallyWeighted(0.95).Apply(list).Item(), 1e-12);
        Assert.Equal([rate.Value, rate.Deviation, rate.LowestRate!.Value, rate.LowestDeviation!.Value], new DriftDetection(10).Apply(list, None).ToArray());
    }

    [Fact]
    public void Selections_keep_what_they_say()
    {
        using var step = StepScope.Begin();
        var losses = Tensor.Of([.. Enumerable.Range(0, 100).Select(i => (double)(i * 37 % 100))], [100]);
        Assert.Equal(Enumerable.Range(93, 7).Average(), new OnlineHardExampleMining(0.07).Apply(losses).Item(), 1e-12);
        Assert.Equal(99, new OnlineHardExampleMining(1e-30).Apply(losses).Item());
        Assert.Equal(49.5, new OnlineHardExampleMining(1).Apply(losses).Item(), 1e-12);
        Assert.Equal(Enumerable.Range(0, 29).Average(), new CoTeaching(0.29).Apply(losses, losses).Item(), 1e-12);
        Assert.Equal(double.NaN, new OnlineHardExampleMining(0.2).Apply(Tensor.Of([1, double.NaN, 3, 4, 5], [5])).Item());
        Assert.Equal(2, new CoTeaching(0.5).Apply(Tensor.Of([1.0, 2, 3, 4], [4]), Tensor.Of([0, double.NaN, 1, double.NaN], [4])).Item());
    }

    [Fact]
    public void Tilts_go_from_the_smallest_to_the_largest()
    {
        using var step = StepScope.Begin();
        var losses = Tensor.Of([0.3, 1.7, 0.9, 2.4, 0.1], [5]);
        Assert.Equal(2.4, Of(1e6), 1e-5);
        Assert.Equal(0.1, Of(-1e6), 1e-5);
        Assert.Equal(1.08 + (0.5e-9 * losses.ToArray().Average(x => (x - 1.08) * (x - 1.08))), Of(1e-9), 1e-15);

        // The two ways of computing meet.
        Assert.Equal(Of(0.7575), (Of(0.757) + Of(0.758)) / 2, 1e-6);

        double Of(double tilt) => new GroupDistributionallyRobust(tilt).Apply(losses).Item();
    }

    [Fact]
    public void A_video_of_one_part_has_no_neighbours()
    {
        using var step = StepScope.Begin();
        Assert.Equal(0.4 + (0.5 * 0.9), new MultipleInstanceRanking(1, 0.5).Apply(Tensor.Of([0.9], [1]), Tensor.Of([0.3, 0.1], [2])).Item(), 1e-12);
    }

    [Fact]
    public void What_is_masked_leaves_no_trace()
    {
        using var step = StepScope.Begin();
        var losses = Tensor.Of([1, double.NaN, 3, double.PositiveInfinity], [4]).WithGradient();
        var mean = default(MaskedMean).Apply(losses, Tensor.Of([1.0, 0, 1, 0], [4]));
        Assert.Equal(2, mean.Item());
        Assert.Equal([0.5, 0, 0.5, 0], Autograd.Gradient(mean, [losses])[0].ToArray());
    }

    /// <summary>The confidence is the least of its formula, except where it is held.</summary>
    [Fact]
    public void Confidences_are_the_best_ones()
    {
        using var step = StepScope.Begin();
        foreach (var loss in new[] { 0.4, 1, 1.5, 4, 30 })
        {
            var x = Tensor.Of([loss], [1]).WithGradient();
            var value = new SuperLoss(1, 2).Apply(x);
            var sigma = Autograd.Gradient(value, [x])[0].Item();
            Assert.Equal(Of(sigma), value.Item(), 1e-12);
            Assert.True(Of(sigma) <= Of(sigma * 1.01) + 1e-12 && Of(sigma) <= Of(sigma * 0.99) + 1e-12, $"{loss}");

            double Of(double s) => ((loss - 1) * s) + (2 * Math.Log(s) * Math.Log(s));
        }

        var far = Tensor.Of([-50.0], [1]).WithGradient();
        Assert.Equal(Math.E, Autograd.Gradient(new SuperLoss(1, 1).Apply(far), [far])[0].Item(), 1e-12);
    }

    /// <summary>The second derivative is that of sigma, which is no constant: by mpmath three times -1.16336, -0.07264, -0.20235. Below the branch point sigma is e.</summary>
    [Fact]
    public void SuperLossBends()
    {
        var x = Tensor.Of([0.36, 1.77, 0.88, -5], [4]).WithGradient();
        var slope = Autograd.Gradient(new SuperLoss(1, 1).Apply(x, new LossArguments { Reduction = Minima.Reduction.Sum }), [x], createGraph: true)[0];
        var curvature = Autograd.Gradient(slope.Sum(), [x])[0].ToArray();
        foreach (var (want, got) in new[] { -1.16336, -0.07264, -0.20235, 0 }.Zip(curvature)) Assert.Equal(want, got / 3, 1e-5);
    }

    private static LossArguments None => new() { Reduction = Minima.Reduction.None };

    private static double[] PrequentialItems()
    {
        var random = new RandomState(11);
        return [.. Enumerable.Range(0, 80).Select(_ => random.NextDouble())];
    }

    private static void Same(double[] expected, Tensor got)
    {
        foreach (var (want, have) in expected.Zip(got.ToArray())) Assert.Equal(want, have, 1e-12);
    }

    private static void Holds(string key, Func<LossEntry, ReferenceCase, IEnumerable<string>> law)
    {
        var entry = Minima.Tensors.GeneratedLosses.Module.Entries.First(e => e.Key == key);
        var rows = ReferenceCase.Of(key).ToArray();
        Assert.NotEmpty(rows);
        var problems = rows.SelectMany(row => law(entry, row)).ToArray();
        Assert.True(problems.Length == 0, string.Join('\n', problems));
    }
}
