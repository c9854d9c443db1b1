using System.Globalization;
using Minima.Lab.Studies;
using Minima.Training.Adversarial;

namespace Minima.Lab.Generative;

/// <summary>Eleven pairs of adversarial losses on a ring of eight Gaussians: modes, distance, and the generator's gradient under a confident critic.</summary>
internal sealed class RingExperiment : Experiment
{
    private const int Looks = 20;

    // The paper's 0.01 leaves the critic of so small a network flat.
    private const double Clip = 0.1;

    // The value in the authors' code for points in the plane.
    private const double Lambda = 0.1;

    private static readonly IReadOnlyList<(double Rate, int CriticSteps)> Settings = [(0.001, 1), (0.001, 5), (0.0003, 1), (0.0003, 5)];

    private static readonly Words Grid = new("a rate of 0.001 or 0.0003, each with 1 or 5 steps of the critic for one of the generator", "学习率 0.001 或 0.0003，各配每个生成器步 1 或 5 个判别器步");

    private static readonly GanObjective Penalized = GanObjectives.WassersteinPenalized(Lambda);

    /// <summary>Least squares with R1's penalty on the gradient of the critic.</summary>
    internal static readonly GanObjective HeldSquares = GanObjectives.LeastSquares with { Name = "LSGAN + R1", Penalty = GanObjectives.R1.Penalty };

    private static readonly IReadOnlyList<GanObjective> Objectives =
    [
        .. GanObjectives.All.Select(objective =>
            objective == GanObjectives.Wasserstein ? GanObjectives.WassersteinClipped(Clip)
            : objective == GanObjectives.WassersteinPenalty ? Penalized
            : objective),
        HeldSquares,
    ];

    public override string Name => "gan";

    public override Words Title => new("Adversaries on a ring of eight Gaussians", "八个高斯组成的环上的对抗训练");

    public override Words Answer => new(
        "Penalties on the slope of the critic (R1, R2, WGAN-GP) or clipping bring samples nearest to the data. LSGAN alone loses modes.",
        "对判别器梯度的惩罚（R1、R2、WGAN-GP）或权重截断使样本最接近数据。单用 LSGAN 会丢失模态。");

    public override Words Setting => new(
        "A generator of 2 numbers of noise and a critic, both with two layers of 64 units, play for 1500 steps of the generator under each pair of losses. Adam has a rate that falls to 0, betas 0.5 and 0.9, and batches of 128. WGAN's weights are clipped at 0.1, because the paper's 0.01 leaves so small a critic flat. WGAN-GP's lambda is 0.1, as in its authors' code for points in the plane. LSGAN is tried with R1's penalty too, which its paper does not have. Every pair tries the same four settings: a rate of 0.001 or 0.0003, and one or five steps of the critic for one of the generator. Judged is the sliced Wasserstein distance of 4000 samples to as many rows that were never seen; a mode counts as covered with a tenth of its share of 1000 samples within three deviations. The baseline is the non-saturating pair; beside all stand the generator before training, and a fresh sample of the data itself.",
        "生成器的输入是 2 维噪声；生成器与判别器（在 WGAN 中称为评判器）都有两层，每层 64 个单元。每一对损失训练 1500 个生成器步（Adam，学习率降至 0，两个 beta 为 0.5 与 0.9，批大小 128）。WGAN 的权重限制在 0.1 以内：若取论文的 0.01，这样小的判别器几乎是常数函数。WGAN-GP 的 lambda 取 0.1，与作者代码对平面点集的取值相同。LSGAN 另有一行加上 R1 惩罚，这是原论文所没有的。每一对损失都试同样的四组设置：学习率 0.001 或 0.0003，每个生成器步配一个或五个判别器步。评判指标为 4000 个样本与同样多未见过的数据之间的切片 Wasserstein 距离。取 1000 个样本，若落在某模态三倍标准差以内的样本达到其应占份额的十分之一，则称该模态被覆盖。基线为非饱和损失对；另列未训练的生成器，以及数据本身的一次新抽样。");

    public override LabReport Run(LabRun run)
    {
        var outcome = Compared(run, Objectives).RunAlone(run, further: 1);
        run.Begin("a critic that wins");
        int[] critic = run.IsSmall ? [0, 5] : [0, 50, 200, 800, 1600];
        var vanishing = new VanishingGradient(run, critic);
        return new LabReport([Table(run, outcome), BySetting(outcome), vanishing.Table], [.. Findings(outcome), vanishing.Finding], language => RingPicture.Draw(Title, [.. outcome.Methods.Select(method => method.Results)], language));
    }

    /// <summary>The pairs of losses, tuned; the non-saturating pair first.</summary>
    internal static Study<RingTraining> Compared(LabRun run, IReadOnlyList<GanObjective> objectives)
    {
        var steps = run.Of(1500, 12, 500);
        return new(
            [.. objectives.OrderBy(objective => objective != GanObjectives.NonSaturating).Select(objective => new StudyMethod<RingTraining>(objective.Name, [.. Settings.Select(setting => Setting(objective, setting.Rate, setting.CriticSteps))]) { Grid = Grid })],
            new(training => training.Far, IsError: true),
            tuningSeeds: run.Of(2, 1, 1));

        StudySetting<RingTraining> Setting(GanObjective objective, double rate, int criticSteps)
        {
            var text = rate.ToString(CultureInfo.InvariantCulture);
            return new(new($"rate {text}, critic {criticSteps} : 1", $"学习率 {text}、判别器 {criticSteps} : 1"), trial =>
            {
                var training = new RingTraining(objective with { CriticSteps = criticSteps }, rate, trial);
                training.Run(steps, Math.Min(Looks, steps));
                return training;
            });
        }
    }

    private static LabTable Table(LabRun run, StudyOutcome<RingTraining> outcome)
    {
        var table = StudyTable.Of(
            outcome,
            new("after training, with 95 % intervals over seeds", "训练之后，附种子间的 95% 置信区间"),
            sample => Figure.Change(sample),
            new StudyColumn<RingTraining>(new("distance to data", "与数据的距离"), training => training.Far, sample => Figure.Mean(sample)),
            new StudyColumn<RingTraining>(new("modes of 8", "覆盖的模态（共 8）"), training => training.Modes, sample => Figure.Fixed(sample.Mean, 1)),
            new StudyColumn<RingTraining>(new("near a mode", "落在模态附近"), training => training.Near, sample => Figure.Percent(sample.Mean, 0)),
            new StudyColumn<RingTraining>(new("critic's slope", "判别器的斜率"), training => training.CriticSlope, sample => Figure.Digits(sample.Mean, 2)),
            new StudyColumn<RingTraining>(new("generator's gradient", "生成器的梯度"), training => training.Last.GeneratorGradient, sample => Figure.Digits(sample.Mean, 2)));
        var trials = run.JudgingSeeds.Select(seed => Trial.ToJudge(run, seed)).ToArray();
        Add(new("untrained generator", "未训练的生成器"), trial => new RingTraining(GanObjectives.NonSaturating, 1e-3, trial).Draw());
        Add(new("the data themselves", "数据本身"), trial => Ring.Points(Ring.Draw(RingTraining.Judged, new RandomState((ulong)trial.Seed).Fork("fresh"))));
        return table;

        void Add(Words name, Func<Trial, (double X, double Y)[]> draw)
        {
            var samples = trials.Select(draw).ToArray();
            var covers = samples.Select(sample => Ring.Cover(sample)).ToArray();
            table.Add(name, "", Figure.Mean(new Sample([.. samples.Zip(trials, RingTraining.Distance)])), Figure.Fixed(covers.Average(one => one.Modes), 1), Figure.Percent(covers.Average(one => one.Near), 0), "", "", "", "");
        }
    }

    /// <summary>The distance under each setting, on the tuning seeds.</summary>
    private static LabTable BySetting(StudyOutcome<RingTraining> outcome)
    {
        var table = new LabTable(new("distance to data by setting, on the seeds that tune", "各设置下与数据的距离（调优种子）"), [new("losses", "损失"), .. outcome.Baseline.Method.Settings.Select(setting => setting.Name)]);
        foreach (var method in outcome.Methods) table.Add([method.Name, .. method.Tuning.Select(far => Figure.Fixed(far))]);
        return table;
    }

    private static IEnumerable<Words> Findings(StudyOutcome<RingTraining> outcome)
    {
        yield return StudyFindings.Verdicts(outcome, new("Nearer to the data", "与数据更接近"), sample => Figure.Mean(sample));
        yield return new(
            $"{outcome.Methods.Count(method => method.Results.All(one => one.Modes == Ring.Modes))} of {outcome.Methods.Count} pairs cover all eight modes with every seed.",
            $"{outcome.Methods.Count} 对损失中，有 {outcome.Methods.Count(method => method.Results.All(one => one.Modes == Ring.Modes))} 对在每个种子下都覆盖全部八个模态。");
        var divergence = outcome[GanObjectives.Divergence.Name];
        yield return new(
            $"f-GAN needs a critic that keeps up: on the seeds that tune it lies {Figure.Fixed(divergence.Tuning[0]).English} from the data with one step of the critic, {Figure.Fixed(divergence.Tuning[1]).English} with five.",
            $"f-GAN 的判别器须跟上生成器：在调优种子上，每个生成器步配一个判别器步时，与数据的距离为 {Figure.Fixed(divergence.Tuning[0]).English}；配五个时为 {Figure.Fixed(divergence.Tuning[1]).English}。");
        var (squares, held) = (outcome[GanObjectives.LeastSquares.Name], outcome[HeldSquares.Name]);
        yield return new(
            $"LSGAN loses modes early and hardly finds them again: after a fifth of the training its samples lie {Far(squares, Early)} from the data, in the end {Far(squares, End)}, with {Modes(squares)} modes. That is no fault of its two losses: with R1's penalty on the slope of the critic beside them, samples go from {Far(held, Early)} to {Far(held, End)}, with {Modes(held)} modes. What it lacks is something that holds its critic, as R1, R2 and WGAN-GP have it in a penalty and WGAN in its clipping.",
            $"LSGAN 在早期丢失模态，之后很难恢复：训练到五分之一时，样本与数据的距离为 {Far(squares, Early)}；训练结束时为 {Far(squares, End)}，覆盖 {Modes(squares)} 个模态。原因不在它的两个损失：加上 R1 对判别器梯度的惩罚后，距离由 {Far(held, Early)} 降至 {Far(held, End)}，覆盖 {Modes(held)} 个模态。它缺少的是对判别器的约束：R1、R2 与 WGAN-GP 用惩罚项约束，WGAN 用权重截断约束。");
        var looks = outcome[Penalized.Name].Results[0].Looks;
        var correlations = outcome[Penalized.Name].Over(training => Correlation.Of([.. training.Looks.Select(look => look.Critic)], [.. training.Looks.Select(look => look.Data)]));
        yield return new(
            $"The distance of WGAN-GP's critic follows the quality of the samples. With the first seed it goes from {Figure.Fixed(looks[0].Critic).English} to {Figure.Fixed(looks[^1].Critic).English} while the distance to the data goes from {Figure.Fixed(looks[0].Data).English} to {Figure.Fixed(looks[^1].Data).English}. Over {looks.Count} looks their correlation is {Figure.Mean(correlations, 2).English} over seeds.",
            $"WGAN-GP 评判器给出的距离随样本质量而变：第一个种子下，它由 {Figure.Fixed(looks[0].Critic).English} 变为 {Figure.Fixed(looks[^1].Critic).English}，同时样本与数据的距离由 {Figure.Fixed(looks[0].Data).English} 变为 {Figure.Fixed(looks[^1].Data).English}。在 {looks.Count} 个观察时刻上，二者的相关系数（对种子取平均）为 {Figure.Mean(correlations, 2).English}。");

        static double Early(RingTraining training) => training.Looks[Math.Max(0, (training.Looks.Count / 5) - 1)].Data;

        static double End(RingTraining training) => training.Far;

        static string Far(StudiedMethod<RingTraining> method, Func<RingTraining, double> when) => Figure.Mean(method.Over(when)).English;

        static string Modes(StudiedMethod<RingTraining> method) => Figure.Fixed(method.Over(training => training.Modes).Mean, 1).English;
    }
}
