using Minima.Analysis;
using Minima.Reals;
using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Analysis;

/// <summary>The claims about row losses, attacked with rows of any size, every label, and more classes where the proof is for any number of them.</summary>
public sealed class RowClaimTests
{
    private static readonly int Attacks = Sweep.Of(thin: 80, wide: 250, full: 250);

    /// <summary>The defaults and other values of the parameters.</summary>
    private const int Settings = 3;

    [SlowTheory]
    [SlowData(nameof(Subjects.RowKeys), MemberType = typeof(Subjects))]
    public void Nothing_contradicts_what_is_proved(string key)
    {
        foreach (var loss in Subjects.Of(key).Take(Settings))
        {
            var analysis = RowAnalysis.Of(loss);
            var function = RowFunction.Of(loss);
            var random = new Random(811);
            foreach (var finding in analysis.Traits.Where(t => t.Holds))
            {
                for (var n = 0; n < Attacks; n++)
                {
                    var classes = finding.IsForAnyClasses && n % 3 == 0 ? 2 + random.Next(8) : function.Classes;
                    var (x, other, target) = (Row(function.PredictionDomain, classes, random), Row(function.PredictionDomain, classes, random), Target(function, classes, random));
                    Assert.False(Contradicts(function, finding, x, other, target, random), $"{loss}: {finding.Trait} {finding.Constant} is called proved, but x = ({string.Join(", ", x)}), other = ({string.Join(", ", other)}), target {target.Label} ({string.Join(", ", target.Row)})");
                }
            }
        }
    }

    /// <summary>Every "no" stands in double-double arithmetic.</summary>
    [SlowTheory]
    [SlowData(nameof(Subjects.RowKeys), MemberType = typeof(Subjects))]
    public void What_is_refuted_has_a_true_counter_example(string key)
    {
        foreach (var loss in Subjects.Of(key).Take(Settings))
        {
            var function = RowFunction.Of(loss);
            foreach (var finding in RowAnalysis.Of(loss).Traits.Where(t => t.Verdict == TraitVerdict.Refuted))
            {
                var w = finding.Against;
                Assert.True(w.Count > 0, finding.Trait.ToString());
                Ball Value(int i) => function.Exact(Balls([.. w[i].Prediction]), new RowTarget(w[i].Label, [.. w[i].Target]));
                var shown = finding.Trait switch
                {
                    RowTrait.NonNegative => Value(0).IsNegative,
                    RowTrait.BoundedAbove => Counterexample.Grows([.. Enumerable.Range(0, w.Count).Select(Value)]),
                    RowTrait.Symmetric => (Value(0) - Value(1)) is var apart && (apart.IsPositive || apart.IsNegative),
                    RowTrait.FallsInLabel => function.ExactSlope(Balls([.. w[0].Prediction]), new RowTarget(w[0].Label, []), [.. w[0].Prediction.Select((_, k) => k == w[0].Label ? 1.0 : 0)]).IsPositive,
                    _ => true,
                };
                Assert.True(shown, $"{loss}: {finding.Trait} is refuted by {RowFactsText.English.Against(finding, RowAnalysis.Of(loss).Link)}");
            }
        }
    }

    /// <summary>The true limits of slopes, which a search of random rows misses.</summary>
    [Theory]
    [SampledCases]
    [Case("kl_div", 1.0)]
    [Case("hill", 1.0)]
    [Case("multilabel_margin", 2.0 / 3)]
    [Case("cross_entropy", 1.0)]
    public void Slopes_that_are_printed_are_the_limits(string key, double limit)
    {
        var finding = RowAnalysis.Of(Catalogue.Find(key).CreateExample())[RowTrait.Lipschitz]!;
        Assert.True(finding is { Verdict: TraitVerdict.Unknown } || Math.Abs(finding.Constant!.Value - limit) < 1e-6, $"{key}: {finding.Verdict} {finding.Constant}");
    }

    /// <summary>Bounds that a search did not exceed, and rows did.</summary>
    [SlowTheory]
    [SampledCases]
    [Case("reverse_kl", RowTrait.BoundedAbove, 60)]
    [Case("beta_divergence", RowTrait.BoundedAbove, 648)]
    [Case("logitnorm_ce", RowTrait.Lipschitz, 433)]
    [Case("jeffreys", RowTrait.BoundedAbove, 17.8)]
    public void Bounds_that_were_false(string key, RowTrait trait, double found)
    {
        var finding = RowAnalysis.Of(Catalogue.Find(key).CreateExample())[trait]!;
        Assert.True(finding.Constant is not { } bound || bound >= found, $"{key}: {trait} by {finding.Constant}");
    }

    private static Ball[] Balls(double[] x) => Array.ConvertAll(x, v => new Ball(v));

    private static bool Contradicts(RowFunction function, RowTraitFinding finding, double[] x, double[] other, RowTarget target, Random random)
    {
        var classes = x.Length;
        double[] Unit(int k) => [.. Enumerable.Range(0, classes).Select(j => j == k ? 1.0 : 0)];
        Ball Exact(double[] row) => function.Exact(Balls(row), target);
        var bound = (finding.Constant ?? 0) * (1 + 1e-5);
        switch (finding.Trait)
        {
            case RowTrait.Convex:
                var share = new Ball(random.NextDouble());
                var between = x.Zip(other, (a, b) => new Ball(a) + share * (new Ball(b) - new Ball(a))).ToArray();
                return (function.Exact(between, target) - (Exact(x) + share * (Exact(other) - Exact(x)))).IsPositive;
            case RowTrait.NonNegative:
                return Exact(x).IsNegative;
            case RowTrait.BoundedAbove:
                return (Exact(x) - new Ball(bound)).IsPositive;
            case RowTrait.Lipschitz:
                return Enumerable.Range(0, classes).Any(k => function.ExactSlope(Balls(x), target, Unit(k)) is var s && ((s.High < 0 ? -s : s) - new Ball(bound)).IsPositive);
            case RowTrait.ShiftInvariant:
                var shift = new Ball(100 * (random.NextDouble() - 0.5));
                var moved = Exact(x) - function.Exact(Array.ConvertAll(x, v => new Ball(v) + shift), target);
                return moved.IsPositive || moved.IsNegative;
            case RowTrait.Symmetric when target.IsLabel && classes > 2:
                var (a, b) = ((target.Label + 1) % classes, (target.Label + 2) % classes);
                double[] swapped = [.. x];
                (swapped[a], swapped[b]) = (x[b], x[a]);
                var apart = Exact(x) - Exact(swapped);
                return apart.IsPositive || apart.IsNegative;
            case RowTrait.FallsInLabel:
                return function.ExactSlope(Balls(x), target, Unit(target.Label)).IsPositive;
            default:
                return false;
        }
    }

    private static double[] Row(Domain domain, int classes, Random random)
    {
        var spread = Math.Pow(10, random.Next(2) == 0 ? 4 * random.NextDouble() - 2 : 12 * random.NextDouble() - 6);
        return [.. Enumerable.Range(0, classes).Select(_ => RowSamples.Draw(domain, random, spread))];
    }

    private static RowTarget Target(RowFunction function, int classes, Random random)
    {
        if (function.TakesLabels)
        {
            return new RowTarget(random.Next(classes), []);
        }

        var domain = function.Loss.DomainOf(1);
        return new RowTarget(-1, [.. Enumerable.Range(0, classes).Select(_ => random.Next(4) == 0 && domain.Contains(0) ? 0.0 : RowSamples.Draw(domain, random, 3)).Select(v => domain.Contains(v) ? v : 0.5)]);
    }
}
