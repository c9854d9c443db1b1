using System.Runtime.CompilerServices;
using Minima.Losses;
using Minima.Reals;

namespace Minima.Training.Tests.Tensors;

/// <summary>Losses of one, three and four inputs, called by their types.</summary>
public sealed class TypedLossTests
{
    private static readonly Shape Places = [3, 2];

    private static Tensor Positive(int seed) => GradientCheck.Numbers(Places, seed, 0.5, 2);

    [Fact]
    public void AnInputThatMayBeLeftOutMayBe()
    {
        var (logits, target, weight) = (GradientCheck.Numbers(Places), GradientCheck.Numbers(Places, 2, 0, 1), Positive(3));
        var loss = new BinaryCrossEntropyWithLogits();
        Assert.Equal(Loss.Create("bce_with_logits").Apply(logits, target).Item(), loss.Apply(logits, target).Item());
        Assert.Equal(loss.Apply(logits, target).Item(), loss.Apply(logits, target, Tensor.Ones(Places, ElementType.Double)).Item());
        Assert.Equal(loss.Apply(logits, target, new LossArguments { Third = weight }).Item(), loss.Apply(logits, target, weight).Item());
        Assert.NotEqual(loss.Apply(logits, target).Item(), loss.Apply(logits, target, weight).Item());
        GradientCheck.Holds(inputs => loss.Apply(inputs[0], target), logits);
        GradientCheck.Holds(inputs => loss.Apply(inputs[0], target, weight, new LossArguments { Reduction = Reduction.None, Weight = Positive(4) }), logits);
    }

    [Theory]
    [InlineData(Reduction.Mean)]
    [InlineData(Reduction.Sum)]
    [InlineData(Reduction.None)]
    public void ThreeInputsHaveGradients(Reduction reduction)
    {
        var (mean, target) = (GradientCheck.Numbers(Places), GradientCheck.Numbers(Places, 2));
        GradientCheck.Holds(inputs => new GaussianNegativeLogLikelihood().Apply(inputs[0], target, inputs[1], new LossArguments { Reduction = reduction }), mean, Positive(3));
        GradientCheck.Holds(inputs => new BetaDistributionNegativeLogLikelihood().Apply(inputs[0], inputs[1], GradientCheck.Numbers(Places, 2, 0.1, 0.9), new LossArguments { Reduction = reduction }), Positive(4), Positive(5));
        GradientCheck.Holds(
            inputs => new ZeroInflatedPoissonNegativeLogLikelihood().Apply(inputs[0], inputs[1], Tensor.Of([0.0, 1, 2, 0, 3, 1], Places), new LossArguments { Reduction = reduction }), mean, GradientCheck.Numbers(Places, 6));
    }

    [Theory]
    [InlineData(Reduction.Mean)]
    [InlineData(Reduction.None)]
    public void FourInputsHaveGradients(Reduction reduction)
    {
        Tensor[] inputs = [GradientCheck.Numbers(Places), GradientCheck.Numbers(Places, 2), GradientCheck.Numbers(Places, 3), GradientCheck.Numbers(Places, 4)];
        GradientCheck.Holds(x => new FourWay().Apply(x[0], x[1], x[2], x[3], new LossArguments { Reduction = reduction }), inputs);
        GradientCheck.Holds(x => new FourWay().Apply(x[0], inputs[1], new LossArguments { Reduction = reduction, Third = x[1], Fourth = x[2] }), inputs[0], inputs[2], inputs[3]);
        GradientCheck.Holds(x => Loss.Parse("(p - t)^2*exp(-s) + s*u^3").Apply(x[0], inputs[1], new LossArguments { Reduction = reduction, Third = x[1], Fourth = x[2] }), inputs[0], inputs[2], inputs[3]);
    }

    [Theory]
    [InlineData(Reduction.Mean)]
    [InlineData(Reduction.None)]
    public void OneInputHasAGradient(Reduction reduction)
    {
        var x = GradientCheck.Numbers(Places);
        GradientCheck.Holds(inputs => new Quartic().Apply(inputs[0], new LossArguments { Reduction = reduction, Weight = Positive(2) }), x);
        GradientCheck.HoldsTwice(inputs => new Quartic().Apply(inputs[0], new LossArguments { Reduction = reduction }), x);
        GradientCheck.Holds(inputs => Loss.Parse("p^4 - p").Apply(inputs[0], new LossArguments { Reduction = reduction }), x);
        Assert.Equal(x.ToArray().Average(value => Math.Pow(value, 4)), new Quartic().Apply(x).Item(), 1e-12);
    }

    /// <summary>The curvature by the fourth input alone, the third being left out of the graph.</summary>
    [Fact]
    public void TheFourthInputBends()
    {
        var (a, b) = (GradientCheck.Numbers(Places), GradientCheck.Numbers(Places, 2));
        GradientCheck.HoldsTwice(x => Loss.Parse("(p - t)^2 + s*exp(u)").Apply(a, b, new LossArguments { Third = b, Fourth = x[0] }), GradientCheck.Numbers(Places, 3));
    }

    [Fact]
    public void WhatCannotBeIsRefused()
    {
        var (x, weight) = (GradientCheck.Numbers(Places).WithGradient(), Positive(2));
        Assert.Contains("no gradient with respect to its third input", Assert.Throws<TrainingException>(() => new BinaryCrossEntropyWithLogits().Apply(x.Detach(), weight * 0.1, weight.WithGradient())).Message, StringComparison.Ordinal);
        Assert.Contains("given twice", Assert.Throws<TrainingException>(() => new GaussianNegativeLogLikelihood().Apply(x, weight, weight, new LossArguments { Third = weight })).Message, StringComparison.Ordinal);
        Assert.Contains("third input", Assert.Throws<TrainingException>(() => new GaussianNegativeLogLikelihood().Apply(x, weight, weight.Reshape([6]))).Message, StringComparison.Ordinal);
        Assert.Contains("needs a target", Assert.Throws<TrainingException>(() => Loss.Create("cross_entropy").Apply(x)).Message, StringComparison.Ordinal);
        Assert.Equal(LossError.Shape, Assert.Throws<LossException>(() => Loss.Create("mse").Apply(x)).Error);
        Assert.Equal(LossError.MissingInput, Assert.Throws<LossException>(() => new GaussianNegativeLogLikelihood().Apply(x, weight)).Error);
        Assert.Contains("variance", Assert.Throws<LossException>(() => new GaussianNegativeLogLikelihood().Apply(x, weight, -weight)).Message, StringComparison.Ordinal);
    }

    private readonly record struct FourWay : IPointLoss4
    {
        public static InputSet Differentiated => InputSet.First | InputSet.Second | InputSet.Third | InputSet.Fourth;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Of<T>(T first, T second, T third, T fourth)
            where T : IReal<T> => (first * second) + (third * third * fourth);
    }

    private readonly record struct Quartic : IPointLoss1
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Of<T>(T input)
            where T : IReal<T> => input * input * (input * input);
    }
}
