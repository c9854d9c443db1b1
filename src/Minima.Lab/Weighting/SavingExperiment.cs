using System.Globalization;
using Minima.Lab.Studies;

namespace Minima.Lab.Weighting;

/// <summary>The work that focal and hard-example losses save: the passes through the network that an accuracy costs.</summary>
internal sealed class SavingExperiment : Experiment
{
    public const string Plain = "cross_entropy";
    public const string Focal = "softmax_focal";
    public static readonly Words Skipping = new("softmax_focal, rows of small weight left out", "softmax_focal，略去小权重样本");
    public static readonly Words Hard = new("ohem, every row looked at", "ohem，先看每个样本");
    public static readonly Words Remembered = new("ohem, by remembered losses", "ohem，依据上次的损失");

    private const double Wanted = 0.97;
    private const double Smallest = 0.05;

    private static readonly double[] Rates = [0.003, 0.001, 0.01, 0.03];
    private static readonly double[] TwoRates = [0.003, 0.01];
    private static readonly double[] Gammas = [2, 1];
    private static readonly double[] Shares = [0.5, 0.25];

    // Work is compared by ratios, hence the logarithm.
    private static readonly Measure<WorkDone> Work = new(done => Math.Log(done.Until(Wanted)), IsError: true);
    private static readonly Measure<WorkDone> Accuracy = new(done => done.Last);

    public override string Name => "saving";

    public override int Seeds => 10;

    public override Words Title => new("Work that focal and hard-example losses save", "焦点损失与难例损失节省的计算量");

    public override Words Answer => new(
        "OHEM, which trains on hard samples only, reaches the same accuracy with half of the work. Focal loss needs more work unless samples of small weight are left out.",
        "OHEM 只用难例训练，以一半的计算量达到同样的准确率。焦点损失若不略去权重小的样本，计算量反而更大。");

    public override Words Setting => new(
        "A network of 128 hidden units learns the 8x8 digits in batches of 64 (AdamW). Work is counted: a row forward is 1, the way back 2 (that of the optimizer, the same for any number of rows, is left out), and all get the budget of 20 epochs of all rows, along which the rate falls to 0. How much of it does it take to name 97 % of the judging rows (the mean over the ten classes)? softmax_focal learns from all rows. Where rows of small weight are left out, each row of a batch is looked at (1), and only those to which the focal loss gives at least 0.05 are learned from (3). ohem keeps a quarter or a half of the rows, those with the largest losses. Either it computes the loss of every row first, or it uses the loss that each row had when it was last learned from, and learns from all rows every third epoch. Every method tries four settings. Work is compared by its ratios, with geometric means. The baseline is cross_entropy.",
        "一个含 128 个隐藏单元的网络学习 8x8 数字，批大小 64（AdamW）。计算量的计法：每个样本前向一次计 1，反向一次计 2；优化器的计算与样本数无关，不计入。各方法的总预算都相当于全部样本训练 20 轮，学习率在预算内降至 0。问题是：判对 97% 的评判样本（十类平均）要用去多少预算？softmax_focal 学习全部样本。“略去小权重样本”先对批中每个样本作一次前向计算（计 1），再只学习焦点损失所给权重不低于 0.05 的样本（计 3）。ohem 只保留损失最大的四分之一或一半样本：或者先对每个样本作一次前向计算，或者依据样本上次学习时的损失，并每三轮学习一次全部样本。每种方法试四组设置。计算量按比值比较，均值取几何平均。基线为 cross_entropy。");

    public override LabReport Run(LabRun run)
    {
        var outcome = Compared(run).RunAlone(run);
        return new LabReport(
            [
                StudyTable.Of(
                    outcome,
                    new("work until the accuracy on the judging rows reaches 97 %, of the budget, with 95 % intervals over seeds", "判对 97% 评判样本所需的计算量（占预算），附种子间的 95% 置信区间"),
                    difference => $"x {Ratio(difference, 1, 2).English}",
                    new StudyColumn<WorkDone>(new("work, %", "计算量（%）"), Work.Of, logarithms => Ratio(logarithms, 100, 1)),
                    new StudyColumn<WorkDone>(new("seeds that get there", "达到目标的种子"), done => done.Reaches(Wanted) ? 1 : 0, sample => Figure.Percent(sample.Mean, 0)),
                    new StudyColumn<WorkDone>(new("accuracy at the end", "最终准确率"), Accuracy.Of, sample => Figure.PercentMean(sample))),
            ],
            [
                StudyFindings.Verdicts(outcome, new("Less work to 97 %", "到 97% 所需计算量更少"), logarithms => $"{Ratio(logarithms, 100, 1).English} %"),
                StudyFindings.Verdicts(outcome, new("Accuracy when the budget is used up", "预算用尽时的准确率"), sample => Figure.PercentMean(sample), Accuracy),
            ],
            language => Picture(outcome, language));
    }

    /// <summary>Ways to save work, tuned.</summary>
    internal static Study<WorkDone> Compared(LabRun run)
    {
        var (epochs, rows) = (run.Of(20, 1), run.Of(int.MaxValue, 200));
        return new(
            [
                StudyMethod<WorkDone>.Of(Plain, new("rate", "学习率"), Rates, (trial, rate) => Done(trial, new(), rate)),
                Grid(Focal, "gamma", Gammas, gamma => new() { Gamma = gamma }),
                Grid(Skipping, "gamma", Gammas, gamma => new() { Gamma = gamma, Looks = true, Least = Smallest }),
                Grid(Hard, new("share", "比例"), Shares, share => new() { Looks = true, Share = share }),
                Grid(Remembered, new("share", "比例"), Shares, share => new() { IsRemembering = true, Share = share }),
            ],
            Work,
            tuningSeeds: 2);

        WorkDone Done(Trial trial, SavingWay way, double rate) => WorkMeter.Of(trial, way, rate, epochs, rows);

        StudyMethod<WorkDone> Grid(Words name, Words number, double[] values, Func<double, SavingWay> way) => new(
            name,
            [.. values.SelectMany(value => TwoRates.Select(rate => new StudySetting<WorkDone>(new($"{number.English} {Text(value)} and rate {Text(rate)}", $"{number.Chinese} {Text(value)}、学习率 {Text(rate)}"), trial => Done(trial, way(value), rate))))]);
    }

    /// <summary>The geometric mean and its interval, from a sample of logarithms.</summary>
    private static Words Ratio(Sample logarithms, double unit, int digits) =>
        $"{Figure.Fixed(unit * Math.Exp(logarithms.Mean), digits).English} ({Figure.Fixed(unit * Math.Exp(logarithms.Mean - logarithms.Half), digits).English} - {Figure.Fixed(unit * Math.Exp(logarithms.Mean + logarithms.Half), digits).English})";

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private string Picture(StudyOutcome<WorkDone> outcome, Language language)
    {
        var svg = new Svg(820, 440, Title.In(language));
        Series[] lines = [.. outcome.Methods.Select((method, style) => new Series(method.Name, [.. method.Results[0].Path.Select(point => (100 * Math.Min(1, point.Work / method.Results[0].Budget), point.Accuracy))], style))];
        new LinePanel
        {
            Title = new("first seed", "第一个种子"),
            XTitle = new("work, % of the budget", "计算量，占预算的百分比"),
            YTitle = new("accuracy", "准确率"),
            Lines = lines,
            Y = (0.85, 1),
            Levels = [(Wanted, Figure.Percent(Wanted, 0))],
        }.Draw(svg, 80, 70, 680, 260, language);
        Series.Legend(svg, lines, 40, 740, 395, language);
        return svg.ToString();
    }
}
