using Minima.Lab.Pictures;
using Minima.Training.Preference;

namespace Minima.Lab.Preference;

/// <summary>Eight ways from preferences to a policy, against fine-tuning on the chosen answers and against the best that is possible.</summary>
internal sealed class PreferenceExperiment : Experiment
{
    private const int Group = 8;
    private const double LearningRate = 2e-3;

    private static readonly (Words Name, PreferenceObjective Objective)[] FromPairs =
    [
        (new("SFT on chosen", "只学被选（SFT）"), PreferenceObjectives.ChosenOnly),
        ("DPO, beta 0.5", PreferenceObjectives.Direct(0.5)),
        ("DPO, beta 0.1", PreferenceObjectives.Direct(0.1)),
        ("IPO, beta 0.2", PreferenceObjectives.Identity(0.2)),
        ("KTO, beta 0.5", PreferenceObjectives.Kahneman(0.5)),
        ("SimPO", PreferenceObjectives.Simple()),
        ("ORPO, lambda 1", PreferenceObjectives.OddsRatio(1)),
    ];

    private static readonly (Words Name, double DivergenceWeight, Action<PolicyTrainer, RandomState> Step)[] FromRewards =
    [
        (new("policy gradient", "策略梯度"), 0.5, (trainer, random) => trainer.Reinforce(TokenWorld.Prompts(ToyLanguage.BatchSize, random), TokenWorld.Answer)),
        ("PPO", 0.5, (trainer, random) => trainer.Proximal(TokenWorld.Prompts(ToyLanguage.BatchSize, random), TokenWorld.Answer)),
        ("GRPO", 0.5, (trainer, random) => trainer.GroupRelative(TokenWorld.Prompts(ToyLanguage.BatchSize / Group, random), TokenWorld.Answer, Group)),
    ];

    public override string Name => "preference";

    public override Words Title => new("From preferences to a policy", "从偏好到策略");

    public override int Seeds => 3;

    public override Words Setting => new(
        "A language model over 12 tokens (prompts of two, answers of eight, looking at the last two tokens and the place) is trained on texts of a seeded language: the reference. 2048 pairs of its answers are judged by a hidden reward with the noise of Bradley and Terry. Every policy begins as the reference and learns from the same pairs: by a loss of preferences, or by a reward model and answers of its own. The model is so small that the mean hidden reward of its answers and KL(policy || reference) are exact sums, and so is the most reward that any policy has at that divergence. Pairs: 600 steps of Adam at 0.002 on batches of 64; rewards: 250 steps on 64 answers each (4 updates by PPO and GRPO, groups of 8), the divergence weighing 0.5. Baselines are the reference and fine-tuning on the chosen answers (SFT).",
        "一个 12 个词元的语言模型（提示两个词元，回答八个词元，只看最后两个词元与所在位置）先在由种子生成的语言的文本上训练，作为参考模型。它的 2048 对回答由一个隐藏奖励按 Bradley-Terry 噪声评判。每个策略都从参考模型出发，从同样的回答对学习：或用偏好损失，或先学奖励模型、再用自己的回答训练。模型足够小，因此回答的平均隐藏奖励与 KL(策略 || 参考) 都是精确求和，任何策略在该散度下所能达到的最高奖励亦然。回答对：Adam 学习率 0.002，批大小 64，600 步；奖励：250 步，每步 64 个回答（PPO 与 GRPO 各更新 4 次，每组 8 个），散度权重 0.5。基线为参考模型，以及只在被选回答上微调（SFT）。");

    public override LabReport Run(LabRun run)
    {
        var seeds = run.SeedsFrom(small: 1);
        var steps = run.Of(600, 4);
        run.Parts = FromPairs.Length + FromRewards.Length + 2;
        run.Begin("reference models");
        var toys = seeds.Select(seed => new ToyLanguage(run, seed)).ToArray();
        var methods = new List<(Words Name, PolicyPath[] Paths)> { (new("reference", "参考模型"), [.. toys.Select(PolicyPath.Untrained)]) };
        foreach (var (name, objective) in FromPairs)
        {
            run.Begin(name.English);
            methods.Add((name, [.. toys.Select(toy => PolicyPath.FromPairs(toy, objective, LearningRate, steps))]));
        }

        run.Begin("reward models");
        var rewards = toys.Select(toy => PolicyPath.Rewards(toy, steps)).ToArray();
        foreach (var (name, weight, step) in FromRewards)
        {
            run.Begin(name.English);
            methods.Add((name, [.. toys.Select((toy, k) => PolicyPath.FromRewards(toy, rewards[k], LearningRate, run.Of(250, 3), weight, step))]));
        }

        var ranked = toys.Select((toy, k) => toy.HeldOut.Ranked(tokens => RewardTrainer.Of(rewards[k], tokens))).Average();
        var compared = new ComparedPolicies(toys, methods, ranked);
        return new LabReport([compared.Table], [.. compared.Findings()], language => PreferencePicture.Draw(Title, compared, FromPairs.Length, language));
    }
}
