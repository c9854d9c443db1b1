using Minima.Losses;

namespace Minima.Training.Tests.Tensors;

/// <summary>Derivatives beyond the second, of losses of points, of formulas as text and of functions of one number, held to differences of those before them.</summary>
public sealed class ThirdDerivativeTests
{
    private const double Step = 1e-5;

    public static TheoryData<string> Losses => ["log_cosh", "pseudo_huber", "charbonnier", "cauchy", "bce_with_logits", "poisson_nll", "mse", "sigmoid_focal", "barron_general"];

    public static TheoryData<string> Texts => ["log_cosh(p - t)", "abs(p - t)^3", "(p^2 + 1)^1.5", "trigamma(p^2 + 1)", "hypot(p - t, 1)", "exp(p) * sin(p)", "(p^2 + 1)^t", "log(i0e(p^2 + 1))", "log_ndtr(p)", "stirling_remainder(p^2 + 0.5)"];

    [Theory]
    [MemberData(nameof(Losses))]
    public void Of_losses(string key) => Hold(x => Loss.Create(key).Apply(x, GradientCheck.Numbers(x.Shape, 2, 0.1, 0.9)));

    [Theory]
    [MemberData(nameof(Texts))]
    public void Of_texts(string text)
    {
        var loss = Loss.Parse(text);
        Hold(x => text.Contains('t', StringComparison.Ordinal) && loss.Entry.Inputs.Count > 1 ? loss.Apply(x, GradientCheck.Numbers(x.Shape, 2, 0.1, 0.9)) : loss.Apply(x));
    }

    [Fact]
    public void Of_functions()
    {
        Hold(x => x.Pow(3.5).Sum());
        Hold(x => x.Exp().Sum());
        Hold(x => (x * x).Log().Sum());
        Hold(x => (x / 3).Pow(x).Sum());
        Hold(x => x.Sqrt().Mean());
    }

    [Theory]
    [InlineData(Reduction.Sum)]
    [InlineData(Reduction.Mean)]
    [InlineData(Reduction.None)]
    public void Of_weighted_losses(Reduction reduction) => Hold(x =>
    {
        var terms = new PseudoHuber(0.5).Apply(x, GradientCheck.Numbers(x.Shape, 2), new LossArguments { Reduction = reduction, Weight = GradientCheck.Numbers(x.Shape, 3, 0.5, 2) });
        return terms.Rank == 0 ? terms : terms.Sum();
    });

    [Fact]
    public void A_fifth_derivative_of_a_power()
    {
        var x = Tensor.Of([1.3, 0.4], [2]).WithGradient();
        var y = x.Pow(6);
        for (var order = 0; order < 5; order++) y = Autograd.Gradient(y.Sum(), [x], createGraph: true)[0];
        Assert.Equal([720 * 1.3, 720 * 0.4], y.ToArray().Select(v => Math.Round(v, 9)).Select(v => v));
    }

    /// <summary>The third derivative along weights is the difference of second derivatives, and the fourth that of third ones.</summary>
    private static void Hold(Func<Tensor, Tensor> function)
    {
        var leaf = GradientCheck.Numbers([2, 3], 1, 0.2, 1.4).WithGradient();
        foreach (var order in new[] { 2, 3 })
        {
            var got = Autograd.Gradient(Along(leaf, order), [leaf])[0].ToArray();
            for (var k = 0; k < got.Length; k++)
            {
                var want = (Along(Moved(k, Step), order).Item() - Along(Moved(k, -Step), order).Item()) / (2 * Step);
                Assert.True(Math.Abs(want - got[k]) <= 1e-5 * Math.Max(1, Math.Abs(want)), $"the derivative of order {order + 1} at {k} is {got[k]:R}, differences give {want:R}");
            }
        }

        Tensor Moved(int place, double by)
        {
            var values = leaf.ToArray();
            values[place] += by;
            return Tensor.Of(values, leaf.Shape).WithGradient();
        }

        // A derivative of this order, each time along other weights.
        Tensor Along(Tensor x, int order)
        {
            var y = function(x);
            for (var n = 0; n < order; n++)
            {
                var slope = Autograd.Gradient(y, [x], createGraph: true)[0];
                y = (slope * GradientCheck.Numbers(x.Shape, 20 + n, 0.5, 1.5)).Sum();
                if (!y.RequiresGradient) y = (y + (0 * x)).Sum();
            }

            return y;
        }
    }
}
