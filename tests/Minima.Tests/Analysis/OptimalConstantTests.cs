using Minima.Analysis;
using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Analysis;

/// <summary>The best constant against closed forms, at the edges, and by a law: no other constant does better.</summary>
public sealed class OptimalConstantTests
{
    private static readonly double[] Amounts = [0.5, 3, 1.25, 7, 2, 2, 11.5, 0.75];
    private static readonly double[] Weights = [1, 2, 0.5, 1, 3, 0.25, 1, 0];

    [Theory]
    [InlineData("mse")]
    [InlineData("half_mse")]
    public void Squares_give_the_mean(string key) => Near(Amounts.Average(), Of(key).OptimalConstant(Amounts).Value);

    [Fact]
    public void Weighted_squares_give_the_weighted_mean() =>
        Near(Amounts.Zip(Weights, (t, w) => t * w).Sum() / Weights.Sum(), Of("mse").OptimalConstant(Amounts, Weights).Value);

    [Fact]
    public void Absolute_errors_give_the_median_exactly()
    {
        var odd = Of("mae").OptimalConstant([3, 0.1, 7, 2.3, 5]);
        Assert.Equal((3, OptimumKind.Unique), (odd.Value, odd.Kind));
        var even = Of("mae").OptimalConstant([0.1, 7, 2.3, 5]);
        Assert.Equal((OptimumKind.Interval, 2.3, 5), (even.Kind, even.Low, even.High));
        Assert.Equal(2.3 + (5 - 2.3) / 2, even.Value);
        Assert.Equal((1, OptimumKind.Unique), Pair(Of("mae").OptimalConstant([0, 1, 2, 3], [1, 3, 1, 0.5])));
    }

    [Fact]
    public void The_median_of_a_large_sample_is_exact()
    {
        var random = new Random(5);
        var sample = Enumerable.Range(0, 10001).Select(_ => random.NextDouble() * 100).ToArray();
        Assert.Equal(sample.Order().ElementAt(5000), Of("mae").OptimalConstant(sample).Value);
        Near(sample.Average(), Of("mse").OptimalConstant(sample).Value);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.25)]
    [InlineData(0.9)]
    public void Pinballs_give_quantiles_exactly(double level)
    {
        var sample = Enumerable.Range(1, 21).Select(i => i * 0.7).ToArray();
        var best = LossAnalysis.Of(Loss.Create("pinball", ("quantile", level))).OptimalConstant(sample);
        Assert.Equal(sample[(int)Math.Ceiling(level * 21) - 1], best.Value);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.7)]
    public void Expectiles_balance(double level)
    {
        var c = LossAnalysis.Of(Loss.Create("expectile", ("expectile", level))).OptimalConstant(Amounts).Value;
        Assert.Equal(0, Amounts.Sum(t => (t > c ? level : 1 - level) * (t - c)), 1e-10);
    }

    [Theory]
    [InlineData("poisson_nll")]
    [InlineData("gamma_nll")]
    [InlineData("tweedie")]
    public void Log_links_give_the_logarithm_of_the_mean(string key) => Near(Math.Log(Amounts.Average()), Of(key).OptimalConstant(Amounts).Value);

    [Fact]
    public void Poisson_in_the_mean_gives_the_mean() => Near(Amounts.Average(), Of("poisson").OptimalConstant(Amounts).Value);

    [Theory]
    [InlineData("logistic", 1)]
    [InlineData("exponential", 0.5)]
    [InlineData("savage", 0.5)]
    public void Margins_give_the_logit_of_the_rate(string key, double factor) =>
        Near(factor * Math.Log(3), Of(key).OptimalConstant([1, 1, -1, 1]).Value);

    [Fact]
    public void Cross_entropies_give_the_rate_or_its_logit()
    {
        Near(Math.Log(3), Of("bce_with_logits").OptimalConstant([1, 1, 0, 1]).Value);
        Near(0.75, Of("bce").OptimalConstant([1, 1, 0, 1]).Value);
        Near(Math.Log(3), Of("brier_binary").OptimalConstant([1, 1, 0, 1]).Value);
    }

    [Theory]
    [InlineData("logistic", 1, double.PositiveInfinity)]
    [InlineData("logistic", -1, double.NegativeInfinity)]
    [InlineData("exponential", 1, double.PositiveInfinity)]
    [InlineData("probit", -1, double.NegativeInfinity)]
    [InlineData("bce_with_logits", 0, double.NegativeInfinity)]
    [InlineData("poisson_nll", 0, double.NegativeInfinity)]
    [InlineData("unhinged", 1, double.PositiveInfinity)]
    [InlineData("sigmoid_margin", 1, double.PositiveInfinity)]
    public void One_class_may_have_no_finite_optimum(string key, double target, double expected)
    {
        var best = Of(key).OptimalConstant([target, target, target]);
        Assert.Equal((expected, OptimumKind.None), (best.Value, best.Kind));
    }

    [Fact]
    public void One_class_under_a_hinge_has_a_half_line()
    {
        var best = Of("hinge").OptimalConstant([1, 1]);
        Assert.Equal((1, OptimumKind.HalfLine, 1, double.PositiveInfinity, 0), (best.Value, best.Kind, best.Low, best.High, best.MeanLoss));
        var other = Of("squared_hinge").OptimalConstant([-1, -1]);
        Assert.Equal((-1, OptimumKind.HalfLine), (Math.Round(other.Value, 6), other.Kind));
    }

    [Fact]
    public void Balanced_classes_under_a_line_leave_every_constant_equal() =>
        Assert.Equal((0, OptimumKind.Any), Pair(Of("unhinged").OptimalConstant([1, -1])));

    [Fact]
    public void Bounds_of_a_domain_are_met()
    {
        Assert.Equal(0, Of("bce").OptimalConstant([0, 0]).Value);
        Assert.Equal(1, Of("bce").OptimalConstant([1, 1]).Value);
        Assert.Equal(0, Of("poisson").OptimalConstant([0, 0]).Value);
    }

    [Fact]
    public void Insensitive_tubes_take_the_middle()
    {
        var best = LossAnalysis.Of(Loss.Create("epsilon_insensitive", ("epsilon", 0.5))).OptimalConstant([2]);
        Assert.Equal((2, 1.5, 2.5, OptimumKind.Interval), (best.Value, best.Low, best.High, best.Kind));
    }

    [Fact]
    public void A_loss_with_many_valleys_finds_the_deepest()
    {
        // Two clusters: the larger one wins, although the mean lies between them.
        double[] sample = [0, 0.1, -0.1, 0.05, 0, 100, 100.1, 99.9];
        foreach (var key in new[] { "welsch", "geman_mcclure", "tukey_biweight", "talwar", "cauchy" })
        {
            var best = Of(key).OptimalConstant(sample);
            Assert.InRange(best.Value, -0.1, 0.2);
            Assert.Equal(Evidence.Searched, best.Evidence);
        }
    }

    [Fact]
    public void Likelihoods_learn_their_scale_too()
    {
        var gaussian = Of("gaussian_nll").OptimalConstant(Amounts);
        var variance = Amounts.Average(t => Math.Pow(t - Amounts.Average(), 2));
        Near(Amounts.Average(), gaussian.Value);
        Assert.Equal("variance", gaussian.Others[0].Input);
        Assert.Equal(variance, gaussian.Others[0].Value, 1e-7);
        var laplace = Of("laplace_nll").OptimalConstant([1, 2, 10]);
        Near(2, laplace.Value);
        Assert.Equal(3, laplace.Others[0].Value, 1e-7);
        var beta = Of("beta_distribution_nll").OptimalConstant([0.2, 0.4, 0.5, 0.3]);
        Assert.Equal(0.35, beta.Value / (beta.Value + beta.Others[0].Value), 1e-3);
    }

    [Fact]
    public void Formulas_as_text_have_one_too()
    {
        Near(Amounts.Average(), LossAnalysis.Of(Loss.Parse("(p - t)^2")).OptimalConstant(Amounts).Value);
        Near(2, LossAnalysis.Of(Loss.Parse("abs(p - t)")).OptimalConstant([1, 2, 10]).Value);
    }

    [Fact]
    public void Refusals_are_kind()
    {
        var mse = Of("mse");
        Refused(() => mse.OptimalConstant([]), "empty");
        Refused(() => mse.OptimalConstant([1, 2], [1]), "sample weights");
        Refused(() => mse.OptimalConstant([1, 2], [0, 0]), "all sample weights are 0");
        Refused(() => mse.OptimalConstant([1, 2], [1, -1]), "finite weights of at least 0");
        Refused(() => mse.OptimalConstant([1, double.NaN]), "target 1");
        Refused(() => mse.OptimalConstant([double.PositiveInfinity]), "finite");
        Refused(() => Of("logistic").OptimalConstant([0.5]), "-1 or +1");
        Refused(() => mse.OptimalConstant([1], inputs: new Dictionary<string, double[]>(StringComparer.Ordinal) { ["scale"] = [1] }), "no further input");
    }

    [Fact]
    public void Zero_weights_leave_elements_out_whatever_they_are() =>
        Assert.Equal(2, Of("mse").OptimalConstant([2, double.NaN], [1, 0]).Value);

    /// <summary>The law: over a grid, beside the optimum and at random, nothing has a lower mean loss.</summary>
    [SlowTheory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Nothing_beats_the_optimum(string key)
    {
        foreach (var loss in Subjects.Of(key))
        {
            var analysis = LossAnalysis.Of(loss);
            var function = PointFunction.Of(loss);
            if (function.Learned.Length != 1)
            {
                continue;
            }

            var domain = function.DomainOf(function.Target);
            var random = new Random(23);
            for (var round = 0; round < 3; round++)
            {
                var sample = Enumerable.Range(0, 9).Select(_ => Sample(domain, random)).ToArray();
                var weights = sample.Select(_ => 0.1 + random.NextDouble()).ToArray();
                var extras = function.Extras.Where(i => function.BoundTo(i).Count != 1).ToDictionary(i => loss.Entry.Inputs[i].Name, i => Enumerable.Repeat(Setting.Of(loss).Extras[Array.IndexOf(function.Extras, i)], sample.Length).ToArray(), StringComparer.Ordinal);
                var best = analysis.OptimalConstant(sample, weights, extras);
                Assert.False(double.IsNaN(best.Value), $"{loss}: NaN for {string.Join(", ", sample)}");
                var slack = 1e-9 * Math.Max(1e-3, Math.Abs(best.MeanLoss));

                // A single point below both sides of a jump is no place to stay at.
                var jumps = analysis.Kinks.Where(k => k.Order == KinkOrder.Value).Select(k => k.At.Value).ToHashSet();
                foreach (var other in Others(best.Value, sample, random).Where(x => function.DomainOf(0).Contains(x) && !jumps.Contains(x)))
                {
                    var mean = Mean(function, other, sample, weights);
                    Assert.False(mean < best.MeanLoss - slack, $"{loss}: {other} has mean loss {mean:R}, {best} for {string.Join(", ", sample)}");
                }
            }
        }
    }

    private static double Mean(PointFunction function, double constant, double[] sample, double[] weights) =>
        sample.Zip(weights, (t, w) => w * function.Value(function.Point(constant, t, Setting.Of(function.Loss).Extras))).Sum() / weights.Sum();

    private static IEnumerable<double> Others(double best, double[] sample, Random random)
    {
        var centre = double.IsFinite(best) ? best : 0;
        var grid = Enumerable.Range(-60, 121).Select(i => i / 4.0);
        var beside = Enumerable.Range(-12, 14).SelectMany(k => new[] { centre + Math.Pow(10, k), centre - Math.Pow(10, k) });
        return grid.Concat(beside).Concat(sample).Concat(Enumerable.Range(0, 40).Select(_ => centre + (random.NextDouble() - 0.5) * 10));
    }

    private static double Sample(Domain domain, Random random) => domain.Kind == DomainKind.Labels
        ? random.Next(2) == 0 ? domain.Low : domain.High
        : double.IsFinite(domain.High) && double.IsFinite(domain.Low) ? domain.Low + (domain.High - domain.Low) * (0.05 + 0.9 * random.NextDouble())
        : double.IsFinite(domain.Low) ? domain.Low + 0.1 + 8 * random.NextDouble()
        : double.IsFinite(domain.High) ? domain.High - 0.1 - 8 * random.NextDouble()
        : 10 * (random.NextDouble() - 0.5);

    private static (double Value, OptimumKind Kind) Pair(OptimalConstant best) => (best.Value, best.Kind);

    private static LossAnalysis Of(string key) => LossAnalysis.Of(Loss.Create(key));

    private static void Near(double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-12 * Math.Max(1, Math.Abs(expected)), $"expected {expected:R}, got {actual:R}");

    private static void Refused(Func<object> call, string words) => Assert.Contains(words, Assert.Throws<LossException>(call).Message, StringComparison.Ordinal);
}
