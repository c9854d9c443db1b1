using Minima.Losses;
using Xunit;

namespace Minima.Tests.Sums;

/// <summary>What a batch of a loss of sums is refused for.</summary>
public sealed class SumRequestTests
{
    private static readonly double[] Half = [0.5, 0.5, 0.5, 0.5];
    private static readonly double[] Mask = [1, 0, 1, 0];

    [Fact]
    public void A_scalar_takes_no_reduction_no_weights_and_has_no_Hessian()
    {
        Refuses(LossError.Reduction, () => new RootMeanSquaredError().Evaluate(new LossBatch<double> { Prediction = Half, Target = Mask, Reduction = Reduction.Sum }));
        Refuses(LossError.Weights, () => new RootMeanSquaredError().Evaluate(new LossBatch<double> { Prediction = Half, Target = Mask, SampleWeight = [1.0] }));
        Refuses(LossError.Weights, () => new RootMeanSquaredError().Evaluate(new LossBatch<double> { Prediction = Half, Target = Mask, Mask = [true] }));
        Refuses(LossError.NoHessian, () => new RootMeanSquaredError().Evaluate(new LossBatch<double> { Prediction = Half, Target = Mask, Hessian = new double[4] }));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Refuses(LossError.Shape, () => new Dice().Value(Half, Mask, rows: 3));
        Refuses(LossError.Shape, () => new Dice().Value(Half, Mask, rows: 0));
        Refuses(LossError.Shape, () => new Dice().Value(Half, [1.0, 0.0]));
        Refuses(LossError.MissingInput, () => new Dice().Value(Half, []));
        Refuses(LossError.Shape, () => new Dice().ValueAndGradient(Half, Mask, new double[3]));
        Refuses(LossError.Shape, () => new Dice().Evaluate(new LossBatch<double> { Prediction = Half, Target = Mask, SampleWeight = Half }));
        Refuses(LossError.Shape, () => new UnifiedFocal().Value(Half, Mask, classes: 4));
        Refuses(LossError.ParameterDomain, () => new Dice() { Smoothing = -1 }.Value(Half, Mask));
        Refuses(LossError.UnknownInput, () => Loss.Create("dice").Evaluate(new LossBatch<double> { Prediction = Half, Target = Mask, ClassWeights = [1, 2] }));
        Refuses(LossError.UnknownInput, () => new Dice().Evaluate(new LossBatch<double> { Prediction = Half, Target = Mask, TargetGradient = new double[4] }));
        var memory = new double[8];
        Refuses(LossError.Shape, () => new Dice().ValueAndGradient(memory.AsSpan(0, 4), Mask, memory.AsSpan(1, 4)));
        Refuses(LossError.Shape, () => new Dice().Evaluate(new LossBatch<double> { Prediction = Half, Target = Mask, Gradient = memory.AsSpan(0, 4), Hessian = memory.AsSpan(2, 4) }));
    }

    [Fact]
    public void Numbers_outside_a_domain_are_named_by_their_place_unless_their_group_is_masked()
    {
        double[] wrong = [0.5, 0.5, 0.5, 1.5];
        var refused = Assert.Throws<LossException>(() => new Dice().Value(wrong, Mask, rows: 2));
        Assert.Equal(LossError.Domain, refused.Error);
        Assert.Contains("'prediction' at index 3 is 1.5", refused.Message, StringComparison.Ordinal);
        var masked = new Dice().Evaluate(new LossBatch<double> { Prediction = wrong, Target = Mask, Rows = 2, Mask = [true, false] });
        Assert.Equal(new Dice().Value([0.5, 0.5], [1.0, 0.0]), masked.Value);
    }

    [Fact]
    public void A_target_that_nothing_can_be_measured_by_is_refused_before_anything_is_written()
    {
        var gradient = new[] { 7.0, 7, 7, 7 };
        Refuses(LossError.Domain, () => new RelativeSquaredError().ValueAndGradient(Mask, Half, gradient));
        Assert.All(gradient, g => Assert.Equal(7, g));
        var refused = Assert.Throws<LossException>(() => new RelativeL2().Value(Half, [1.0, 2, 0, 0], rows: 2));
        Assert.Contains("group 1 of 2", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_has_value_0()
    {
        Assert.Equal(new LossResult(0, 0, Reduction.Mean), new Dice().Evaluate(default(LossBatch<float>)));
        Assert.Equal(0, new RootMeanSquaredError().Evaluate(default(LossBatch<double>)).Value);
    }

    private static void Refuses(LossError error, Action call) => Assert.Equal(error, Assert.Throws<LossException>(call).Error);
}
