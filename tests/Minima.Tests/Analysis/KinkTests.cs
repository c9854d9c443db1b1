using Minima.Analysis;
using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Analysis;

/// <summary>Kinks against the textbook, and by a law: no slope jumps where none is told, and each that is told does jump.</summary>
public sealed class KinkTests
{
    [Theory]
    [InlineData("mse", "")]
    [InlineData("huber", "")]
    [InlineData("log_cosh", "")]
    [InlineData("cauchy", "")]
    [InlineData("pseudo_huber", "")]
    [InlineData("geman_mcclure", "")]
    [InlineData("welsch", "")]
    [InlineData("hampel", "")]
    [InlineData("squared_hinge", "")]
    [InlineData("logistic", "")]
    [InlineData("poisson_nll", "")]
    [InlineData("msle", "")]
    [InlineData("expectile", "")]
    [InlineData("mae", "r = 0: slope 0 (-1 below, 1 above)")]
    [InlineData("berhu", "r = 0: slope 0 (-1 below, 1 above)")]
    [InlineData("hinge", "m = 1: slope 0 (-1 below, 0 above)")]
    [InlineData("perceptron", "m = 0: slope 0 (-1 below, 0 above)")]
    [InlineData("ramp", "m = truncation: slope -1 (0 below, -1 above); m = 1: slope 0 (-1 below, 0 above)")]
    [InlineData("epsilon_insensitive", "|r| = epsilon: slope 0 (0 inside, 1 outside); for epsilon = 0 at r = 0: slope 0 (-1 below, 1 above)")]
    [InlineData("pinball", "r = 0: slope 0.5 - quantile (-quantile below, 1 - quantile above)")]
    [InlineData("talwar", "|r| = scale: slope 0 (scale inside, 0 outside)")]
    [InlineData("smooth_l1", "for beta = 0 at r = 0: slope 0 (-1 below, 1 above)")]
    [InlineData("laplace_nll", "r = 0: slope 0 (-1 / scale below, 1 / scale above)")]
    [InlineData("zero_one", "m = 0: the value jumps from 1 to 0; slope 0")]
    [InlineData("wing", "r = 0: slope 0 (-width / epsilon below, width / epsilon above); |r| = width: slope 1 (width / (width + epsilon) inside, 1 outside)")]
    public void Kinks_are_those_of_the_textbook(string key, string expected) =>
        Assert.Equal(expected, FactsText.English.Kinks(LossAnalysis.Of(Loss.Create(key))));

    [Fact]
    public void A_balanced_curve_has_kinks_at_other_parameters_only()
    {
        var own = LossAnalysis.Of(Loss.Create("balanced_l1"));
        Assert.Empty(own.Kinks);
        Assert.Contains(own.KinksElsewhere, k => k.Kink.At.Value == 0);
        Assert.Contains(LossAnalysis.Of(Loss.Create("balanced_l1", ("beta", 2.0))).Kinks, k => k.At.Text == "beta");
    }

    [Theory]
    [InlineData("huber", "|r| = delta")]
    [InlineData("hampel", "|r| = a; |r| = b; |r| = c")]
    [InlineData("squared_hinge", "m = 1")]
    [InlineData("modified_huber", "m = -1; m = 1")]
    [InlineData("dwd", "m = q / (q + 1)")]
    [InlineData("quantile_huber", "|r| = kappa")]
    [InlineData("squared_epsilon_insensitive", "|r| = epsilon")]
    [InlineData("mse", "")]
    [InlineData("geman_mcclure", "")]
    [InlineData("student_t_nll", "")]
    public void Curvature_jumps_are_joins_and_no_guards(string key, string expected)
    {
        var analysis = LossAnalysis.Of(Loss.Create(key));
        Assert.Equal(expected, FactsText.English.CurvatureJumps(analysis));
        Assert.Empty(analysis.Kinks);
    }

    [Fact]
    public void A_formula_as_text_has_the_kinks_of_its_twin()
    {
        var text = LossAnalysis.Of(Loss.Parse("abs(p - t) <= k ? 0 : abs(p - t) - k", ("k", 0.5)));
        Assert.Equal("|r| = k: slope 0 (0 inside, 1 outside)", FactsText.English.Kinks(text));
        var jump = LossAnalysis.Of(Loss.Parse("p < 2 ? (p - t)^2 : (p - t)^2 + 1"));
        Assert.Equal(KinkOrder.Value, Assert.Single(jump.Kinks).Order);
        Assert.Equal("2", jump.Kinks[0].At.Text);
        var root = LossAnalysis.Of(Loss.Parse("sqrt(abs(p - t))"));
        Assert.True(double.IsNegativeInfinity(Assert.Single(root.Kinks).Before!.Value));
        Assert.Equal(0, root.Kinks[0].Taken!.Value);
        Assert.Empty(LossAnalysis.Of(Loss.Parse("abs(p - t)^1.1")).Kinks);
        Assert.Empty(LossAnalysis.Of(Loss.Parse("max((p - t)^2, -(p - t)^2)")).Kinks);
    }

    [Fact]
    public void Chinese_kinks_are_complete() =>
        Assert.Equal("|r| = epsilon 处斜率取 0（内侧 0，外侧 1）；epsilon = 0 时，r = 0 处斜率取 0（左侧 -1，右侧 1）", FactsText.Chinese.Kinks(LossAnalysis.Of(Loss.Create("epsilon_insensitive"))));

    /// <summary>The law: at each kink that is told, the slopes or values on both sides differ, and the slope taken is the gradient's.</summary>
    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Kinks_that_are_told_are_there(string key)
    {
        foreach (var loss in Subjects.Of(key))
        {
            var analysis = LossAnalysis.Of(loss);
            var (function, extras) = (analysis.Function, analysis.Setting.Extras);
            foreach (var kink in analysis.Kinks)
            {
                var step = kink.Prediction == 0 ? 1e-9 : 1e-7 * Math.Abs(kink.Prediction);
                var (left, right) = (function.At(function.Point(kink.Prediction - step, kink.Target, extras)), function.At(function.Point(kink.Prediction + step, kink.Target, extras)));
                var size = Math.Max(Math.Abs(left.Slope), Math.Abs(right.Slope));
                Assert.True(kink.Order == KinkOrder.Value ? left.Value != right.Value : Math.Abs(left.Slope - right.Slope) > 1e-7 * size, $"{loss}: {FactsText.English.Kink(kink)}");
                if (kink.Taken is { } taken)
                {
                    Assert.Equal(taken.Value, function.Slope(function.Point(kink.Prediction, kink.Target, extras)), 1e-9 * Math.Max(1, size));
                }
            }
        }
    }

    /// <summary>The other half of the law: between the kinks no slope jumps, searched at random without looking at the graph.</summary>
    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Nothing_bends_elsewhere(string key)
    {
        foreach (var loss in Subjects.Of(key))
        {
            var analysis = LossAnalysis.Of(loss);
            if (analysis.Coordinate == LossCoordinate.Prediction)
            {
                continue;
            }

            var (function, extras) = (analysis.Function, analysis.Setting.Extras);
            var target = analysis.Coordinate == LossCoordinate.Margin ? 1 : 0;
            var places = analysis.Kinks.SelectMany(k => k.OnBothSides ? new[] { k.At.Value, -k.At.Value } : [k.At.Value]).ToArray();
            var random = new Random(29);
            for (var n = 0; n < 300; n++)
            {
                var (low, high) = (20 * (random.NextDouble() - 0.5), 20 * (random.NextDouble() - 0.5));
                (low, high) = (Math.Min(low, high), Math.Max(low, high));
                if (places.Any(p => p >= low - 1e-9 && p <= high + 1e-9))
                {
                    continue;
                }

                double Slope(double p) => function.Slope(function.Point(p, target, extras));
                var first = Math.Abs(Slope(high) - Slope(low));
                for (var k = 0; k < 52 && high - low > 1e-14; k++) // So near that a slope that grows like a root has no step left.
                {
                    var middle = (low + high) / 2;
                    (low, high) = Math.Abs(Slope(middle) - Slope(low)) > Math.Abs(Slope(high) - Slope(middle)) ? (low, middle) : (middle, high);
                }

                var last = Math.Abs(Slope(high) - Slope(low));
                Assert.True(last <= 1e-6 * Math.Max(first, 1e-3), $"{loss}: the slope jumps by {last} at {low}, which no kink explains");
            }
        }
    }
}
