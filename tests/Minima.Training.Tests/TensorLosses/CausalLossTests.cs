using Minima.Tensors.Losses;
using Minima.Tensors.Randomness;

namespace Minima.Training.Tests.TensorLosses;

/// <summary>Effects that are known because the data were made with them.</summary>
public sealed class CausalLossTests
{
    private const int Units = 40000;

    /// <summary>Units whose treatment depends on a covariate that the outcome depends on, too: the effect is 1.5, the difference of the groups is not.</summary>
    private static readonly (Tensor Treatment, Tensor Outcome, Tensor Propensity, Tensor Control, Tensor Treated, double Difference) Data = Make();

    /// <summary>The best constant effect: where the gradient of the mean is 0. Every loss is a parabola in it.</summary>
    [Theory]
    [InlineData("dr_score")]
    [InlineData("x_uplift")]
    [InlineData("r_learner")]
    public void The_best_constant_is_the_effect(string key)
    {
        Assert.True(Math.Abs(Data.Difference - 1.5) > 0.5);
        var (low, high) = (SlopeAt(0), SlopeAt(1));
        Assert.Equal(1.5, low / (low - high), 0.08);

        double SlopeAt(double effect)
        {
            var prediction = Tensor.Full([Units], effect, ElementType.Double).WithGradient();
            var mean = Data.Control + (Data.Propensity * (Data.Treated - Data.Control));
            Tensor[] inputs = key switch
            {
                "dr_score" => [prediction, Data.Outcome, Data.Treatment, Data.Propensity, Data.Control, Data.Treated],
                "x_uplift" => [prediction, Data.Outcome, Data.Treatment, Data.Propensity],
                _ => [prediction, Data.Outcome, Data.Treatment, mean, Data.Propensity],
            };
            return Autograd.Gradient(((TensorLoss)Minima.Tensors.GeneratedLosses.Module.Entries.First(entry => entry.Key == key).CreateExample()).Apply(inputs), [prediction])[0].ToArray().Sum();
        }
    }

    /// <summary>Right although either the outcomes or the propensities are wrong.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_doubly_robust_effect_stands_on_one_leg(bool outcomesAreWrong)
    {
        var zero = Tensor.Zeros([Units], ElementType.Double);
        var half = Tensor.Full([Units], 0.5, ElementType.Double);
        var prediction = zero.WithGradient();
        var value = outcomesAreWrong
            ? new DoublyRobust().Apply(prediction, Data.Outcome, Data.Treatment, Data.Propensity, zero, zero)
            : new DoublyRobust().Apply(prediction, Data.Outcome, Data.Treatment, half, Data.Control, Data.Treated);
        Assert.Equal(1.5, Autograd.Gradient(value, [prediction])[0].ToArray().Sum() / -2, 0.08);
    }

    [Fact]
    public void A_treatment_that_is_neither_is_refused_with_its_row()
    {
        using var step = StepScope.Begin();
        foreach (var entry in Minima.Tensors.GeneratedLosses.Module.Entries.Where(e => e.Family == LossFamily.Causal && e.Inputs.Any(i => i.Name == "treatment")))
        {
            foreach (var row in ReferenceCase.Of(entry.Key))
            {
                var inputs = row.Inputs(entry, ElementType.Double);
                var place = entry.Inputs.ToList().FindIndex(i => i.Name == "treatment");
                foreach (var wrong in new[] { 0.5, 2, -1, double.NaN })
                {
                    var treatments = inputs[place].ToArray();
                    treatments[2] = wrong;
                    var given = (Tensor[])inputs.Clone();
                    given[place] = Tensor.Of(treatments, inputs[place].Shape);
                    var refusal = Assert.Throws<LossException>(() => row.Loss(entry).Apply(given));
                    Assert.Equal(LossError.Domain, refusal.Error);
                    Assert.Contains("treatment", refusal.Message, StringComparison.Ordinal);
                    Assert.Contains("index 2", refusal.Message, StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public void A_propensity_that_leaves_nothing_is_refused_with_its_row()
    {
        var (ones, treatment) = (Tensor.Ones([3], ElementType.Double), Tensor.Of([1.0, 0, 0], [3]));
        foreach (var (wrong, clip) in new[] { (1.2, 0.01), (-0.1, 0.01), (1, 0.0) })
        {
            var refusal = Assert.Throws<LossException>(() => new InversePropensity(clip, false).Apply(ones, ones, treatment, Tensor.Of([0.5, wrong, 0.5], [3])));
            Assert.Equal(LossError.Domain, refusal.Error);
            Assert.Contains("1", refusal.Message, StringComparison.Ordinal);
        }

        // The clip saves it, and what was sure and was done needs no saving.
        Assert.Equal(0, new InversePropensity(0.01, false).Apply(ones, ones, treatment, Tensor.Of([0.5, 1, 0], [3])).Item());
        Assert.Equal(0, new InversePropensity(0, false).Apply(ones, ones, treatment, Tensor.Of([1, 0.0, 0], [3])).Item());
        Assert.Equal(LossError.ParameterDomain, Assert.Throws<LossException>(() => new InversePropensity(0.6, false).Apply(ones, ones, treatment, ones * 0.5)).Error);
        foreach (var end in new[] { 0.0, 1 })
        {
            var propensity = Tensor.Of([0.5, end, 0.5], [3]);
            Assert.Equal(LossError.Domain, Assert.Throws<LossException>(() => new TransformedOutcome().Apply(ones, ones, treatment, propensity)).Error);
            Assert.Equal(LossError.Domain, Assert.Throws<LossException>(() => new DoublyRobust().Apply(ones, ones, treatment, propensity, ones, ones)).Error);
            Assert.True(double.IsFinite(new ResidualLearner().Apply(ones, ones, treatment, ones, propensity).Item()));
        }
    }

    [Fact]
    public void Heads_for_what_was_not_done_leave_no_trace()
    {
        var (treatment, outcome) = (Tensor.Of([1.0, 0, 1], [3]), Tensor.Of([1.0, 2, 3], [3]));
        var (control, treated) = (Tensor.Of([double.NaN, 0.5, double.NaN], [3]).WithGradient(), Tensor.Of([0.5, double.NaN, 2], [3]).WithGradient());
        var representation = Tensor.Of([1.0, 2, 3], [3, 1]);
        foreach (var value in new[] { new TreatmentAgnostic(1).Apply(control, treated, representation, outcome, treatment), new TargetedRegularization(1, 1).Apply(control, treated, outcome * 0.1, Tensor.Of([0.1], [1]), outcome, treatment) })
        {
            Assert.True(double.IsFinite(value.Item()));
            var slopes = Autograd.Gradient(value, [control, treated]);
            Assert.All(slopes.SelectMany(s => s.ToArray()), slope => Assert.True(double.IsFinite(slope)));
            Assert.Equal((0, 0, 0), (slopes[0].ToArray()[0], slopes[0].ToArray()[2], slopes[1].ToArray()[1]));
        }
    }

    [Fact]
    public void A_group_without_units_has_no_distance()
    {
        var (ones, representation) = (Tensor.Ones([2], ElementType.Double), Tensor.Of([1.0, 2], [2, 1]).WithGradient());
        var value = new TreatmentAgnostic(1).Apply(ones, ones, representation, ones * 3, ones);
        Assert.Equal(2, value.Item(), 1e-15);
        var none = Tensor.Zeros([0], ElementType.Double);
        Assert.Equal(0, new TreatmentAgnostic(1).Apply(none, none, Tensor.Zeros([0, 1], ElementType.Double), none, none).Item());
        Assert.Equal(0, new InversePropensity(0.01, true).Apply(none, none, none, none).Item());
    }

    /// <summary>At its minimum the weights bring the means of the untreated units to the target.</summary>
    [Fact]
    public void Balancing_weights_balance()
    {
        var covariates = Tensor.Of([0.1, 0.5, 1.0, -0.3, -0.7, 0.2, 0.4, -0.9], [4, 2]);
        var target = Tensor.Of([0.3, 0.1], [2]);
        var at = new double[2];
        for (var step = 0; step < 2000; step++)
        {
            var leaf = Tensor.Of(at, [2]).WithGradient();
            var slopes = Autograd.Gradient(new EntropyBalancing().Apply(leaf, covariates, target), [leaf])[0].ToArray();
            for (var k = 0; k < 2; k++) at[k] -= slopes[k];
        }

        var weights = (covariates.MatMul(Tensor.Of(at, [2, 1])).Reshape([4]) * -1).Softmax(0);
        var means = weights.Reshape([1, 4]).MatMul(covariates).ToArray();
        Assert.Equal(0.3, means[0], 1e-10);
        Assert.Equal(0.1, means[1], 1e-10);
        Assert.Equal(0, new EntropyBalancing().Apply(target, Tensor.Zeros([0, 2], ElementType.Double), target).Item());
    }

    private static (Tensor, Tensor, Tensor, Tensor, Tensor, double) Make()
    {
        var random = new RandomState(11);
        var (treatment, outcome, propensity, control, treated) = (new double[Units], new double[Units], new double[Units], new double[Units], new double[Units]);
        for (var i = 0; i < Units; i++)
        {
            var x = (2 * random.NextDouble()) - 1;
            propensity[i] = 1 / (1 + Math.Exp(-1.5 * x));
            treatment[i] = random.NextDouble() < propensity[i] ? 1 : 0;
            (control[i], treated[i]) = (2 * x, (2 * x) + 1.5);
            outcome[i] = control[i] + (1.5 * treatment[i]) + (0.5 * random.NextNormal());
        }

        var difference = outcome.Where((_, i) => treatment[i] == 1).Average() - outcome.Where((_, i) => treatment[i] == 0).Average();
        return (Of(treatment), Of(outcome), Of(propensity), Of(control), Of(treated), difference);

        static Tensor Of(double[] values) => Tensor.Of(values, [Units]);
    }
}
