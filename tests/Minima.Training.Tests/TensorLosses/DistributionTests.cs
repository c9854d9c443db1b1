using Minima.Tensors.Losses;
using Minima.Training.Tests.Tensors;

namespace Minima.Training.Tests.TensorLosses;

/// <summary>Losses on classes, codes and points of which more is known than the reference cases say.</summary>
public sealed class DistributionTests
{
    /// <summary>Losses over a batch of rows: nothing left is 0, and their order does not matter.</summary>
    public static TheoryData<string> OverRows =>
    [
        "lovasz_softmax", "wasserstein_dice", "adaptive_log_softmax", "auc_margin", "two_way", "distribution_focal", "contrastive", "seq_kd",
        "kl_gaussian_standard", "kl_gaussians", "flow_nll", "sliced_wasserstein", "dlr", "unlikelihood",
    ];

    [Theory]
    [MemberData(nameof(OverRows))]
    public void An_empty_batch_is_zero(string key) => Holds(key, MetricLaws.Empty);

    [Theory]
    [MemberData(nameof(OverRows))]
    public void A_permutation_permutes_the_terms(string key) => Holds(key, MetricLaws.Permutation);

    [Fact]
    public void All_classes_of_a_head_and_its_tail_have_the_probability_one()
    {
        using var step = StepScope.Begin();
        var head = GradientCheck.Numbers([1, 4], 1, -3, 3);
        var tail = GradientCheck.Numbers([1, 5], 2, -3, 3);
        var sum = Enumerable.Range(0, 8).Sum(y => Math.Exp(-new AdaptiveLogSoftmax(3).Apply(head, tail, Tensor.Of([y], [1])).Item()));
        Assert.Equal(1, sum, 1e-14);
        Assert.Equal(LossError.Label, Assert.Throws<LossException>(() => new AdaptiveLogSoftmax(3).Apply(head, tail, Tensor.Of([8], [1]))).Error);
        Assert.Contains("with a shortlist of 2 it must have 3", Assert.Throws<LossException>(() => new AdaptiveLogSoftmax(2).Apply(head, tail, Tensor.Of([0], [1]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Between_bins_the_loss_is_a_line()
    {
        using var step = StepScope.Begin();
        var logits = GradientCheck.Numbers([1, 5], 6);
        for (var bin = 0; bin < 4; bin++)
        {
            Assert.Equal(SoftmaxCrossEntropy.PerRow(logits, Tensor.Of([bin], [1])).Item(), Of(bin), 1e-14);
            Assert.Equal((0.75 * Of(bin)) + (0.25 * Of(bin + 1)), Of(bin + 0.25), 1e-14);
        }

        Assert.True(double.IsFinite(default(DistributionFocal).Apply(Tensor.Of([double.NegativeInfinity, 1, 2], [1, 3]), Tensor.Of([2.0], [1])).Item()));
        var refused = Assert.Throws<LossException>(() => Of(4.5));
        Assert.Equal(LossError.Domain, refused.Error);
        Assert.Contains("from 0 to 4", refused.Message, StringComparison.Ordinal);

        double Of(double y) => default(DistributionFocal).Apply(logits, Tensor.Of([y], [1])).Item();
    }

    [Fact]
    public void Generalised_divergence_is_symmetric_in_the_middle_and_bounded()
    {
        using var step = StepScope.Begin();
        var (a, b) = (GradientCheck.Numbers([6, 5], 1, -9, 9), GradientCheck.Numbers([6, 5], 2, -9, 9));
        Assert.Equal(Of(a, b, 0.5), Of(b, a, 0.5), 1e-14);
        Assert.Equal(Of(a, b, 0.3), Of(b, a, 0.7), 1e-14);
        Assert.True(Of(a * 100, b * 100, 0.5) <= Math.Log(2));
        Assert.Equal(0, Of(a, a, 0.4));
        Assert.Equal(0, Of(a, b, 0));
        Assert.Equal(0, Of(a, b, 1));

        // Two that exclude each other are as far apart as can be, with a gradient that is a number.
        var certain = Tensor.Of([0.0, double.NegativeInfinity, -3, -3], [1, 4]).WithGradient();
        var value = new SequenceDistillation().Apply(certain, Tensor.Of([double.NegativeInfinity, 0, -3, -3], [1, 4]));
        Assert.True(value.Item() < Math.Log(2));
        Assert.All(Autograd.Gradient(value, [certain])[0].ToArray(), slope => Assert.True(double.IsFinite(slope)));

        static double Of(Tensor student, Tensor teacher, double beta) => new SequenceDistillation(beta).Apply(student, teacher).Item();
    }

    [Fact]
    public void The_mixture_is_exact_where_both_agree_and_where_they_do_not()
    {
        using var step = StepScope.Begin();
        double[] at = [1e-12, -1e-12, 0, 0.999, 1.001, 40, 800, -40, double.NegativeInfinity];
        var got = Tensor.Of(at, [at.Length]).Apply(new LogMixture(0.25)).ToArray();
        double[] want = [0.25e-12 + (0.09375e-24), -0.25e-12 + (0.09375e-24), 0, Math.Log(0.75 + (0.25 * Math.Exp(0.999))), Math.Log(0.75 + (0.25 * Math.Exp(1.001))), 40 + Math.Log(0.25), 800 + Math.Log(0.25), Math.Log(0.75), Math.Log(0.75)];
        for (var i = 0; i < at.Length; i++) Assert.Equal(want[i], got[i], 1e-14 * Math.Abs(want[i]));
    }

    [Fact]
    public void The_standard_normal_is_a_normal()
    {
        using var step = StepScope.Begin();
        var (mean, variance) = (GradientCheck.Numbers([4, 3], 1), GradientCheck.Numbers([4, 3], 2));
        var zero = Tensor.Zeros([4, 3], ElementType.Double);
        Assert.Equal(default(GaussianPriorDivergence).Apply(mean, variance).Item(), default(GaussianDivergence).Apply(mean, variance, zero, zero).Item(), 1e-15);
        Assert.Equal(0, default(GaussianDivergence).Apply(mean, variance, mean, variance).Item());
        var near = default(GaussianPriorDivergence).Apply(zero, zero + 1e-9).Item();
        Assert.Equal(3 * 0.25e-18, near, 1e-26);
    }

    [Fact]
    public void Directions_have_no_length_and_one_dimension_is_sorting()
    {
        using var step = StepScope.Begin();
        var (x, y) = (GradientCheck.Numbers([9, 2], 1), GradientCheck.Numbers([9, 2], 2));
        Assert.Equal(new SlicedWasserstein([[0.6, 0.8]], 2).Apply(x, y).Item(), new SlicedWasserstein([[6e200, 8e200]], 2).Apply(x, y).Item(), 1e-15);
        var (left, right) = (x.Reshape([18, 1]), y.Reshape([18, 1]));
        Assert.Equal(new Wasserstein1D(2).Apply(x.Reshape([18]), y.Reshape([18])).Item(), new SlicedWasserstein([[-3]], 2).Apply(left, right).Item(), 1e-15);
        Assert.Contains("row of zeros", Assert.Throws<LossException>(() => new SlicedWasserstein([[0, 0]], 2).Apply(x, y)).Message, StringComparison.Ordinal);
        Assert.Contains("1 components", Assert.Throws<LossException>(() => new SlicedWasserstein([[1]], 2).Apply(x, y)).Message, StringComparison.Ordinal);
        var entry = Minima.Tensors.GeneratedLosses.Module.Entries.First(e => e.Key == "sliced_wasserstein");
        Assert.Equal(LossError.MissingParameter, Assert.Throws<LossException>(() => Minima.Loss.Create(entry, new Dictionary<string, object?>(StringComparer.Ordinal))).Error);
    }

    [Fact]
    public void The_logit_ratio_knows_no_scale()
    {
        using var step = StepScope.Begin();
        var logits = GradientCheck.Numbers([8, 5], 3, -2, 2);
        var labels = Tensor.Of([0, 1, 2, 3, 4, 0, 1, 2], [8]);
        var one = default(LogitRatio).Apply(logits, labels).Item();
        Assert.Equal(one, default(LogitRatio).Apply((logits * 1000) + 7, labels).Item(), 1e-10);
        Assert.Contains("at least 3", Assert.Throws<LossException>(() => default(LogitRatio).Apply(GradientCheck.Numbers([2, 2]), Tensor.Of([0, 1], [2]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Agreement_beyond_chance()
    {
        using var step = StepScope.Begin();
        var truth = Tensor.Of([0, 1, 2, 2, 1, 0], [6]).OneHot(3, ElementType.Double);
        Assert.Equal(Math.Log(1e-6), new WeightedKappa().Apply(truth, truth).Item(), 1e-12);
        var chance = Tensor.Full([6, 3], 1.0 / 3, ElementType.Double);
        Assert.Equal(Math.Log(1 + 1e-6), new WeightedKappa().Apply(chance, truth).Item(), 1e-12);
        var one = Tensor.Of([1, 1], [2]).OneHot(3, ElementType.Double).WithGradient();
        var alone = new WeightedKappa().Apply(one, one.Detach());
        Assert.Equal(Math.Log(1e-6), alone.Item(), 1e-12);
        Assert.All(Autograd.Gradient(alone, [one])[0].ToArray(), slope => Assert.Equal(0, slope));
        Assert.Equal(0, new WeightedKappa().Apply(Tensor.Zeros([0, 3], ElementType.Double), Tensor.Zeros([0, 3], ElementType.Double)).Item());
    }

    /// <summary>The rest of a probability, in plain numbers of every other class, beside the one in a single pass.</summary>
    [Fact]
    public void What_a_chosen_class_costs()
    {
        using var step = StepScope.Begin();
        var logits = GradientCheck.Numbers([4, 6], 9, -20, 20);
        var got = SoftmaxCrossEntropy.OfComplement(logits).ToArray();
        var x = logits.ToArray();
        for (var i = 0; i < x.Length; i++)
        {
            var others = Enumerable.Range(i / 6 * 6, 6).Where(j => j != i).Sum(j => Math.Exp(x[j] - x[i]));
            Assert.Equal(others < 1e-3 ? Math.Log(1 + others) - Math.Log(others) : Math.Log(1 + (1 / others)), got[i], Math.Max(1e-13 * got[i], 1e-15));
        }

        // p near 0 and 1, ties, impossible classes: relative accuracy, and slopes that are numbers.
        var hard = Tensor.Of([800, 0, 0, 40, 0, double.NegativeInfinity, 0.0, 0, 0], [3, 3]).WithGradient();
        var rest = SoftmaxCrossEntropy.OfComplement(hard);
        var tiny = Math.Exp(-40);
        double[] want = [800 - Math.Log(2), 0, 0, 40 + tiny, tiny, 0, Math.Log(1.5), Math.Log(1.5), Math.Log(1.5)];
        var said = rest.ToArray();
        for (var i = 0; i < want.Length; i++) Assert.Equal(want[i], said[i], 1e-14 * want[i]);
        Assert.All(Autograd.Gradient(rest.Sum(), [hard])[0].ToArray(), slope => Assert.True(double.IsFinite(slope), $"{slope}"));
    }

    [Fact]
    public void The_penalty_has_the_slopes_of_differences()
    {
        using var step = StepScope.Begin();
        GradientCheck.Holds(x => SoftmaxCrossEntropy.OfComplement(x[0]), GradientCheck.Numbers([3, 5], 4, -2, 2));
    }

    private static void Holds(string key, Func<LossEntry, ReferenceCase, IEnumerable<string>> law)
    {
        var entry = Minima.Tensors.GeneratedLosses.Module.Entries.First(e => e.Key == key);
        var problems = ReferenceCase.Of(key).SelectMany(row => law(entry, row)).ToArray();
        Assert.True(problems.Length == 0, string.Join('\n', problems));
    }
}
