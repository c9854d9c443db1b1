using Minima.Lab.Pictures;
using Minima.Training.Adversarial;

namespace Minima.Lab.Generative;

/// <summary>Ten pairs of adversarial losses on a ring of eight Gaussians: modes, distance, and what a sure critic leaves of the generator's gradient.</summary>
internal sealed class RingExperiment : Experiment
{
    private const int Looks = 20;

    // The paper's 0.01 leaves the critic of so small a network flat.
    private const double Clip = 0.1;

    // As the authors' own code has it for points in the plane.
    private const double Lambda = 0.1;

    private static readonly GanObjective Penalized = GanObjectives.WassersteinPenalized(Lambda);

    private static readonly IReadOnlyList<GanObjective> Objectives =
    [
        .. GanObjectives.All.Select(objective =>
            objective == GanObjectives.Wasserstein ? GanObjectives.WassersteinClipped(Clip)
            : objective == GanObjectives.WassersteinPenalty ? Penalized
            : objective),
    ];

    public override string Name => "gan";

    public override Words Title => new("Adversaries on a ring of eight Gaussians", "八个高斯组成的环上的对抗训练");

    public override Words Setting => new(
        "A generator of 2 numbers of noise and a critic, both with two layers of 64 units, play for the same number of generator steps under each pair of losses (Adam at 0.001 falling to 0, betas 0.5 and 0.9, batches of 128; WGAN's weights are held within 0.1, because the paper's 0.01 leaves so small a critic flat; WGAN-GP's lambda is 0.1, as in its authors' code for points in the plane). A mode counts as covered with a tenth of its share of 1000 samples within three deviations; the distance is the sliced Wasserstein distance to rows that were never seen. The baselines are the generator before training, and a fresh sample of the data itself.",
        "生成器以 2 个噪声数为输入，与判别器同为两层、每层 64 个单元；每一对损失训练相同的生成器步数（Adam，学习率由 0.001 线性降至 0，两个 beta 为 0.5 与 0.9，批大小 128；WGAN 的权重限制在 0.1 以内，因为论文的 0.01 会使如此小的评论家几乎平坦；WGAN-GP 的 lambda 取 0.1，与作者代码在平面点集上的取值相同）。1000 个样本中，若落在某模态三倍标准差以内的达到其应占份额的十分之一，则该模态算被覆盖；距离指与未见过的数据之间的切片 Wasserstein 距离。基线为未经训练的生成器，以及数据本身的一次新抽样。");

    public override LabReport Run(LabRun run)
    {
        var seeds = Enumerable.Range(1, run.Of(2, 1)).ToArray();
        var steps = run.Of(4000, 12);
        run.Parts = Objectives.Count + 1;
        var trained = new List<RingTraining[]>();
        foreach (var objective in Objectives)
        {
            run.Begin(objective.Name);
            trained.Add([.. seeds.Select(seed =>
            {
                var training = new RingTraining(objective, seed);
                training.Run(steps, Math.Min(Looks, steps));
                return training;
            })]);
        }

        run.Begin("a critic that wins");
        int[] critic = run.IsSmall ? [0, 5] : [0, 50, 200, 800, 3200];
        var vanishing = new VanishingGradient(critic);
        return new LabReport([Compared(trained), vanishing.Table], [.. Findings(trained, vanishing)], language => RingPicture.Draw(Title, trained, language));
    }

    private static LabTable Compared(List<RingTraining[]> trained)
    {
        var table = new LabTable(
            new("after training", "训练之后"),
            new("losses", "损失"),
            new("modes of 8", "覆盖的模态（共 8）"),
            new("near a mode", "落在模态附近"),
            new("distance to data", "与数据的距离"),
            new("generator's gradient", "生成器的梯度"));
        Add(new("untrained generator", "未训练的生成器"), [new RingTraining(GanObjectives.NonSaturating, 1).Draw()], "");
        Add(new("the data themselves", "数据本身"), [Ring.Points(Ring.Draw(RingTraining.Judged, new RandomState(7)))], "");
        foreach (var trainings in trained) Add(trainings[0].Objective.Name, [.. trainings.Select(one => one.Samples)], Figure.Digits(trainings.Average(one => one.Last.GeneratorGradient), 2));
        return table;

        void Add(Words name, (double X, double Y)[][] samples, Words gradient)
        {
            var covers = samples.Select(Ring.Cover).ToArray();
            table.Add(name, Figure.Fixed(covers.Average(one => one.Modes), 1), Figure.Percent(covers.Average(one => one.Near), 0), Figure.Fixed(samples.Average(RingTraining.Distance)), gradient);
        }
    }

    private static IEnumerable<Words> Findings(List<RingTraining[]> trained, VanishingGradient vanishing)
    {
        var best = trained.MinBy(of => of.Average(one => RingTraining.Distance(one.Samples)))!;
        yield return new(
            $"The nearest to the data is {best[0].Objective.Name}; {trained.Count(of => of.All(one => Ring.Cover(one.Samples).Modes == Ring.Modes))} of {trained.Count} pairs cover all eight modes with every seed.",
            $"与数据最接近的是 {best[0].Objective.Name}；{trained.Count} 对损失中有 {trained.Count(of => of.All(one => Ring.Cover(one.Samples).Modes == Ring.Modes))} 对在每个种子下都覆盖全部八个模态。");
        var looks = trained.First(of => of[0].Objective == Penalized)[0].Looks;
        var correlation = Correlation.Of([.. looks.Select(look => look.Critic)], [.. looks.Select(look => look.Data)]);
        yield return new(
            $"WGAN-GP's critic says how good the samples are: its distance goes from {Figure.Fixed(looks[0].Critic).English} to {Figure.Fixed(looks[^1].Critic).English} while the distance to the data goes from {Figure.Fixed(looks[0].Data).English} to {Figure.Fixed(looks[^1].Data).English}; over {looks.Count} looks their correlation is {Figure.Fixed(correlation, 2).English}.",
            $"WGAN-GP 的评论家能说明样本好坏：其距离由 {Figure.Fixed(looks[0].Critic).English} 变为 {Figure.Fixed(looks[^1].Critic).English}，同时与数据的距离由 {Figure.Fixed(looks[0].Data).English} 变为 {Figure.Fixed(looks[^1].Data).English}；{looks.Count} 次观察中二者的相关系数为 {Figure.Fixed(correlation, 2).English}。");
        yield return vanishing.Finding;
    }
}
