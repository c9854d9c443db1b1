using Minima.Analysis;
using Minima.Reals;
using Minima.Reals.Primitives;
using Xunit;

namespace Minima.Tests.Analysis;

/// <summary>The rules that proofs are made of, on random formulas and on formulas that lack what a rule asks for: what is accepted is true of every number that is tried.</summary>
public sealed class ProofRuleTests
{
    private const int Formulas = 6000;
    private const int Points = 12;

    /// <summary>What is called free of an added number is, in double-double arithmetic.</summary>
    [SlowFact]
    public void What_is_called_invariant_does_not_change()
    {
        var accepted = 0;
        for (var seed = 0; seed < Formulas; seed++)
        {
            var formula = RandomFormula(new Random(seed), 3, out var random);
            if (!GrowthRules.IsInvariant(formula, i => i < 2 ? 1 : 0))
            {
                continue;
            }

            accepted++;
            for (var n = 0; n < Points; n++)
            {
                var (x, shift) = (Point(random, 3), random.Next(-40, 41) / 8.0);
                Assert.False(Differ(formula, x, [x[0] + shift, x[1] + shift, x[2]]), $"seed {seed}: {Text(formula)} changes at {string.Join(", ", x)} by {shift}");
            }
        }

        Assert.InRange(accepted, 100, Formulas);
    }

    [SlowFact]
    public void What_is_called_unchanged_by_an_exchange_is()
    {
        var accepted = 0;
        for (var seed = 0; seed < Formulas; seed++)
        {
            var formula = RandomFormula(new Random(seed), 3, out var random);
            if (!ExchangeRules.IsUnchanged(formula, i => i switch { 0 => 1, 1 => 0, _ => i }))
            {
                continue;
            }

            accepted++;
            for (var n = 0; n < Points; n++)
            {
                var x = Point(random, 3);
                Assert.False(Differ(formula, x, [x[1], x[0], x[2]]), $"seed {seed}: {Text(formula)} at {string.Join(", ", x)}");
            }
        }

        Assert.InRange(accepted, 100, Formulas);
    }

    /// <summary>What is called convex lies nowhere above the middle of a chord.</summary>
    [SlowFact]
    public void What_is_called_convex_is()
    {
        var accepted = 0;
        for (var seed = 0; seed < Formulas; seed++)
        {
            var formula = RandomFormula(new Random(seed), 3, out var random);
            if (!ConvexityRules.IsConvex(formula, 2, _ => Domain.Real))
            {
                continue;
            }

            accepted++;
            for (var n = 0; n < Points; n++)
            {
                var (a, b) = (Point(random, 3), Point(random, 3));
                b[2] = a[2];
                double[] middle = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, a[2]];
                var above = Exact(formula, middle) - new Ball(0.5) * (Exact(formula, a) + Exact(formula, b));
                Assert.False(above.IsPositive && double.IsFinite(above.High), $"seed {seed}: {Text(formula)} between {string.Join(", ", a)} and {string.Join(", ", b)}");
            }
        }

        Assert.InRange(accepted, 100, Formulas);
    }

    /// <summary>The rules see what they are meant for, and not what looks like it.</summary>
    [Fact]
    public void Formulas_that_lack_a_premise_are_not_accepted()
    {
        var graph = new SymbolGraph(["a", "b", "held"], []);
        graph.Record(g =>
        {
            var (a, b, held) = (g.Input(0), g.Input(1), g.Input(2));
            static Symbol Exp(Symbol x) => Symbol.Apply(default(Exp), x);
            static Symbol Log(Symbol x) => Symbol.Apply(default(Log), x);
            double? OfHeld(int i) => i == 2 ? 1 : 0;

            var sumOfExponentials = held + Log(Exp(a - held) + Exp(b - held));
            Assert.True(GrowthRules.IsInvariant(sumOfExponentials, OfHeld));
            Assert.True(ConvexityRules.IsConvex(sumOfExponentials, 2, _ => Domain.Real));
            Assert.False(GrowthRules.IsInvariant(held + Log(Exp(a - held) + Exp(b)), OfHeld));
            Assert.False(GrowthRules.IsInvariant(2.0 * held + Log(Exp(a - held) + Exp(b - held)), OfHeld));
            Assert.False(GrowthRules.IsInvariant(held + Log(Exp(a - held) + 1.0), OfHeld));

            // The logarithm of a difference, or of a product with a negative number, is not convex.
            Assert.False(ConvexityRules.IsConvex(Log(Exp(a) - Exp(b)), 2, _ => Domain.Real));
            Assert.False(ConvexityRules.IsConvex(-Log(Exp(a) + Exp(b)), 2, _ => Domain.Real));
            Assert.False(ConvexityRules.IsConvex(Log(Exp(-(a * a)) + Exp(b)), 2, _ => Domain.Real));

            Assert.True(ExchangeRules.IsUnchanged(Exp(a) + held * Exp(b) + (held - 1.0) * Exp(a) + Exp(b), i => i));
            Assert.False(ExchangeRules.IsUnchanged(a - b, i => 1 - i));
            Assert.False(ExchangeRules.IsUnchanged(a / b, i => i == 2 ? 2 : 1 - i));
            Assert.True(ExchangeRules.IsUnchanged(Symbol.Apply(default(Max), a, Symbol.Apply(default(Max), held, b)), i => i == 2 ? 2 : 1 - i));
            return a;
        });
    }

    /// <summary>Slopes from another expression count only where they are those of the value.</summary>
    [Fact]
    public void Slopes_of_another_function_are_found()
    {
        var graph = new SymbolGraph(["x", "y"], []);
        var (honest, false1, false2, beyond) = (default(Symbol), default(Symbol), default(Symbol), default(Symbol));
        graph.Record(g =>
        {
            var x = g.Input(0) - g.Input(1);
            var length = Symbol.Apply(default(Hypot), x, g.Constant(1));
            honest = Symbol.StraightThrough(x * (x / (1.0 + length)), length);
            false1 = Symbol.StraightThrough(x * (x / (1.0 + length)), 1.000001 * length);
            false2 = Symbol.StraightThrough(Symbol.Apply(default(Sqrt), Symbol.Apply(default(Abs), x)), x * x);

            // Right on one side, and wrong beyond 2.
            beyond = Symbol.StraightThrough(Symbol.Apply(default(Max), x, g.Constant(2)), x);
            return x;
        });
        bool Agrees(Symbol formula) => SlopeAgreement.Holds(FormulaReading.OfValue(formula), formula, 1, _ => Domain.Real);
        Assert.True(Agrees(honest));
        Assert.False(Agrees(false1));
        Assert.False(Agrees(false2));
        Assert.False(Agrees(beyond));
        Assert.True(ConvexityRules.IsConvex(FormulaReading.OfSlopes(honest), 1, _ => Domain.Real));
        Assert.False(ConvexityRules.IsConvex(FormulaReading.OfValue(honest), 1, _ => Domain.Real));
    }

    /// <summary>Of a loss whose slopes are not those of its value, nothing is proved that rests on slopes.</summary>
    [Fact]
    public void Nothing_is_proved_by_slopes_that_are_false()
    {
        var formula = new RowProofFormula(RowFunction.Of(Loss.Create(GeneratedLosses.Module.Entries.Single(entry => entry.Key == "broken_row_slope"), new Dictionary<string, object?>())), 0);
        Assert.False(formula.SlopesAreOfValue);
        Assert.False(formula.HasContinuousSlopes);
        Assert.False(formula.EverySlope(0, _ => true));
        Assert.True(formula.IsConvex);
    }

    /// <summary>A letter depends on the predictions: the logarithm of their sum is no constant.</summary>
    [SlowFact]
    public void Letters_are_no_constants() =>
        Assert.NotEqual(TraitVerdict.Proved, RowAnalysis.Of(Loss.Create("probs_cross_entropy"))[RowTrait.Convex]!.Verdict);

    /// <summary>What is true of these losses and is proved of them.</summary>
    [SlowTheory]
    [SampledCases]
    [Case("multi_margin", "convex falls shift symmetric nonnegative")]
    [Case("crammer_singer", "convex falls shift symmetric nonnegative lipschitz")]
    [Case("soft_cross_entropy", "convex shift symmetric nonnegative smooth")]
    [Case("fenchel_young", "convex falls shift symmetric nonnegative smooth lipschitz")]
    [Case("balanced_softmax", "convex falls shift nonnegative smooth lipschitz")]
    [Case("class_balanced_ce", "convex falls shift symmetric nonnegative smooth lipschitz")]
    [Case("ldam", "convex falls shift symmetric nonnegative smooth lipschitz")]
    [Case("brier_multi", "falls shift symmetric nonnegative smooth lipschitz bounded")]
    [Case("kl_div", "convex symmetric lipschitz")]
    [Case("js_div", "symmetric")]
    [Case("nll", "convex falls symmetric nonnegative lipschitz")]
    [Case("corn_ordinal", "convex nonnegative lipschitz smooth")]
    public void Proved_of_rows(string key, string traits)
    {
        var analysis = RowAnalysis.Of(Catalogue.Find(key).CreateExample());
        foreach (var trait in traits.Split(' ').Select(Named))
        {
            Assert.True(analysis[trait] is { Verdict: TraitVerdict.Proved }, $"{key}: {trait} is {analysis[trait]?.Verdict}");
        }
    }

    [SlowTheory]
    [InlineData("brier_multi")]
    [InlineData("confidence_penalty")]
    [InlineData("squared_emd")]
    public void Refuted_of_rows(string key) => Assert.Equal(TraitVerdict.Refuted, RowAnalysis.Of(Catalogue.Find(key).CreateExample())[RowTrait.Convex]!.Verdict);

    [SlowTheory]
    [InlineData("pseudo_huber", Trait.Convex, Trait.StrictlyConvex, Trait.ContinuousSlope, Trait.ContinuousCurvature, Trait.Symmetric, Trait.NonNegative)]
    [InlineData("charbonnier", Trait.Convex, Trait.StrictlyConvex, Trait.ContinuousSlope, Trait.ContinuousCurvature, Trait.Symmetric, Trait.NonNegative)]
    [InlineData("talwar", Trait.NonNegative, Trait.Symmetric, Trait.BoundedAbove)]
    public void Proved_of_stable_forms(string key, params Trait[] traits)
    {
        var analysis = LossAnalysis.Of(Loss.Create(key));
        Assert.All(traits, trait => Assert.True(analysis[trait] is { Verdict: TraitVerdict.Proved }, $"{key}: {trait} is {analysis[trait]?.Verdict}"));
    }

    private static RowTrait Named(string word) => word switch
    {
        "convex" => RowTrait.Convex,
        "falls" => RowTrait.FallsInLabel,
        "shift" => RowTrait.ShiftInvariant,
        "symmetric" => RowTrait.Symmetric,
        "nonnegative" => RowTrait.NonNegative,
        "smooth" => RowTrait.ContinuousSlope,
        "lipschitz" => RowTrait.Lipschitz,
        "bounded" => RowTrait.BoundedAbove,
        _ => throw new ArgumentOutOfRangeException(nameof(word), word, "no trait"),
    };

    private static Ball Exact(Symbol formula, double[] x) => formula.Evaluate<Ball>(Array.ConvertAll(x, v => new Ball(v)));

    private static bool Differ(Symbol formula, double[] x, double[] y)
    {
        var (first, second) = (Exact(formula, x), Exact(formula, y));
        var apart = first - second;
        return double.IsFinite(first.High) && double.IsFinite(second.High) && (apart.IsPositive || apart.IsNegative);
    }

    /// <summary>Eighths, so that sums of them are exact.</summary>
    private static double[] Point(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(-64, 65) / 8.0)];

    private static string Text(Symbol formula) => global::Minima.Writers.FormulaWriter.Write(formula, global::Minima.Writers.FormulaLanguage.Text);

    private static Symbol RandomFormula(Random seeded, int inputs, out Random random)
    {
        random = seeded;
        var graph = new SymbolGraph([.. Enumerable.Range(0, inputs).Select(i => $"x{i}")], []);
        return graph.Record(g => Grow(g, seeded, 2 + seeded.Next(4)));
    }

    private static Symbol Grow(SymbolGraph graph, Random random, int depth)
    {
        if (depth == 0)
        {
            return random.Next(5) == 0 ? graph.Constant(random.Next(-2, 3)) : graph.Input(random.Next(graph.Inputs.Count));
        }

        Symbol Next() => Grow(graph, random, depth - 1 - random.Next(Math.Min(2, depth)));
        switch (random.Next(14))
        {
            case 0 or 1:
                return Next() + Next();
            case 2 or 3:
                return Next() - Next();
            case 4:
                return Next() * Next();
            case 5:
                return Next() / Next();
            case 6:
                return -Next();
            case 7 or 8:
                return Symbol.Apply(default(Exp), Next());
            case 9:
                return Symbol.Apply(default(Log), Symbol.Apply(default(Exp), Next()) + Symbol.Apply(default(Exp), Next()));
            case 10:
                return Symbol.Apply(default(Max), Next(), Next());
            case 11:
                return random.Next(2) == 0 ? Symbol.Apply(default(Abs), Next()) : Symbol.Apply(default(Relu), Next());
            case 12:
                return Symbol.Apply(default(Softplus), Next());
            default:
                return Symbol.IfLess(Next(), Next(), Next(), Next());
        }
    }
}
