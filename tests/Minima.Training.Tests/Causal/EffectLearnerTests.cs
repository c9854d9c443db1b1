using Minima.Tensors.Randomness;
using Minima.Training.Causal;

namespace Minima.Training.Tests.Causal;

/// <summary>Learners of effects on units whose effects are known.</summary>
public sealed class EffectLearnerTests
{
    private const int Count = 400;
    private const int Width = 2;

    private static readonly CausalSettings Small = new() { Hidden = [16], Epochs = 60, BatchSize = 25, LearningRate = 0.01, WeightDecay = 0, Folds = 2, Seed = 1 };

    public static TheoryData<string> Names => [.. Learners(Small).Select(learner => learner.Name)];

    /// <summary>The effect is 1 + x0 and treatment is more frequent where x1 is high, which raises the outcome too.</summary>
    [SlowTheory]
    [MemberData(nameof(Names))]
    public void EffectsAreFound(string name)
    {
        var (units, truth, _) = Made(seed: 1);
        var (_, otherTruth, others) = Made(seed: 2);
        var model = Learner(name, Small).Fit(units);
        var said = model.Effects(others);
        var naive = Math.Abs(AverageEffects.DifferenceOfMeans(units).Value - truth.Average());
        Assert.True(naive > 0.4, $"the units are not confounded: {naive}");
        Assert.True(Math.Abs(model.Average.Value - truth.Average()) < naive / 2, $"{name}: the average effect is {model.Average.Value}, not {truth.Average()}");
        var error = Math.Sqrt(said.Select((effect, i) => (effect - otherTruth[i]) * (effect - otherTruth[i])).Average());
        Assert.True(error < 0.7, $"{name}: the effects are off by {error}; the average for everybody would be by about 1");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SeedsDecideEverything(string name)
    {
        var (units, _, others) = Made(seed: 1);
        var quick = Small with { Epochs = 2 };
        Assert.Equal(Learner(name, quick).Fit(units).Effects(others), Learner(name, quick).Fit(units).Effects(others));
    }

    /// <summary>What is said of a unit does not come from its own outcome: only units of other folds change when outcomes of one do.</summary>
    [Fact]
    public void EstimatesOfAUnitHaveNotSeenIt()
    {
        var (units, _, _) = Made(seed: 1);
        var quick = Small with { Epochs = 3 };
        var before = Nuisances.CrossFitted(units, quick);
        var changedBy = units.Treated.Take(8).Select(a => Changed(a, units.Treated[20])).ToArray();

        // A swap of two outcomes leaves their scale as it was. Where both stand in one fold, they keep their own estimates, and the other fold's change.
        var together = changedBy.Where(one => !one.Contains(units.Treated[20])).ToArray();
        Assert.NotEmpty(together);
        Assert.NotEqual(changedBy.Length, together.Length);
        Assert.All(together, changed => Assert.NotEmpty(changed));
        for (var k = 0; k < changedBy.Length; k++)
        {
            if (!changedBy[k].Contains(units.Treated[20])) Assert.DoesNotContain(units.Treated[k], changedBy[k]);
        }

        HashSet<int> Changed(int a, int b)
        {
            double[] outcomes = [.. units.Outcome];
            (outcomes[a], outcomes[b]) = (outcomes[b], outcomes[a]);
            var after = Nuisances.CrossFitted(new TreatedUnits([.. units.Covariates], Width, [.. units.Treatment], outcomes), quick);
            Assert.Equal(before.Propensity, after.Propensity);
            return [.. Enumerable.Range(0, units.Count).Where(i => before.OutcomeTreated[i] != after.OutcomeTreated[i])];
        }
    }

    [Fact]
    public void TheMeanOutcomeFollowsFromTheOthers()
    {
        var known = Nuisances.CrossFitted(Made(seed: 1).Units, Small with { Epochs = 1 });
        for (var i = 0; i < Count; i++)
        {
            Assert.InRange(known.Propensity[i], Small.LeastPropensity, 1 - Small.LeastPropensity);
            Assert.Equal((known.Propensity[i] * known.OutcomeTreated[i]) + ((1 - known.Propensity[i]) * known.OutcomeControl[i]), known.OutcomeMean[i], 1e-12);
        }
    }

    [Fact]
    public void BadRequestsAreRefused()
    {
        var (units, _, _) = Made(seed: 1);
        var model = new PlainLearner { Settings = Small with { Epochs = 1 } }.Fit(units);
        Assert.Contains("for each unit", Refused(() => model.Effects([1, 2, 3])), StringComparison.Ordinal);
        Assert.Contains("folds", Refused(() => Nuisances.CrossFitted(new TreatedUnits([1, 2, 3, 4], 1, [1, 0, 0, 0], [1, 2, 3, 4]), Small)), StringComparison.Ordinal);
        var others = Nuisances.CrossFitted(new TreatedUnits([1, 2, 3, 4], 1, [1, 0, 1, 0], [1, 2, 3, 4]), Small with { Epochs = 1 });
        Assert.Contains("on the same units", Refused(() => new RLearner().Fit(units, others)), StringComparison.Ordinal);
        Assert.Contains("balance", Refused(() => new BalancedLearner(-1)), StringComparison.Ordinal);
        Assert.Contains("targeting", Refused(() => new DragonLearner(1, double.NaN)), StringComparison.Ordinal);
        Assert.Contains("epochs", Refused(() => Small with { Epochs = 0 }), StringComparison.Ordinal);
        Assert.Contains("batches of 0 units", Refused(() => Small with { BatchSize = 0 }), StringComparison.Ordinal);
        Assert.Contains("clip propensities", Refused(() => Small with { LeastPropensity = 0 }), StringComparison.Ordinal);
        Assert.Contains("folds", Refused(() => Small with { Folds = 1 }), StringComparison.Ordinal);
        Assert.Contains("became", Refused(() => new PlainLearner { Settings = Small with { LearningRate = 1e30, Hidden = [4] } }.Fit(units)), StringComparison.Ordinal);
    }

    /// <summary>A constant covariate and equal outcomes divide nothing by 0.</summary>
    [Fact]
    public void ColumnsThatDoNotVaryAreNoError()
    {
        var units = new TreatedUnits([1, 0, 1, 1, 1, 2, 1, 3], 2, [1, 0, 1, 0], [2, 2, 2, 2]);
        var model = new DoublyRobustLearner { Settings = Small with { Epochs = 1 } }.Fit(units);
        Assert.All(model.Effects([1, 5]), effect => Assert.True(double.IsFinite(effect)));
        Assert.True(double.IsFinite(model.Average.Value));
    }

    private static EffectLearner Learner(string name, CausalSettings settings) => Learners(settings).Single(learner => learner.Name == name);

    private static EffectLearner[] Learners(CausalSettings settings) =>
    [
        new PlainLearner { Settings = settings },
        new WeightedLearner { Settings = settings },
        new TransformedLearner { Settings = settings },
        new DoublyRobustLearner { Settings = settings },
        new XLearner { Settings = settings },
        new RLearner { Settings = settings },
        new BalancedLearner { Settings = settings },
        new BalancedLearner(0.01) { Settings = settings },
        new DragonLearner { Settings = settings },
    ];

    private static (TreatedUnits Units, double[] Effects, double[] Covariates) Made(ulong seed)
    {
        var random = new RandomState(seed);
        var (covariates, treatment, outcome, effects) = (new double[Count * Width], new double[Count], new double[Count], new double[Count]);
        for (var i = 0; i < Count; i++)
        {
            var (x0, x1) = (covariates[2 * i], covariates[(2 * i) + 1]) = (random.NextNormal(), random.NextNormal());
            effects[i] = 1 + x0;
            treatment[i] = random.NextDouble() < 1 / (1 + Math.Exp(-x1)) ? 1 : 0;
            outcome[i] = x1 + (treatment[i] * effects[i]) + (0.3 * random.NextNormal());
        }

        return (new TreatedUnits(covariates, Width, treatment, outcome), effects, covariates);
    }

    private static string Refused(Func<object> act) => Assert.Throws<TrainingException>(act).Message;
}
