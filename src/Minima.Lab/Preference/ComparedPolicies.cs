using Minima.Lab.Pictures;

namespace Minima.Lab.Preference;

/// <summary>What the methods gave, seed by seed.</summary>
/// <param name="Toys">What they began with.</param>
/// <param name="Methods">The reference first, fine-tuning second.</param>
/// <param name="RewardRanked">The share of held-out pairs that the reward models rank rightly.</param>
internal sealed record ComparedPolicies(IReadOnlyList<ToyLanguage> Toys, IReadOnlyList<(Words Name, PolicyPath[] Paths)> Methods, double RewardRanked)
{
    public LabTable Table
    {
        get
        {
            var table = new LabTable(
                new("after training", "训练之后"),
                new("method", "方法"),
                new("hidden reward", "隐藏奖励"),
                new("gain", "增益"),
                new("KL to reference", "与参考的 KL"),
                new("of the gain possible at that KL", "占该 KL 下可能的增益"),
                new("pairs ranked right, by log p / p_ref", "按 log p / p_ref 判对的回答对"),
                new("by log p", "按 log p"));
            foreach (var (name, paths) in Methods)
            {
                table.Add(
                    name,
                    Figure.Fixed(Reward(paths), 2),
                    IsTrained(paths) ? Figure.Spread(new Sample([.. paths.Select(path => path.Reward - path.Looks[0].Y)]), 2) : "",
                    Figure.Spread(new Sample([.. paths.Select(path => path.Divergence)]), 2),
                    IsTrained(paths) ? Figure.Percent(Share(paths), 0) : "",
                    Figure.Percent(paths.Average(path => path.Ranked)),
                    Figure.Percent(paths.Average(path => path.RankedAlone)));
            }

            return table;
        }
    }

    public IEnumerable<Words> Findings()
    {
        var (reference, tuned) = (Reward(Methods[0].Paths), Reward(Methods[1].Paths));
        var rest = Methods.Skip(2).ToArray();
        var (most, leanest) = (rest.MaxBy(method => Reward(method.Paths)), rest.MaxBy(method => Share(method.Paths)));
        yield return new(
            $"The reference's answers are worth {Number(reference)}, after fine-tuning on the chosen ones {Number(tuned)}; {rest.Count(method => Reward(method.Paths) > tuned)} of {rest.Length} methods get more, {most.Name.English} the most: {Number(Reward(most.Paths))}.",
            $"参考模型的回答值 {Number(reference)}，在被选回答上微调后为 {Number(tuned)}；{rest.Length} 种方法中有 {rest.Count(method => Reward(method.Paths) > tuned)} 种更高。最高的是 {most.Name.Chinese}：{Number(Reward(most.Paths))}。");
        yield return new(
            $"{leanest.Name.English} makes the best use of its divergence: {Percent(Share(leanest.Paths))} of the gain that any policy could have at that KL; fine-tuning makes {Percent(Share(Methods[1].Paths))}.",
            $"散度利用得最好的是 {leanest.Name.Chinese}：达到该 KL 下任何策略可能增益的 {Percent(Share(leanest.Paths))}；微调为 {Percent(Share(Methods[1].Paths))}。");
        var best = Methods.MaxBy(method => method.Paths.Average(path => path.Ranked));
        yield return new(
            $"The reward models rank {Percent(RewardRanked)} of the held-out pairs as the hidden reward does; the best policy as a judge, by log p / p_ref, is {best.Name.English} with {Percent(best.Paths.Average(path => path.Ranked))}.",
            $"奖励模型对留出回答对的排序有 {Percent(RewardRanked)} 与隐藏奖励一致；以 log p / p_ref 作评判，最好的策略是 {best.Name.Chinese}，为 {Percent(best.Paths.Average(path => path.Ranked))}。");
    }

    /// <summary>What a method gains on the reference, as a share of what could be gained at its divergence.</summary>
    private double Share(PolicyPath[] paths)
    {
        double gained = 0, possible = 0;
        for (var k = 0; k < paths.Length; k++)
        {
            gained += paths[k].Reward - paths[k].Looks[0].Y;
            possible += Toys[k].Frontier.At(paths[k].Divergence) - paths[k].Looks[0].Y;
        }

        return possible > 0 ? gained / possible : 0;
    }

    private static bool IsTrained(PolicyPath[] paths) => paths[0].Looks.Count > 1;

    private static double Reward(PolicyPath[] paths) => paths.Average(path => path.Reward);

    private static string Number(double value) => Figure.Fixed(value, 2).English;

    private static string Percent(double share) => Figure.Percent(share, 0).English;
}
