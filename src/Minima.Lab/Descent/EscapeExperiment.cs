using Minima.Lab.Studies;

namespace Minima.Lab.Descent;

/// <summary>Gradient descent in a local minimum, and what gets it out.</summary>
internal sealed class EscapeExperiment : Experiment
{
    public static readonly Words Four = new("gradient descent, 4 units instead of 2", "梯度下降，单元由 2 增至 4");
    public static readonly Words Eight = new("gradient descent, 8 units instead of 2", "梯度下降，单元由 2 增至 8");

    private static readonly double[] WaveRates = [0.03, 0.01, 0.1, 0.3];
    private static readonly double[] Rates = [0.3, 0.1, 1, 3];
    private static readonly Measure<double> Share = new(share => share);
    private static readonly Words Rate = new("rate", "学习率");

    public override string Name => "escape";

    public override int Seeds => 10;

    public override Words Title => new("Gradient descent in a local minimum, and what gets it out", "陷入局部最小值的梯度下降，以及如何脱身");

    public override Words Answer => new(
        "It depends on the problem. Easy samples first, several starts and noisy steps leave the minima of a wave; a small network needs more units or several starts. Momentum helps with neither.",
        "取决于问题。求波的频率时，先易后难、多个起点与带噪声的更新都能脱离局部最小值；小网络则需要更多单元或多个起点。动量对两个问题都没有帮助。");

    public override Words Setting => new(
        "Two problems with local minima, 20 starts for each seed. First the frequency of a wave is fitted by its squared error at 64 times, in 400 steps from starts between 0.3 and 2 times the right frequency. A start counts as successful if it ends within 2 % of it. Then a network of two tanh units learns exclusive or under bce_with_logits in 600 steps; learned is what has all four rows right. Each way keeps the best of four rates on seeds that do not judge; rates fall to 0 along a line. Few rows are 4 of the 64, or one of the four. Steps of chance have a deviation of 0.3 at first (0.03 for the network). Easy rows first: the wave's first times, on which the error has one minimum, then ever later ones. The baseline is gradient descent on all rows.",
        "两个问题都有局部最小值，每个种子取 20 个起点。其一，按 64 个时刻上的平方误差求正弦波的频率，起点为真实频率的 0.3 到 2 倍，迭代 400 步；终点与真实频率相差不到 2% 即算找到。其二，含两个 tanh 单元的网络以 bce_with_logits 学习异或，训练 600 步；四个样本全部判对即算学会。每种做法在调优种子上试四个学习率，取最好的一个；学习率线性降至 0。“少量样本”指 64 个样本中的 4 个，或四个样本中的一个。随机步的标准差起初为 0.3，网络上为 0.03。“先易后难”起初只用最早的几个时刻，此时误差只有一个极小值，然后逐步加入更晚的时刻。基线为使用全部样本的梯度下降。");

    public override LabReport Run(LabRun run)
    {
        var (wave, network) = (Waves(run), Networks(run));
        run.Parts = wave.PartsOf(run) + network.PartsOf(run);
        var (found, learned) = (wave.Run(run), network.Run(run));
        return new LabReport(
            [
                Table(found, new("starts that find the frequency, with 95 % intervals over seeds", "找到频率的起点占比，附种子间的 95% 置信区间")),
                Table(learned, new("starts from which the network learns exclusive or, with 95 % intervals over seeds", "学会异或的起点占比，附种子间的 95% 置信区间")),
            ],
            [
                StudyFindings.Verdicts(found, new("Out of the minima of the wave", "脱离波的局部最小值"), sample => Figure.PercentMean(sample, 0)),
                StudyFindings.Verdicts(learned, new("Out of those of exclusive or", "脱离异或的局部最小值"), sample => Figure.PercentMean(sample, 0)),
                new(
                    $"The problem decides. Of the wave's starts {Shown(found, Escape.EasyFirst.Name)} arrive if easy rows come first and {Shown(found, Escape.Restarted.Name)} as the best of five, but {Shown(found, Escape.Momentum.Name)} with momentum. The small network is learned from {Shown(learned, Escape.Plain.Name)} of the starts, and from {Shown(learned, Eight)} if it has eight units: in more dimensions there is more often a way down.",
                    $"脱身的办法因问题而异。求波的频率时，先易后难有 {Shown(found, Escape.EasyFirst.Name)} 的起点找到频率，五个起点取最好为 {Shown(found, Escape.Restarted.Name)}，动量为 {Shown(found, Escape.Momentum.Name)}。小网络从 {Shown(learned, Escape.Plain.Name)} 的起点学会异或，单元增至八个时为 {Shown(learned, Eight)}：维数越高，越常存在下降的方向。"),
            ],
            language => EscapePicture.Draw(Title, found, learned, language));
    }

    /// <summary>Ways to the frequency of a wave.</summary>
    internal static Study<double> Waves(LabRun run)
    {
        var steps = run.Of(400, 10);
        return new([.. new[] { Escape.Plain, Escape.Momentum, Escape.Adaptive, Escape.FewRows, Escape.Shaken, Escape.Restarted, Escape.EasyFirst }.Select(way => StudyMethod<double>.Of(way.Name, Rate, WaveRates, (trial, rate) => new Wave(trial, steps).Found(way, rate)))], Share, tuningSeeds: 3);
    }

    /// <summary>Ways to exclusive or.</summary>
    internal static Study<double> Networks(LabRun run)
    {
        var steps = run.Of(600, 10);
        return new(
            [
                .. new[] { Escape.Plain, Escape.Momentum, Escape.Adaptive, Escape.FewRows, Escape.Shaken, Escape.Restarted }.Select(way => Of(way.Name, way, 2)),
                Of(Four, Escape.Plain, 4),
                Of(Eight, Escape.Plain, 8),
            ],
            Share,
            tuningSeeds: 2);

        StudyMethod<double> Of(Words name, Escape way, int units) => StudyMethod<double>.Of(name, Rate, Rates, (trial, rate) => ExclusiveOr.Learned(trial, way, units, rate, steps));
    }

    private static LabTable Table(StudyOutcome<double> outcome, Words title) =>
        StudyTable.Of(outcome, title, sample => Figure.PercentChange(sample, 0), new StudyColumn<double>(new("starts", "起点"), Share.Of, sample => Figure.PercentMean(sample, 0)));

    private static string Shown(StudyOutcome<double> outcome, Words name) => Figure.PercentMean(outcome[name.English].Over(Share.Of), 0).English;
}
