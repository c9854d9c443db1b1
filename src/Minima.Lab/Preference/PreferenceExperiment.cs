using Minima.Lab.Studies;

namespace Minima.Lab.Preference;

/// <summary>Eight methods that learn a policy from preferences, against fine-tuning on the chosen answers and against the best possible policy.</summary>
internal sealed class PreferenceExperiment : Experiment
{
    /// <summary>The score by which settings are chosen.</summary>
    internal static readonly Measure<PolicyPath> Net = new(one => one.Net);

    private static readonly Measure<PolicyPath> Share = new(one => one.Share);

    public override string Name => "preference";

    public override Words Title => new("From preferences to a policy", "从偏好到策略");

    public override Words Answer => new(
        "Every preference method beats fine-tuning on the chosen answers. DPO, PPO and policy gradients gain most.",
        "每种偏好方法都优于只在优选回答上微调。DPO、PPO 与策略梯度收益最大。");

    public override int Seeds => 8;

    public override Words Setting => new(
        "A language model over 12 tokens (prompts of two, answers of eight, looking at the last two tokens and the place) is trained on texts of a seeded language: the reference. 2048 pairs of its answers are judged by a hidden reward with the noise of Bradley and Terry. Every policy begins as the reference and learns from the same pairs: by a loss of preferences, or by a reward model and answers of its own. The model is so small that the mean hidden reward of its answers and KL(policy || reference) are exact sums, and so is the most reward that any policy has at that divergence. Policies are compared, and settings chosen, by the net reward: hidden reward - 0.5 KL, whose best policy is known too. Pairs: 600 steps of Adam on batches of 64; rewards: 250 steps on 64 answers each (4 updates by PPO and GRPO, groups of 8). The baseline is fine-tuning on the chosen answers (SFT), at the rate that suits it; languages, rewards and pairs of the seeds that tune are none of those that judge.",
        "一个 12 个词元的语言模型（提示为两个词元，回答为八个词元，只看最后两个词元与所在位置）先在文本上训练，得到参考模型；文本所用的语言由种子生成。参考模型生成 2048 对回答，由隐藏奖励判定优劣，判定带 Bradley-Terry 噪声。每个策略都从参考模型出发，学习同样的回答对：或者直接用偏好损失，或者先学奖励模型，再用自己的回答训练。模型足够小，回答的平均隐藏奖励与 KL(策略 || 参考) 都能精确求和，任何策略在该散度下可达到的最高奖励也能精确求出。策略按净奖励比较，设置也按净奖励选定；净奖励为隐藏奖励 - 0.5 KL，其最优策略同样已知。学习回答对时，用 Adam 训练 600 步，批大小 64；学习奖励时，训练 250 步，每步 64 个回答（PPO 与 GRPO 各更新 4 次，每组 8 个）。基线只在优选回答上微调（SFT），学习率经过调优。调优种子的语言、奖励与回答对都不参与评判。");

    public override LabReport Run(LabRun run)
    {
        var methods = new PolicyMethods(run);
        var outcome = Compared(methods).RunAlone(run);
        var table = StudyTable.Of(
            outcome,
            new("after training, with 95 % intervals over seeds", "训练之后，附种子间的 95% 置信区间"),
            difference => Figure.Change(difference, 2),
            new StudyColumn<PolicyPath>(new("net reward", "净奖励"), Net.Of, Number),
            new StudyColumn<PolicyPath>(new("hidden reward", "隐藏奖励"), one => one.Reward, Number),
            new StudyColumn<PolicyPath>(new("KL to reference", "与参考的 KL"), one => one.Divergence, Number),
            new StudyColumn<PolicyPath>(new("of the gain possible at that KL", "占该 KL 下最大增益"), one => one.Share, share => double.IsNaN(share.Mean) ? "" : Figure.PercentMean(share, 0)),
            new StudyColumn<PolicyPath>(new("pairs ranked right, by log p / p_ref", "按 log p / p_ref 判对的回答对"), one => one.Ranked, Ranked),
            new StudyColumn<PolicyPath>(new("by log p", "按 log p"), one => one.RankedAlone, Ranked));
        var first = methods.Toy(Trial.ToJudge(run, run.Seed));
        var rewards = new Sample([.. run.JudgingSeeds.Select(seed => methods.RankedByRewards(Trial.ToJudge(run, seed)))]);
        return new LabReport([table], [.. Findings(outcome, rewards)], language => PreferencePicture.Draw(Title, first, outcome, language));

        static Words Ranked(Sample share) => double.IsNaN(share.Mean) ? "" : Figure.PercentMean(share);
    }

    /// <summary>Every method, tuned.</summary>
    internal static Study<PolicyPath> Compared(PolicyMethods methods) => new(methods.All, Net, tuningSeeds: 2);

    private static IEnumerable<Words> Findings(StudyOutcome<PolicyPath> outcome, Sample rewards)
    {
        yield return StudyFindings.Verdicts(outcome, new("Net reward", "净奖励"), Number);
        yield return StudyFindings.Verdicts(outcome, new("Share of the gain that any policy could have at that KL", "占该 KL 下最大增益的比例"), share => Figure.PercentMean(share, 0), Share);
        var (reference, possible, best) = (outcome[PolicyMethods.Reference].Over(Net.Of), outcome[PolicyMethods.Possible].Over(Net.Of), outcome.Best);
        yield return new(
            $"The reference's answers are worth {Number(reference).English} net, those of the best policy that is possible {Number(possible).English}; {best.Name.English} comes nearest with {Number(best.Over(Net.Of)).English}.",
            $"参考模型的净奖励为 {Number(reference).English}，最优策略为 {Number(possible).English}；最接近最优的是 {best.Name.Chinese}，为 {Number(best.Over(Net.Of)).English}。");
        var judge = outcome.Rivals.Prepend(outcome.Baseline).MaxBy(method => method.Over(one => one.Ranked).Mean)!;
        yield return new(
            $"The reward models rank {Percent(rewards)} of the held-out pairs as the hidden reward does; the best policy as a judge, by log p / p_ref, is {judge.Name.English} with {Percent(judge.Over(one => one.Ranked))}.",
            $"奖励模型对留出回答对的排序，有 {Percent(rewards)} 与隐藏奖励一致；若以 log p / p_ref 评判回答对，最好的策略是 {judge.Name.Chinese}，为 {Percent(judge.Over(one => one.Ranked))}。");
    }

    private static Words Number(Sample sample) => Figure.Mean(sample, 2);

    private static string Percent(Sample share) => Figure.PercentMean(share).English;
}
