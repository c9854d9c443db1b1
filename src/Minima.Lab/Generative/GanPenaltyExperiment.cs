using System.Globalization;
using Minima.Lab.Studies;
using Minima.Tensors.Losses;
using Minima.Training.Adversarial;

namespace Minima.Lab.Generative;

/// <summary>Adversarial losses with and without a penalty on the gradient of the critic: which of them needs it?</summary>
internal sealed class GanPenaltyExperiment : Experiment
{
    private static readonly (double Rate, int CriticSteps)[] Settings = [(0.001, 1), (0.003, 1), (0.001, 5), (0.003, 5)];

    // With a penalty, the settings vary its strength in place of the critic's steps.
    private static readonly (double Rate, double Strength)[] Penalties = [(0.001, 1), (0.003, 1), (0.001, 0.1), (0.003, 0.1)];

    /// <summary>The losses; WGAN without a constraint on its critic comes last.</summary>
    internal static readonly IReadOnlyList<GanObjective> Objectives =
    [
        GanObjectives.LeastSquares,
        GanObjectives.NonSaturating,
        GanObjectives.Hinge,
        GanObjectives.WassersteinPenalized(1) with { Name = "WGAN, held by nothing", Penalty = null, CriticSteps = 1 },
    ];

    private static readonly Measure<RingTraining> Far = new(training => training.Far, IsError: true);

    public override string Name => "gan-penalty";

    public override int Seeds => 8;

    public override Words Title => new("Which adversarial loss needs a gradient penalty?", "哪种对抗损失需要梯度惩罚？");

    public override Words Answer => new(
        "All four that were tried: R1 helps each of them, LSGAN most.",
        "所试的四种都需要：R1 对每一种都有帮助，对 LSGAN 帮助最大。");

    public override Words Setting => new(
        "The ring of eight Gaussians and the networks of `minima lab gan`, 1000 steps of the generator (Adam, its rate falling to 0, betas 0.5 and 0.9, batches of 128). Each loss plays without a penalty, and with R1's penalty on the slope of the critic at real points. Without one it tries rates of 0.001 and 0.003, each with 1 or 5 steps of the critic. With one it tries the same rates, each with a strength of 1 or 0.1, and 1 step. Judged is the sliced Wasserstein distance of 4000 samples to rows that were never seen. What a loss gains by the penalty is the difference seed by seed, and P the chance of so large a one without a difference (paired t tests, Holm's correction over the four losses). The baseline of the first table is LSGAN without a penalty.",
        "数据与网络同 `minima lab gan`，即八个高斯组成的环；训练 1000 个生成器步（Adam，学习率降至 0，两个 beta 为 0.5 与 0.9，批大小 128）。每种损失分别在两种情形下训练：不加惩罚；对判别器在真实数据点处的梯度施加 R1 惩罚。不加惩罚时，试学习率 0.001 与 0.003，每个生成器步各配 1 个或 5 个判别器步；加惩罚时，试同样的学习率，各配强度 1 或 0.1，每个生成器步配 1 个判别器步。评判指标为 4000 个样本与未见过的数据之间的切片 Wasserstein 距离。惩罚带来的改善按种子逐一相减得到；P 是两者实际无差别时出现这样大的差值的概率（配对 t 检验，对四种损失作 Holm 校正）。第一张表的基线为不加惩罚的 LSGAN。");

    public override LabReport Run(LabRun run)
    {
        var outcome = Compared(run).RunAlone(run);
        var gains = Gains(outcome);
        var table = StudyTable.Of(
            outcome,
            new("after training, with 95 % intervals over seeds", "训练之后，附种子间的 95% 置信区间"),
            sample => Figure.Change(sample),
            new StudyColumn<RingTraining>(new("distance to data", "与数据的距离"), Far.Of, sample => Figure.Mean(sample)),
            new StudyColumn<RingTraining>(new("modes of 8", "覆盖的模态（共 8）"), training => training.Modes, sample => Figure.Fixed(sample.Mean, 1)),
            new StudyColumn<RingTraining>(new("critic's slope", "判别器的斜率"), training => training.CriticSlope, sample => Figure.Digits(sample.Mean, 2)));
        return new LabReport([table, GainTable(gains)], [StudyFindings.Verdicts(outcome, new("Nearer to the data", "与数据更接近"), sample => Figure.Mean(sample)), Needs(outcome, gains)], language => RingPicture.DrawSamples(Title, [.. outcome.Methods.Select(method => (method.Name, method.Results[0].Samples))], language));
    }

    /// <summary>Every loss without a penalty and with it, tuned.</summary>
    internal static Study<RingTraining> Compared(LabRun run)
    {
        var steps = run.Of(1000, 12, 500);
        return new([.. Objectives.SelectMany(objective => new[] { Without(objective), With(objective) })], Far, tuningSeeds: 1);

        StudyMethod<RingTraining> Without(GanObjective objective) =>
            new(objective.Name, [.. Settings.Select(setting => new StudySetting<RingTraining>(new($"rate {Text(setting.Rate)}, critic {setting.CriticSteps} : 1", $"学习率 {Text(setting.Rate)}、判别器 {setting.CriticSteps} : 1"), trial => Trained(objective with { CriticSteps = setting.CriticSteps }, setting.Rate, trial)))]);

        StudyMethod<RingTraining> With(GanObjective objective) => new(
            Penalized(objective),
            [.. Penalties.Select(one => new StudySetting<RingTraining>(new($"rate {Text(one.Rate)}, strength {Text(one.Strength)}", $"学习率 {Text(one.Rate)}、强度 {Text(one.Strength)}"), trial => Trained(
                objective with { Penalty = (critic, real, _, _) => new RealGradientPenalty(one.Strength).Apply(CriticGradient.At(critic, real)) },
                one.Rate,
                trial)))]);

        RingTraining Trained(GanObjective objective, double rate, Trial trial)
        {
            var training = new RingTraining(objective, rate, trial);
            training.Run(steps, 1);
            return training;
        }
    }

    /// <summary>The gain of each loss from the penalty.</summary>
    internal static Comparison[] Gains(StudyOutcome<RingTraining> outcome) =>
        Comparison.Of([.. Objectives.Select(objective => Sample.Difference(outcome[Penalized(objective).English].Over(Far.Of), outcome[objective.Name].Over(Far.Of)))], isError: true);

    /// <summary>The table's name for a loss with the penalty.</summary>
    internal static Words Penalized(GanObjective objective) => new($"{objective.Name} + R1", $"{objective.Name} + R1");

    private static LabTable GainTable(Comparison[] gains)
    {
        var table = new LabTable(new("what the penalty changes in the distance, loss by loss", "惩罚使各损失的距离改变多少"), new("losses", "损失"), new("does the penalty help?", "惩罚有帮助吗？"), new("difference", "差值"), "P");
        foreach (var (objective, gain) in Objectives.Zip(gains)) table.Add(objective.Name, StudyTable.TextOf(gain.Verdict), Figure.Change(gain.Difference), Figure.Digits(gain.Probability, 2));
        return table;
    }

    private static Words Needs(StudyOutcome<RingTraining> outcome, Comparison[] gains)
    {
        var far = Figure.Mean(outcome[GanObjectives.LeastSquares.Name].Over(Far.Of)).English;
        return new(
            $"The penalty helps: {Listed(Verdict.Yes, ", ", "none")}; it harms: {Listed(Verdict.No, ", ", "none")}; not significant: {Listed(Verdict.NotBeyondLuck, ", ", "none")}. That LSGAN needs less of it than others, as some introductions say, would show in a small difference for LSGAN, which lies {far} from the data without it.",
            $"惩罚有益的：{Listed(Verdict.Yes, "、", "无")}；有害的：{Listed(Verdict.No, "、", "无")}；不显著的：{Listed(Verdict.NotBeyondLuck, "、", "无")}。有些介绍说，LSGAN 比其他损失更少需要惩罚。若真如此，LSGAN 的差值应当很小；但不加惩罚时，它与数据的距离为 {far}。");

        string Listed(Verdict verdict, string comma, string none) =>
            string.Join(comma, Objectives.Zip(gains).Where(pair => pair.Second.Verdict == verdict).Select(pair => $"{pair.First.Name} {Figure.Change(pair.Second.Difference).English}").DefaultIfEmpty(none));
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
