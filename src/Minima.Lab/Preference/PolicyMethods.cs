using System.Collections.Concurrent;
using Minima.Lab.Studies;
using Minima.Training.Preference;

namespace Minima.Lab.Preference;

/// <summary>Methods that learn a policy from preferences, each with four settings; fine-tuning on the chosen answers comes first.</summary>
/// <param name="run">Sets the numbers of steps.</param>
internal sealed class PolicyMethods(LabRun run)
{
    public const string Chosen = "SFT on chosen";
    public const string Reference = "reference";
    public const string Possible = "the best that is possible";

    private const int Group = 8;
    private const int Settings = 4;

    private static readonly double[] PairRates = [2e-3, 5e-4, 5e-3, 2e-2];
    private static readonly double[] Rates = [2e-3, 5e-3];
    private static readonly Words Rate = new("rate", "学习率");

    private readonly ConcurrentDictionary<int, Lazy<(ToyLanguage Toy, ContextReward Rewards)>> _toys = new();

    public IReadOnlyList<StudyMethod<PolicyPath>> All =>
    [
        StudyMethod<PolicyPath>.Of(new(Chosen, "只学优选回答（SFT）"), Rate, PairRates, (trial, rate) => PolicyPath.FromPairs(Toy(trial), PreferenceObjectives.ChosenOnly, rate, Steps)),
        Fixed(new(Possible, "最优策略"), PolicyPath.Best),
        Fixed(new(Reference, "参考模型"), PolicyPath.Untrained),
        FromPairs("DPO", "beta", [0.5, 0.25], PreferenceObjectives.Direct),
        FromPairs("IPO", "beta", [0.2, 0.1], PreferenceObjectives.Identity),
        FromPairs("KTO", "beta", [0.5, 0.25], PreferenceObjectives.Kahneman),
        FromPairs("SimPO", "beta", [2, 0.5], beta => PreferenceObjectives.Simple(beta)),
        FromPairs("ORPO", "lambda", [1, 3], PreferenceObjectives.OddsRatio),
        FromRewards(new("policy gradient", "策略梯度"), (trainer, random) => trainer.Reinforce(TokenWorld.Prompts(ToyLanguage.BatchSize, random), TokenWorld.Answer)),
        FromRewards("PPO", (trainer, random) => trainer.Proximal(TokenWorld.Prompts(ToyLanguage.BatchSize, random), TokenWorld.Answer)),
        FromRewards("GRPO", (trainer, random) => trainer.GroupRelative(TokenWorld.Prompts(ToyLanguage.BatchSize / Group, random), TokenWorld.Answer, Group)),
    ];

    private int Steps => run.Of(600, 4, 300);

    /// <summary>The common start of all methods of a trial.</summary>
    public ToyLanguage Toy(Trial trial) => Of(trial).Toy;

    /// <summary>The proportion of held-out pairs that a trial's reward model ranks as the hidden reward does.</summary>
    public double RankedByRewards(Trial trial)
    {
        var (toy, rewards) = Of(trial);
        return toy.HeldOut.Ranked(tokens => RewardTrainer.Of(rewards, tokens));
    }

    private (ToyLanguage Toy, ContextReward Rewards) Of(Trial trial) => _toys.GetOrAdd(trial.Seed, seed => new(() =>
    {
        var toy = new ToyLanguage(run, seed);
        return (toy, PolicyPath.Rewards(toy, Steps));
    })).Value;

    private StudyMethod<PolicyPath> Fixed(Words name, Func<ToyLanguage, PolicyPath> make) =>
        new(name, [.. Enumerable.Range(0, Settings).Select(_ => new StudySetting<PolicyPath>(new("nothing to choose", "无可选设置"), trial => make(Toy(trial))))])
        {
            IsReference = true,
            Grid = new("nothing to choose", "无可选设置"),
        };

    private StudyMethod<PolicyPath> FromPairs(Words name, Words number, double[] values, Func<double, PreferenceObjective> make) =>
        Two(name, number, values, (trial, value, rate) => PolicyPath.FromPairs(Toy(trial), make(value), rate, Steps));

    private StudyMethod<PolicyPath> FromRewards(Words name, Action<PolicyTrainer, RandomState> step) => Two(name, new("divergence weight", "散度权重"), [0.5, 0.25], (trial, weight, rate) =>
    {
        var (toy, rewards) = Of(trial);
        return PolicyPath.FromRewards(toy, rewards, rate, run.Of(250, 3, 100), weight, step);
    });

    private static StudyMethod<PolicyPath> Two(Words name, Words number, double[] values, Func<Trial, double, double, PolicyPath> make) =>
        new(name, [.. values.SelectMany(value => Rates.Select(rate => new StudySetting<PolicyPath>(
            new($"{number.English} {Figure.Digits(value).English} and rate {Figure.Digits(rate).English}", $"{number.Chinese} {Figure.Digits(value).English}、学习率 {Figure.Digits(rate).English}"),
            trial => make(trial, value, rate))))]);
}
