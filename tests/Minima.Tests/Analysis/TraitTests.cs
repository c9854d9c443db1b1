using Minima.Analysis;
using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Analysis;

/// <summary>Traits against the table of a textbook, by laws, and on losses that break them.</summary>
public sealed class TraitTests
{
    /// <summary>What is true, of which nothing is refuted, nothing else is proved, and half at least is proved. Letters: c convex, s strictly convex, q one valley, L Lipschitz, b bounded above, 1 C1, 2 C2, n never negative, z zero only at the target, y symmetric, r redescending, m monotone, p proper, a classification-calibrated.</summary>
    [SlowTheory]
    [SampledCases]
    [Case("mse", "csq12nzy")]
    [Case("mae", "cqLnzy")]
    [Case("huber", "cqL1nzy")]
    [Case("log_cosh", "csqL12nzy")]
    [Case("pseudo_huber", "csqL12nzy")]
    [Case("fair", "csqL12nzy")]
    [Case("cauchy", "qL12nzyr")]
    [Case("welsch", "qLb12nzyr")]
    [Case("geman_mcclure", "qLb12nzyr")]
    [Case("tukey_biweight", "qLb12nzyr")]
    [Case("hampel", "qLb1nzyr")]
    [Case("talwar", "qLbnzyr")]
    [Case("epsilon_insensitive", "cqLny")]
    [Case("linex", "csq12nz")]
    [Case("pinball", "cqLnzy")]
    [Case("periodic", "Lb12ny")]
    [Case("hinge", "cqLnma")]
    [Case("squared_hinge", "cq1nmpa")]
    [Case("logistic", "csqL12nmpa")]
    [Case("exponential", "csq12nmpa")]
    [Case("perceptron", "cqLnm")]
    [Case("zero_one", "qbnma")]
    [Case("ramp", "qLbnrma")]
    [Case("savage", "qLb12nrmpa")]
    [Case("unhinged", "cqL12ma")]
    [Case("tangent", "qLb12nrpa")]
    [Case("bce", "csq12npa")]
    [Case("bce_with_logits", "csqL12npa")]
    [Case("brier_binary", "qLb12nrpa")]
    [Case("sigmoid_focal", "qL12na")]
    public void The_table_of_the_textbook(string key, string expected)
    {
        var analysis = LossAnalysis.Of(Loss.Create(key));
        (Trait Trait, char Letter)[] letters =
        [
            (Trait.Convex, 'c'), (Trait.StrictlyConvex, 's'), (Trait.QuasiConvex, 'q'), (Trait.Lipschitz, 'L'), (Trait.BoundedAbove, 'b'), (Trait.ContinuousSlope, '1'),
            (Trait.ContinuousCurvature, '2'), (Trait.NonNegative, 'n'), (Trait.ZeroOnlyAtTarget, 'z'), (Trait.Symmetric, 'y'), (Trait.Redescending, 'r'), (Trait.Monotone, 'm'),
            (Trait.Proper, 'p'), (Trait.ClassificationCalibrated, 'a'),
        ];
        var proved = letters.Where(l => analysis[l.Trait] is { Holds: true }).Select(l => l.Letter).ToArray();
        Assert.All(proved, letter => Assert.Contains(letter, expected));
        Assert.All(letters.Where(l => expected.Contains(l.Letter, StringComparison.Ordinal)), l => Assert.True(analysis[l.Trait] is not { Verdict: TraitVerdict.Refuted }, $"{key}: {l.Trait} is refuted"));

        var least = (expected.Length + 1) / 2;
        Assert.True(proved.Length >= least, $"{key}: only {string.Concat(proved)} of {expected} is proved");
    }

    [Theory]
    [SampledCases]
    [Case("mae", "1")]
    [Case("huber", "delta")]
    [Case("hinge", "1")]
    [Case("logistic", "1")]
    [Case("pinball", "max(quantile, 1 - quantile)")]
    [Case("hampel", "a")]
    [Case("talwar", "scale")]
    [Case("andrews_wave", "scale")]
    [Case("balanced_l1", "gamma")]
    [Case("wing", "width / epsilon")]
    [Case("mape", "scale / epsilon")]
    [Case("periodic", "2 pi / period")]
    public void Lipschitz_constants(string key, string expected)
    {
        var finding = LossAnalysis.Of(Loss.Create(key))[Trait.Lipschitz]!;
        Assert.NotEqual(TraitVerdict.Refuted, finding.Verdict);
        Assert.True(finding.Constant is null || finding.Constant.Text == expected, $"{key}: {finding.Constant}");
    }

    [SlowFact]
    public void Constants_are_exact_to_the_digits_that_are_shown()
    {
        Assert.Equal(Math.Exp(-0.5), LossAnalysis.Of(Loss.Create("welsch"))[Trait.Lipschitz]!.Constant!.Value, 1e-9);
        Assert.Equal(9 / (8 * Math.Sqrt(3)), LossAnalysis.Of(Loss.Create("geman_mcclure"))[Trait.Lipschitz]!.Constant!.Value, 1e-9);
        Assert.Contains(LossAnalysis.Of(Loss.Create("tukey_biweight"))[Trait.BoundedAbove]!.Constant?.Text, (string?[])["1/6 scale^2", null]);
        Assert.Contains(LossAnalysis.Of(Loss.Create("smape"))[Trait.BoundedAbove]!.Constant?.Text, (string?[])["2 scale", null]);
    }

    [SlowTheory]
    [InlineData("mse", 2.0)]
    [InlineData("mae", 1.0)]
    [InlineData("pinball", 1.0)]
    [InlineData("hinge", null)]
    [InlineData("mape", null)]
    [InlineData("smape", null)]
    public void Degrees(string key, double? degree) => Assert.Equal(degree, LossAnalysis.Of(Loss.Create(key))[Trait.Homogeneous]?.Constant?.Value);

    [Theory]
    [InlineData("mse")]
    [InlineData("mae")]
    [InlineData("hinge")]
    [InlineData("squared_hinge")]
    [InlineData("logistic")]
    [InlineData("exponential")]
    [InlineData("pinball")]
    [InlineData("log_cosh")]
    [InlineData("charbonnier")]
    [InlineData("probit")]
    [InlineData("bce_with_logits")]
    [InlineData("bce")]
    [InlineData("poisson_nll")]
    [InlineData("squared_epsilon_insensitive")]
    [InlineData("cost_sensitive_logistic")]
    public void Structure_proves_convexity(string key) => Assert.Equal(Evidence.Proven, LossAnalysis.Of(Loss.Create(key))[Trait.Convex]!.Evidence);

    /// <summary>Formulas with a fault that a careless search misses: each must be refused the trait, with elements that show why.</summary>
    [SlowTheory]
    [InlineData("(p - t)^2 + 0.01*sin(40*p)", Trait.Convex)]
    [InlineData("abs(p - t) < 3 ? (p - t)^2 : 9 + 5.99*(abs(p - t) - 3)", Trait.Convex)]
    [InlineData("abs(p - t) > 5000 ? 5000*0.999 + 0.001*abs(p - t) : abs(p - t)", Trait.Convex)]
    [InlineData("log(1 + abs(p - t))", Trait.Convex)]
    [InlineData("max(abs(p - t), 0.001)", Trait.StrictlyConvex)]
    [InlineData("(p - t)^2/(1 + (p - t)^2) + 0.001*cos(p - t)", Trait.QuasiConvex)]
    [InlineData("abs(p - t)^1.001", Trait.Lipschitz)]
    [InlineData("sqrt(abs(p - t))", Trait.Lipschitz)]
    [InlineData("p < 100 ? abs(p - t) : abs(p - t) + 1e-3", Trait.Lipschitz)]
    [InlineData("log(1 + (p - t)^2)", Trait.BoundedAbove)]
    [InlineData("(p - t)^2 - 1e-6", Trait.NonNegative)]
    [InlineData("max(abs(p - t) - 1e-3, 0)", Trait.ZeroOnlyAtTarget)]
    [InlineData("(p - t)^2 + 1e-6*(p - t)^3", Trait.Symmetric)]
    [InlineData("(p - t)^2*(1 + 1e-6*t^2)", Trait.TranslationInvariant)]
    [InlineData("(p - t)^2 + 1e-4*abs(p - t)", Trait.Homogeneous)]
    [InlineData("1 - exp(-(p - t)^2) + 1e-3*abs(p - t)", Trait.Redescending)]
    [InlineData("abs(p - t - 0.3) + (p - t)^2", Trait.ContinuousSlope)]
    [InlineData("max(p - t, 0)^2", Trait.ContinuousCurvature)]
    [InlineData("exp(p - t) - 0.01*p", Trait.Monotone)]
    public void Broken_claims_are_refused(string formula, Trait trait)
    {
        var finding = LossAnalysis.Of(Loss.Parse(formula))[trait];
        Assert.NotNull(finding);
        Assert.False(finding.Holds, $"{formula} is called {trait}");
        Assert.NotEmpty(finding.Against);
        Assert.NotEmpty(FactsText.English.Against(finding));
        Assert.NotEmpty(FactsText.Chinese.Against(finding));
    }

    /// <summary>What a counter-example says must be true of the loss itself.</summary>
    [Theory]
    [SlowData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Counter_examples_are_true(string key)
    {
        var analysis = LossAnalysis.Of(Catalogue.Find(key).CreateExample());
        foreach (var finding in analysis.Traits.Where(t => t.Verdict == TraitVerdict.Refuted))
        {
            var w = finding.Against;
            Assert.True(w.Count > 0, $"{key}: {finding.Trait} is denied without a counter-example");
            var shows = finding.Trait switch
            {
                Trait.Convex when w.Count == 2 => w[0].Prediction < w[1].Prediction && w[0].Slope > w[1].Slope,
                Trait.Convex => w[1].Value > w[0].Value + (w[2].Value - w[0].Value) * ((w[1].Prediction - w[0].Prediction) / (w[2].Prediction - w[0].Prediction)),
                Trait.QuasiConvex => w[1].Value > w[0].Value && w[1].Value > w[2].Value && w[0].Prediction < w[1].Prediction && w[1].Prediction < w[2].Prediction,
                Trait.NonNegative => w[0].Value < 0,
                Trait.ZeroOnlyAtTarget => w[0].Prediction == w[0].Target ? w[0].Value != 0 : w[0].Value <= 0,
                Trait.Symmetric or Trait.TranslationInvariant or Trait.MarginLoss => w[0].Value != w[1].Value,
                _ => true,
            };
            Assert.True(shows, $"{key}: {finding.Trait}: {FactsText.English.Against(finding)}");
        }
    }

    /// <summary>A claim is attacked again, with other seeds and other elements than those of the search.</summary>
    [SlowTheory]
    [SlowData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Claims_stand_a_second_attack(string key)
    {
        foreach (var loss in Subjects.Of(key))
        {
            var analysis = LossAnalysis.Of(loss);
            var function = analysis.Function;
            var (domain, targets) = (function.DomainOf(0), function.DomainOf(function.Target));
            var random = new Random(31);
            bool Has(Trait trait) => analysis[trait] is { Holds: true };
            for (var n = 0; n < 2000; n++)
            {
                var t = Samples.Draw(targets, random);
                var (a, b) = (Samples.Draw(domain, random), Samples.Draw(domain, random));
                var share = random.NextDouble();
                var middle = a + share * (b - a);
                double At(double p) => function.Value(function.Point(p, t, analysis.Setting.Extras));
                var (fa, fb, fm) = (At(a), At(b), At(middle));
                var slack = 1e-9 * (Math.Abs(fa) + Math.Abs(fb)) + 1e-12;
                if (!double.IsFinite(fa + fb + fm))
                {
                    continue;
                }

                if (Has(Trait.Convex))
                {
                    Assert.True(fm <= fa + share * (fb - fa) + slack, $"{loss}: chord from {a} to {b} at {middle}, target {t}");
                    Assert.True(function.At(function.Point(a, t, analysis.Setting.Extras)).Curvature >= -1e-9, $"{loss}: curvature at {a}, target {t}");
                }

                if (Has(Trait.QuasiConvex))
                {
                    Assert.True(fm <= Math.Max(fa, fb) + slack, $"{loss}: valley between {a} and {b} at {middle}, target {t}");
                }

                if (Has(Trait.Lipschitz))
                {
                    Assert.True(Math.Abs(fa - fb) <= analysis[Trait.Lipschitz]!.Constant!.Value * Math.Abs(a - b) * (1 + 1e-6) + slack, $"{loss}: slope between {a} and {b}, target {t}");
                }

                if (Has(Trait.BoundedBelow))
                {
                    Assert.True(fa >= analysis[Trait.BoundedBelow]!.Constant!.Value - 1e-6 * Math.Max(1, Math.Abs(fa)), $"{loss}: {fa} at {a}, target {t}");
                }

                if (Has(Trait.BoundedAbove))
                {
                    Assert.True(fa <= analysis[Trait.BoundedAbove]!.Constant!.Value + 1e-6 * Math.Max(1, Math.Abs(fa)), $"{loss}: {fa} at {a}, target {t}");
                }

                Assert.True(!Has(Trait.NonNegative) || fa >= -1e-12, $"{loss}: {fa} at {a}, target {t}");
            }
        }
    }
}
