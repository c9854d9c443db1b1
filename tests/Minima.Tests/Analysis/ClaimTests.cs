using Minima.Analysis;
using Minima.Reals;
using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Analysis;

/// <summary>What is printed of a loss is proved, refuted by a counter-example that double-double arithmetic confirms, or unknown.</summary>
public sealed class ClaimTests
{
    private static readonly int Attacks = Sweep.Of(thin: 150, wide: 500, full: 500);

    /// <summary>The defaults and other values of the parameters.</summary>
    private const int Settings = 3;

    /// <summary>Everything that is called proved is attacked: with far inputs, every label, the further inputs anywhere in their domains.</summary>
    [SlowTheory]
    [SlowData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Nothing_contradicts_what_is_proved(string key)
    {
        foreach (var loss in Subjects.Of(key).Take(Settings))
        {
            var analysis = LossAnalysis.Of(loss);
            var attack = new Attack(analysis, seed: 4711);
            foreach (var finding in analysis.Traits.Where(t => t.Holds))
            {
                for (var n = 0; n < Attacks; n++)
                {
                    Assert.True(attack.Against(finding) is not { } against, $"{loss}: {finding.Trait} {finding.Constant} is called proved, but {string.Join("; ", (attack.Last ?? []).Select(x => $"({string.Join(", ", x)})"))}");
                }
            }
        }
    }

    /// <summary>Every "no" has elements that show it, and they show it beyond rounding.</summary>
    [Theory]
    [SlowData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void What_is_refuted_has_a_true_counter_example(string key)
    {
        foreach (var loss in Subjects.Of(key).Take(Settings))
        {
            var analysis = LossAnalysis.Of(loss);
            var counterexample = new Counterexample(analysis.Function, analysis.Setting.Extras);
            foreach (var finding in analysis.Traits.Where(t => t.Verdict == TraitVerdict.Refuted))
            {
                var shown = finding.Trait switch
                {
                    Trait.Proper or Trait.ClassificationCalibrated => finding.Against.Count > 0,
                    Trait.StrictlyConvex when finding.Against.Count == 2 && !counterexample.Refutes(finding.Trait, finding.Against) => IsStraight(analysis, finding.Against[0], finding.Against[1]),
                    _ => counterexample.Refutes(finding.Trait, finding.Against),
                };
                Assert.True(shown, $"{loss}: {finding.Trait} is refuted by {FactsText.English.Against(finding)}");
            }
        }
    }

    /// <summary>Claims that were printed and false.</summary>
    [SlowTheory]
    [SampledCases]
    [Case("crps_gaussian", Trait.Convex, false, null)]
    [Case("gaussian_nll_log_variance", Trait.NonNegative, null, true)]
    [Case("gaussian_nll_log_variance", Trait.BoundedBelow, null, true)]
    [Case("gaussian_nll", Trait.NonNegative, null, true)]
    [Case("ppo_clip", Trait.BoundedAbove, null, true)]
    [Case("laplace_nll", Trait.NonNegative, null, true)]
    [Case("von_mises_nll", Trait.NonNegative, null, true)]
    [Case("sigmoid_focal", Trait.Proper, null, true)]
    public void Claims_that_were_false(string key, Trait trait, bool? isRefuted, bool? mustBeRefuted)
    {
        var finding = LossAnalysis.Of(Catalogue.Find(key).CreateExample())[trait]!;
        Assert.NotEqual(isRefuted == false ? TraitVerdict.Refuted : TraitVerdict.Proved, finding.Verdict);
        Assert.True(mustBeRefuted is null || finding.Verdict == TraitVerdict.Refuted, $"{key}: {trait} is {finding.Verdict}");
    }

    /// <summary>A bound that holds at the ordinary values of the further inputs is not called one where it fails at others.</summary>
    [Theory]
    [SampledCases]
    [Case("ppo_clip")]
    [Case("laplace_nll")]
    [Case("von_mises_nll")]
    [Case("brier_survival")]
    [Case("discretized_logistic")]
    public void Bounds_hold_for_all_further_inputs(string key)
    {
        var analysis = LossAnalysis.Of(Catalogue.Find(key).CreateExample());
        var attack = new Attack(analysis, seed: 99);
        foreach (var trait in new[] { Trait.BoundedAbove, Trait.BoundedBelow, Trait.Lipschitz })
        {
            Assert.True(analysis[trait] is not { Holds: true } finding || Enumerable.Range(0, Sweep.Of(thin: 4_000, wide: 20_000, full: 20_000)).All(_ => attack.Against(finding) is null), $"{key}: {trait}");
        }
    }

    private static bool IsStraight(LossAnalysis analysis, Witness a, Witness b)
    {
        var width = b.Prediction - a.Prediction;
        var x = new[] { 0.3, 0.5, 0.7 }.Select(u => a.Prediction + u * width).ToArray();
        var y = x.Select(p => analysis.Function.Exact(analysis.Function.Point(p, a.Target, a.Others.Count > 0 ? [.. a.Others] : analysis.Setting.Extras))).ToArray();
        var bend = (y[1] - y[0]) * (new Ball(x[2]) - new Ball(x[0])) - (y[2] - y[0]) * (new Ball(x[1]) - new Ball(x[0]));
        return !bend.IsPositive && !bend.IsNegative && bend.IsKnown;
    }

    /// <summary>Draws elements against a claim; what contradicts it in double-double arithmetic is returned.</summary>
    private sealed class Attack(LossAnalysis analysis, int seed)
    {
        private readonly PointFunction _function = analysis.Function;
        private readonly Random _random = new(seed);

        public double[][]? Last { get; private set; }

        public double[][]? Against(TraitFinding finding)
        {
            var x = Enumerable.Range(0, _function.Arity).Select(i => Draw(_function.DomainOf(i))).ToArray();
            for (var k = 0; k < _function.Extras.Length; k++)
            {
                // An input that a parameter binds is held at its value.
                if (analysis.Function.Loss.Entry.Inputs[_function.Extras[k]].BoundTo is not null)
                {
                    x[_function.Extras[k]] = analysis.Setting.Extras[k];
                }
            }

            if (_function.Target > 0 && _random.Next(3) == 0 && _function.DomainOf(0).Contains(x[_function.Target] + x[0] * 1e-3))
            {
                x[0] = x[_function.Target] + x[0] * 1e-3;
            }

            var others = new[] { x[0], Draw(_function.DomainOf(0)), Draw(_function.DomainOf(0)) }.Order().ToArray();
            Last = Contradicts(finding, x, others);
            return Last;
        }

        private double[][]? Contradicts(TraitFinding finding, double[] x, double[] p)
        {
            var bound = finding.Constant?.Value ?? 0;
            var slack = 1e-5 * Math.Abs(bound);
            double[] With(double prediction) => [prediction, .. x.Skip(1)];
            Ball Value(double prediction) => _function.Exact(With(prediction));
            double[][]? Failing(bool fails) => fails ? [x, p] : null;
            switch (finding.Trait)
            {
                case Trait.Convex or Trait.StrictlyConvex:
                    var (whole, part) = (new Ball(p[2]) - new Ball(p[0]), new Ball(p[1]) - new Ball(p[0]));
                    return Failing(((Value(p[1]) - Value(p[0])) * whole - (Value(p[2]) - Value(p[0])) * part).IsPositive);
                case Trait.QuasiConvex:
                    return Failing((Value(p[1]) - Value(p[0])).IsPositive && (Value(p[1]) - Value(p[2])).IsPositive);
                case Trait.Lipschitz:
                    var slope = _function.ExactSlope(x);
                    return Failing(((slope.High < 0 ? -slope : slope) - new Ball(bound + slack)).IsPositive);
                case Trait.BoundedBelow:
                    return Failing((_function.Exact(x) - new Ball(bound - slack)).IsNegative);
                case Trait.BoundedAbove:
                    return Failing((_function.Exact(x) - new Ball(bound + slack)).IsPositive);
                case Trait.NonNegative:
                    return Failing(_function.Exact(x).IsNegative);
                case Trait.ZeroOnlyAtTarget:
                    var there = Value(x[_function.Target]);
                    return Failing(_function.Exact(x).IsNegative || (_function.DomainOf(0).Contains(x[_function.Target]) && (there.IsPositive || there.IsNegative)));
                case Trait.Symmetric:
                    var (t, r) = (_random.Next(-1024, 1025) / 64.0, Math.Pow(2, _random.Next(-30, 40)) * _random.Next(1, 64));
                    x[_function.Target] = t;
                    return Failing(t + r - t == r && t - r - t == -r && Value(t + r) - Value(t - r) is var apart && (apart.IsPositive || apart.IsNegative));
                case Trait.Monotone:
                    var (first, second) = (Value(p[1]) - Value(p[0]), Value(p[2]) - Value(p[1]));
                    return Failing((first.IsPositive && second.IsNegative) || (first.IsNegative && second.IsPositive));
                case Trait.Homogeneous when bound == Math.Floor(bound):
                    var scale = Math.Pow(2, _random.Next(-20, 21));
                    var scaled = x.Select((v, i) => _function.Extras.Contains(i) ? v : v * scale).ToArray();
                    var gap = _function.Exact(scaled) - new Ball(Math.Pow(scale, bound)) * _function.Exact(x);
                    return Failing(gap.IsPositive || gap.IsNegative);
                case Trait.ContinuousSlope or Trait.ContinuousCurvature:
                    // At a likely corner: where prediction, residual or margin is a number of the formula.
                    var corners = SampleSpace.Corners(analysis.Setting).Append(0).ToArray();
                    var corner = corners[_random.Next(corners.Length)];
                    // A place that lies beside a corner by less than the distances of the test of a jump is none: targets are 0, or not that small.
                    var target = _function.Target > 0 && Math.Abs(x[_function.Target]) > 1e-3 ? x[_function.Target] : 0;
                    var at = _random.Next(3) switch { 0 => corner, 1 => target + corner, _ => target * corner };
                    var witness = new Witness(at, target, 0, 0) { Others = [.. _function.Extras.Select(i => x[i])] };
                    return Failing(Math.Abs(at) < 1e3 && _function.DomainOf(0).Contains(at) && new Counterexample(_function, analysis.Setting.Extras).Refutes(finding.Trait, [witness]));
                default:
                    return null;
            }
        }

        /// <summary>Any size, both signs, the ends of the domain and their neighbourhood.</summary>
        private double Draw(Domain domain)
        {
            var size = Math.Pow(10, _random.Next(3) switch { 0 => 150 * (2 * _random.NextDouble() - 1), 1 => 6 * (2 * _random.NextDouble() - 1), _ => 2 * _random.NextDouble() - 1 });
            var sign = _random.Next(2) == 0 ? 1 : -1;
            var x = domain.Kind switch
            {
                DomainKind.Labels => sign < 0 ? domain.Low : domain.High,
                DomainKind.Outside => sign < 0 ? domain.Low - size : domain.High + size,
                _ when double.IsFinite(domain.Low) && double.IsFinite(domain.High) => _random.Next(4) switch { 0 => domain.Low + Math.Min(1, size) * (domain.High - domain.Low), 1 => domain.High - Math.Min(1, size) * (domain.High - domain.Low), _ => domain.Low + _random.NextDouble() * (domain.High - domain.Low) },
                _ when double.IsFinite(domain.Low) => domain.Low + size,
                _ when double.IsFinite(domain.High) => domain.High - size,
                _ => sign * size,
            };
            return domain.Contains(x) ? x : domain.Contains(domain.Low) && double.IsFinite(domain.Low) ? domain.Low : domain.Contains(domain.High) && double.IsFinite(domain.High) ? domain.High : (domain.Low + domain.High) / 2;
        }
    }
}
