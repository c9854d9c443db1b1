using Minima.Tensors.Losses;
using Minima.Training.Tests.Tensors;

namespace Minima.Training.Tests.TensorLosses;

/// <summary>Grids: what is rounded, what gradients are stated, what is refused.</summary>
public sealed class QuantizationLossTests
{
    /// <summary>Gradients that are no derivatives of the value, against their definition written out.</summary>
    [Theory]
    [InlineData(0.13, -4, 3)]
    [InlineData(0.5, 0, 15)]
    [InlineData(1.7, -128, 127)]
    public void LearnedStepsHaveTheGradientOfTheirDefinition(double step, int qn, int qp)
    {
        using var scope = StepScope.Begin();
        var x = GradientCheck.Numbers([4, 25], 3, -3, 3).WithGradient();
        var s = Tensor.Of([step], [1]).WithGradient();
        var upstream = GradientCheck.Numbers([4, 25], 4);
        var terms = new LearnedStepQuantization(qn, qp).Apply(x, s, new LossArguments { Reduction = Minima.Reduction.None });
        var gradients = Autograd.Gradient((terms * upstream).Sum(), [x, s]);
        var (values, weights, rounded) = (x.ToArray(), upstream.ToArray(), terms.ToArray());
        double slope = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var v = values[i] / step;
            var level = Math.Clamp(Math.Round(v), qn, qp);
            var isInside = Math.Round(v) == level;
            Assert.Equal(step * level, rounded[i], 1e-14);
            Assert.Equal(isInside ? weights[i] : 0, gradients[0].ToArray()[i], 1e-14);
            slope += weights[i] * (isInside ? level - v : level);
        }

        Assert.Equal(slope / Math.Sqrt(values.Length * qp), gradients[1].Item(), 1e-12);
    }

    [Fact]
    public void WhatIsRoundedIsOnTheGridAndStaysThere()
    {
        using var scope = StepScope.Begin();
        var x = GradientCheck.Numbers([300], 5, -3, 3);
        var quantize = new FakeQuantization(0.3, -4, 3);
        var once = Terms(quantize.Apply(x, None));
        Assert.All(once, y => Assert.Equal(Math.Round(y / 0.3), y / 0.3, 1e-12));
        Assert.InRange(once.Min(), -1.2000001, -1.1999999);
        Assert.InRange(once.Max(), 0.8999999, 0.9000001);
        Assert.Equal(once, Terms(quantize.Apply(Tensor.Of(once, [300]), None)));
        Assert.Equal([2.0, 2, -2, 0, 0], Terms(new FakeQuantization(1, -8, 7).Apply(Tensor.Of([1.5, 2.5, -2.5, 0.5, -0.5], [5]), None)));
    }

    /// <summary>A soft staircase passes through all levels, rises everywhere, and is steeper the smaller alpha is.</summary>
    [Theory]
    [InlineData(2, 0.2)]
    [InlineData(4, 0.5)]
    [InlineData(16, 0.05)]
    public void ASoftStaircaseMeetsItsLevels(int levels, double alpha)
    {
        using var scope = StepScope.Begin();
        var quantize = new DifferentiableSoftQuantization(-2, 1, levels, alpha);
        var grid = Enumerable.Range(0, levels).Select(i => -2 + (3.0 * i / (levels - 1))).ToArray();
        var at = Terms(quantize.Apply(Tensor.Of(grid, [levels]), None));
        for (var i = 0; i < levels; i++) Assert.Equal(grid[i], at[i], 1e-12);
        var fine = Terms(quantize.Apply(Tensor.Of([.. Enumerable.Range(0, 1001).Select(i => -2 + (0.003 * i))], [1001]), None));
        Assert.All(fine.Zip(fine.Skip(1)), pair => Assert.True(pair.First <= pair.Second + 1e-12));
        var width = 3.0 / (levels - 1);
        Assert.Equal(grid[0] + (width * 0.5), Terms(quantize.Apply(Tensor.Of([grid[0] + (width * 0.5)], [1]), None))[0], 1e-12);
        Assert.Equal([-2.0, 1.0], Terms(quantize.Apply(Tensor.Of([-7.0, 9.0], [2]), None)), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void PenaltiesVanishOnTheLevelsOnly()
    {
        using var scope = StepScope.Begin();
        var levels = Tensor.Of([-0.75, 0, 0.25, 2], [4]);
        var between = Tensor.Of([-0.7, 0.1, 0.3, 2.1], [4]);
        Assert.Equal(0, new RoundToNearest(0.25, 2).Apply(levels).Item());
        Assert.Equal(0, new SinusoidalRegularization(0.25, 1).Apply(levels).Item());
        Assert.Equal(0, new QuantizationError(0.25).Apply(levels).Item());
        Assert.True(new RoundToNearest(0.25, 2).Apply(between).Item() > 0 && new SinusoidalRegularization(0.25, 1).Apply(between).Item() > 0 && new QuantizationError(0.25).Apply(between).Item() > 0);
        Assert.Equal(0, new AdaptiveRounding(2, 1).Apply(Tensor.Of([9.0, -9], [2])).Item());
        Assert.Equal(1, new AdaptiveRounding(2, 1).Apply(Tensor.Of([0.0], [1])).Item());
    }

    [Fact]
    public void ImpossibleGridsAreRefused()
    {
        var x = Tensor.Of([1.0, 2.0], [2]);
        Refused(LossError.ParameterDomain, "'step' is 0; it must be > 0", () => new FakeQuantization(0, -4, 3).Apply(x));
        Refused(LossError.ParameterDomain, "at least two levels", () => new FakeQuantization(0.1, 0, 0).Apply(x));
        Refused(LossError.ParameterDomain, "at least two levels", () => new LearnedStepQuantization(3, -4).Apply(x, Tensor.Of([1.0], [1])));
        Refused(LossError.ParameterDomain, "must be at least 1", () => new LearnedStepQuantization(-4, 0).Apply(x, Tensor.Of([1.0], [1])));
        Refused(LossError.Domain, "step", () => new LearnedStepQuantization(-4, 3).Apply(x, Tensor.Of([0.0], [1])));
        Refused(LossError.Shape, "step", () => new LearnedStepQuantization(-4, 3).Apply(x, Tensor.Of([1.0, 1.0], [2])));
        Refused(LossError.ParameterDomain, "'levels' is 1; it must be >= 2", () => new DifferentiableSoftQuantization(-1, 1, 1, 0.2).Apply(x));
        Refused(LossError.ParameterDomain, "lower must be below upper", () => new DifferentiableSoftQuantization(1, 1, 4, 0.2).Apply(x));
        Refused(LossError.ParameterDomain, "'alpha' is 1", () => new DifferentiableSoftQuantization(-1, 1, 4, 1).Apply(x));
        Refused(LossError.ParameterDomain, "'step' is -1", () => new QuantizationError(-1).Apply(x));
        Refused(LossError.ParameterDomain, "'step' is 0", () => new RoundToNearest(0, 2).Apply(x));
        Refused(LossError.ParameterDomain, "'step' is 0", () => new SinusoidalRegularization(0, 1).Apply(x));
        Refused(LossError.ParameterDomain, "'beta' is 0", () => new AdaptiveRounding(0, 1).Apply(x));
    }

    internal static void Refused(LossError error, string words, Func<Tensor> request)
    {
        var refused = Assert.Throws<LossException>(() => request());
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.Equal(error, refused.Error);
    }

    private static LossArguments None => new() { Reduction = Minima.Reduction.None };

    private static double[] Terms(Tensor terms) => terms.ToArray();
}
