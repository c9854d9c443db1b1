using System.Collections.Concurrent;
using Minima.Lab.Studies;
using Minima.Training.Causal;

namespace Minima.Lab.Causal;

/// <summary>The learners of effects, each with the same number of settings; the plain regression first.</summary>
/// <param name="units">To learn from.</param>
/// <param name="others">To judge by.</param>
/// <param name="epochs">The number of epochs of the networks.</param>
internal sealed class ComparedLearners(int units, int others, int epochs)
{
    public const string DifferenceOfMeans = "difference of means";

    private static readonly Words Decay = new("decay", "衰减");
    private static readonly double[] Decays = [1, 0.01, 0.1, 3];
    private static readonly (double Balance, double Decay)[] Balances = [(0.3, 1), (0.03, 1), (0.3, 0.1), (0.03, 0.1)];

    // Several learners begin with the same propensities and outcomes.
    private readonly ConcurrentDictionary<(int Seed, double Decay), Lazy<Nuisances>> _nuisances = new();

    public IReadOnlyList<StudyMethod<LearnerResult>> All =>
    [
        Learner(new("regression on (x, t)", "对 (x, t) 的回归"), settings => new PlainLearner { Settings = settings }),
        Constant(new("the true average for everybody", "所有个体取真实平均效应"), (_, judged) => judged.Effects.Average()) with { IsReference = true },
        Constant(new(DifferenceOfMeans, "两组均值之差"), (training, _) => AverageEffects.DifferenceOfMeans(training.Units).Value),
        Learner("IPW", settings => new WeightedLearner { Settings = settings }),
        Learner(new("transformed outcome", "变换结果"), settings => new TransformedLearner { Settings = settings }),
        Learner("DR-learner", settings => new DoublyRobustLearner { Settings = settings }),
        Learner("X-learner", settings => new XLearner { Settings = settings }),
        Learner("R-learner", settings => new RLearner { Settings = settings }),
        Learner("TARNet", settings => new BalancedLearner { Settings = settings }),
        new("CFR (MMD)", [.. Balances.Select(one => new StudySetting<LearnerResult>(
            new($"balance {Figure.Digits(one.Balance).English} and decay {Figure.Digits(one.Decay).English}", $"平衡 {Figure.Digits(one.Balance).English}、衰减 {Figure.Digits(one.Decay).English}"),
            trial => Fitted(trial, one.Decay, settings => new BalancedLearner(one.Balance) { Settings = settings })))]),
        Learner("DragonNet", settings => new DragonLearner { Settings = settings }),
    ];

    private StudyMethod<LearnerResult> Learner(Words name, Func<CausalSettings, EffectLearner> make) =>
        StudyMethod<LearnerResult>.Of(name, Decay, Decays, (trial, decay) => Fitted(trial, decay, make));

    /// <summary>The same effect for all units: there is nothing to tune.</summary>
    private StudyMethod<LearnerResult> Constant(Words name, Func<KnownEffects, KnownEffects, double> effect) =>
        new(name, [.. Decays.Select(_ => new StudySetting<LearnerResult>(new("nothing to choose", "无可选设置"), trial =>
        {
            var (training, judged) = (Training(trial.Seed), Judged(trial.Seed));
            var same = effect(training, judged);
            return LearnerResult.Of(training, judged, same, [.. judged.Effects.Select(_ => same)]);
        }))])
        { Grid = new("nothing to choose", "无可选设置") };

    private LearnerResult Fitted(Trial trial, double decay, Func<CausalSettings, EffectLearner> make)
    {
        var (training, judged) = (Training(trial.Seed), Judged(trial.Seed));
        var settings = new CausalSettings { Epochs = epochs, WeightDecay = decay, Seed = (ulong)trial.Seed };
        var nuisances = _nuisances.GetOrAdd((trial.Seed, decay), _ => new(() => Nuisances.CrossFitted(training.Units, settings)));
        var model = make(settings).Fit(training.Units, nuisances.Value);
        return LearnerResult.Of(training, judged, model.Average.Value, model.Effects(judged.Covariates));
    }

    private KnownEffects Training(int seed) => new(units, new RandomState((ulong)seed).Fork("units"));

    private KnownEffects Judged(int seed) => new(others, new RandomState((ulong)seed).Fork("others"));
}
