using System.Globalization;
using Minima.Lab.Sampling;
using Minima.Lab.Studies;
using Minima.Training.Adversarial;

namespace Minima.Lab.DigitGan;

/// <summary>Pairs of adversarial losses on digits; and InfoGAN with a code.</summary>
internal sealed class DigitGanExperiment : Experiment
{
    public const string Without = "code without infogan_mi";
    public const string With = "InfoGAN";

    private const int PerCode = 200;
    private const int Shown = 8;

    private static readonly IReadOnlyList<(double Rate, int CriticSteps)> Settings = [(0.0005, 1), (0.0005, 5), (0.001, 1)];
    private static readonly double[] Rates = [0.0005, 0.001, 0.0002];
    private static readonly Measure<CodedDigits> Distance = new(one => one.Verdict.Distance, IsError: true);

    private static readonly Words Grid = new("a rate of 0.0005 with 1 or 5 steps of the critic for one of the generator, or 0.001 with 1", "学习率 0.0005 配每个生成器步 1 或 5 个判别器步，或 0.001 配 1 个");

    private static readonly IReadOnlyList<GanObjective> Objectives = [GanObjectives.NonSaturating, GanObjectives.R1, GanObjectives.WassersteinPenalty, GanObjectives.LeastSquares, GanObjectives.Hinge];

    public override string Name => "digit-gan";

    public override Words Title => new("Adversaries on digits, and a code that becomes a handle", "数字上的对抗训练，以及可操控的隐码");

    public override Words Answer => new(
        "WGAN-GP and R1 come nearest to unseen digits. With InfoGAN's term a code tells much about the digit without labels, at no measurable cost.",
        "WGAN-GP 与 R1 最接近未见过的数字。加上 InfoGAN 项后，隐码不用标签就包含许多关于数字的信息，样本质量没有可测出的下降。");

    public override Words Setting => new(
        "Generators and critics with two layers of 128 units play on the 8x8 digits for 2000 steps of the generator (Adam, beta1 0.5, batches of 64). Samples are compared with digits that no training saw, by the sliced Wasserstein distance, by which settings are chosen, and by the maximum mean discrepancy. A digit counts as found if a separate classifier, trained on real digits, gives it more than 0.9 in a tenth of its share of the samples. The rows that judge are one quarter of the table, the same for all seeds, which tuning never sees; the baseline is the non-saturating pair. InfoGAN plays the non-saturating game with a code of ten classes and two numbers in the generator's input, and infogan_mi added to both players. Its baseline is the same network without the term; both choose among three rates. The information, which they are chosen by, is that between the code and the digit that the classifier sees in 2000 samples; the code's entropy is 3.32 bits. Beside the games stand one Gaussian with the mean and covariance of the pixels, and the training digits themselves.",
        "生成器与判别器都有两层，每层 128 个单元，在 8x8 数字上训练 2000 个生成器步（Adam，beta1 为 0.5，批大小 64）。把样本与训练中未见过的数字相比较，指标为切片 Wasserstein 距离（设置据此选定）与最大均值差异。另用真实数字训练一个分类器：若样本中被它确信识别为某数字（概率高于 0.9）的比例达到应占份额的十分之一，则称该数字被找到。评判样本占全表四分之一，所有种子相同，调优从不使用。基线为非饱和损失对。InfoGAN 采用非饱和损失，生成器的输入中加入一个十类离散隐码与两个连续隐码，双方的损失都加上 infogan_mi；其基线是去掉该项的同一网络，二者都从三个学习率中选择。选择的依据是隐码与数字之间的互信息，数字由分类器在 2000 个样本中判定；隐码的熵为 3.32 比特。表中还列出单个高斯（按像素的均值与协方差拟合）以及训练集中的数字本身。");

    public override LabReport Run(LabRun run)
    {
        var judge = JudgeOf(run);
        var (games, codes) = (Compared(run, judge, Objectives), Coded(run, judge));
        run.Parts = games.PartsOf(run) + codes.PartsOf(run);
        var (played, coded) = (games.Run(run), codes.Run(run));
        var table = DigitTable.Of(played);
        var trials = run.JudgingSeeds.Select(seed => (Digits: new DigitSet(Trial.ToJudge(run, seed)), Random: new RandomState((ulong)seed).Fork("drawn"), Seed: seed)).ToArray();
        JudgedDigits[] real = [.. trials.Select(trial => judge.Real(trial.Digits, trial.Random))];
        DigitTable.Add(table, new("untrained generator", "未训练的生成器"), [.. trials.Select(trial => Judged(judge, trial.Digits, new DigitGame(Objectives[0], Rates[0], trial.Digits, trial.Seed)))]);
        DigitTable.Add(table, new("one Gaussian", "单个高斯"), [.. trials.Select(trial => judge.Gaussian(trial.Digits, FittedGaussian.UsualRidge, trial.Random))]);
        DigitTable.Add(table, new("digits of the training rows", "训练集中的数字"), real);
        return new LabReport(
            [table, CodeTable(coded)],
            [.. Findings(played, coded, judge)],
            language => DigitGanPicture.Draw(
                Title,
                [(new("training digits", "训练集数字"), real[0].Pixels), .. played.Methods.Select(method => (method.Name, method.Results[0].Pixels))],
                [.. coded.Methods.Select(method => (method.Name, method.Results[0].Rows))],
                language));
    }

    /// <summary>The classifier, trained without the rows that judge.</summary>
    internal static DigitJudge JudgeOf(LabRun run) => new(run.Seed, run.Of(1500, 20));

    /// <summary>Pairs of losses, tuned; the non-saturating one first.</summary>
    internal static Study<JudgedDigits> Compared(LabRun run, DigitJudge judge, IReadOnlyList<GanObjective> objectives)
    {
        var steps = run.Of(2000, 4, 600);
        return new(
            [.. objectives.Select(objective => new StudyMethod<JudgedDigits>(objective.Name, [.. Settings.Select(setting => Setting(objective, setting.Rate, setting.CriticSteps))]) { Grid = Grid })],
            new(one => one.Verdict.Distance, IsError: true),
            tuningSeeds: 1);

        StudySetting<JudgedDigits> Setting(GanObjective objective, double rate, int criticSteps)
        {
            var text = rate.ToString(CultureInfo.InvariantCulture);
            return new(new($"rate {text}, critic {criticSteps} : 1", $"学习率 {text}、判别器 {criticSteps} : 1"), trial =>
            {
                var digits = new DigitSet(trial);
                var game = new DigitGame(objective with { CriticSteps = criticSteps }, rate, digits, trial.Seed);
                game.Run(steps);
                return Judged(judge, digits, game);
            });
        }
    }

    /// <summary>A game with a code, without the term that keeps it readable and with it, tuned.</summary>
    internal static Study<CodedDigits> Coded(LabRun run, DigitJudge judge)
    {
        var steps = run.Of(2000, 4, 1500);
        return new([Method(new(Without, "有隐码、无 infogan_mi"), 0), Method(With, 1)], new(one => one.Bits), tuningSeeds: 1);

        StudyMethod<CodedDigits> Method(Words name, double weight) => StudyMethod<CodedDigits>.Of(name, new("rate", "学习率"), Rates, (trial, rate) =>
        {
            var digits = new DigitSet(trial);
            var game = new CodedGame(weight, rate, digits, trial.Seed);
            game.Run(steps);
            var seen = game.Seen(judge, PerCode);

            // The last code loses the surplus.
            var pixels = game.Samples((digits.HeldOutRows / CodedGame.Codes) + 1)[..(digits.HeldOutRows * DigitRows.PixelCount)];
            return new(pixels, judge.Judge(pixels, digits), game.Samples(Shown), Information.Mutual(seen), seen.Average(counts => counts.Max() / PerCode));
        });
    }

    private static JudgedDigits Judged(DigitJudge judge, DigitSet digits, DigitGame game)
    {
        var pixels = game.Samples(digits.HeldOutRows);
        return new(pixels, judge.Judge(pixels, digits));
    }

    private static LabTable CodeTable(StudyOutcome<CodedDigits> outcome) => StudyTable.Of(
        outcome,
        new("what the code says of the digit, with 95 % intervals over seeds", "隐码包含多少关于数字的信息，附种子间的 95% 置信区间"),
        sample => Figure.Change(sample, 2),
        new StudyColumn<CodedDigits>(new("mutual information, bits", "互信息（比特）"), one => one.Bits, sample => Figure.Mean(sample, 2)),
        new StudyColumn<CodedDigits>(new("of the code's entropy", "占隐码熵的比例"), one => one.Bits / Math.Log2(CodedGame.Codes), sample => Figure.Percent(sample.Mean, 0)),
        new StudyColumn<CodedDigits>(new("commonest digit of a code", "每个码中最常见数字的占比"), one => one.Commonest, sample => Figure.Percent(sample.Mean, 0)),
        new StudyColumn<CodedDigits>(new("distance", "距离"), one => one.Verdict.Distance, sample => Figure.Mean(sample, 4)),
        new StudyColumn<CodedDigits>(new("surely a digit", "确信为数字"), one => one.Verdict.Sure, sample => Figure.PercentMean(sample, 0)));

    private static IEnumerable<Words> Findings(StudyOutcome<JudgedDigits> played, StudyOutcome<CodedDigits> coded, DigitJudge judge)
    {
        yield return StudyFindings.Verdicts(played, new("Nearer to unseen digits", "与未见过的数字更接近"), sample => Figure.Mean(sample, 4));
        yield return StudyFindings.Verdicts(played, new("Samples of which the classifier is sure", "分类器确信的样本"), sample => Figure.PercentMean(sample, 0), new(one => one.Verdict.Sure));
        var complete = played.Methods.Count(method => method.Results.All(one => one.Verdict.Classes == DigitRows.Classes));
        yield return new(
            $"{complete} of {played.Methods.Count} pairs have all ten digits with every seed. The judge itself names {Figure.Percent(judge.Accuracy).English} of the unseen digits.",
            $"{played.Methods.Count} 对损失中，有 {complete} 对在每个种子下都生成全部十个数字。用作评判的分类器在未见过的数字上的准确率为 {Figure.Percent(judge.Accuracy).English}。");
        yield return StudyFindings.Verdicts(coded, new("Bits that the code says of the digit, no label used", "隐码包含的关于数字的比特数（未使用标签）"), sample => Figure.Mean(sample, 2));
        yield return StudyFindings.Verdicts(coded, new("What the term costs in nearness to unseen digits", "该项对样本与未见过的数字的接近程度的影响"), sample => Figure.Mean(sample, 4), Distance);
    }
}
