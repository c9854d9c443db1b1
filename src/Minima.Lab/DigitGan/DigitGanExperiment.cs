using Minima.Lab.Pictures;
using Minima.Lab.Sampling;
using Minima.Training.Adversarial;

namespace Minima.Lab.DigitGan;

/// <summary>Four pairs of adversarial losses on digits; and a code that InfoGAN makes a handle of.</summary>
internal sealed class DigitGanExperiment : Experiment
{
    private const int PerCode = 200;

    private static readonly GanObjective[] Objectives = [GanObjectives.NonSaturating, GanObjectives.WassersteinPenalty, GanObjectives.LeastSquares, GanObjectives.Hinge];

    public override string Name => "digit-gan";

    public override Words Title => new("Adversaries on digits, and a code that becomes a handle", "数字上的对抗训练，以及可操控的隐码");

    public override int Seeds => 2;

    public override Words Setting => new(
        "Generators and critics with two layers of 128 units play on the 8x8 digits for the same number of generator steps (Adam at 0.0005, beta1 0.5, batches of 64). Samples are compared with digits that no training saw, by the sliced Wasserstein distance and the maximum mean discrepancy; a digit counts as found if a classifier, trained apart on real digits, is sure of it (above 0.9) in a tenth of its share of the samples. InfoGAN plays the non-saturating game with a code of ten classes and two numbers in the generator's input, and infogan_mi added to both players; its baseline is the same network without the term. The information is that between the code and the digit that the classifier sees in 2000 samples; the code's entropy is 3.32 bits. Beside them stand one Gaussian with the mean and covariance of the pixels, and the training digits themselves.",
        "生成器与判别器均为两层、每层 128 个单元，在 8x8 数字上训练相同的生成器步数（Adam，学习率 0.0005，beta1 为 0.5，批大小 64）。样本与训练中未见过的数字比较：切片 Wasserstein 距离与最大均值差异；另用真实数字单独训练一个分类器，若样本中某数字被确信识别（概率高于 0.9）的份额达到其应占份额的十分之一，则算找到该数字。InfoGAN 采用非饱和对抗损失，生成器输入中含十类离散隐码与两个连续隐码，双方都加上 infogan_mi；其基线是去掉该项的同一网络。互信息指隐码与分类器在 2000 个样本中所见数字之间的互信息；隐码的熵为 3.32 比特。一同列出按像素均值与协方差拟合的单个高斯，以及训练集中的数字本身。");

    public override LabReport Run(LabRun run)
    {
        var seeds = run.SeedsFrom(small: 1);
        var steps = run.Of(4000, 4);
        run.Parts = 1 + Objectives.Length + 2;
        run.Begin("classifier");
        var digits = new DigitSet();
        var judge = new DigitJudge(digits, run.Of(1500, 20));
        var table = new DigitTable(digits, judge);
        table.Add(new("untrained generator", "未训练的生成器"), [new DigitGame(Objectives[0], digits, 1).Samples(judge.Samples)]);
        var grids = new List<(Words Name, double[] Pixels)> { (new("training digits", "训练集数字"), table.Real) };
        var verdicts = new List<(GanObjective Objective, IReadOnlyList<DigitVerdict> Verdicts)>();
        foreach (var objective in Objectives)
        {
            run.Begin(objective.Name);
            var samples = seeds.Select(seed =>
            {
                var game = new DigitGame(objective, digits, seed);
                game.Run(steps);
                return game.Samples(judge.Samples);
            }).ToArray();
            verdicts.Add((objective, table.Add(objective.Name, samples)));
            grids.Add((objective.Name, samples[0]));
        }

        var codes = new CodeTable(judge, table, PerCode);
        foreach (var (name, weight) in new[] { (CodeTable.Without, 0.0), (CodeTable.With, 1.0) })
        {
            run.Begin(name.English);
            codes.Add(name, [.. seeds.Select(seed =>
            {
                var game = new CodedGame(weight, digits, seed);
                game.Run(steps);
                return game;
            })]);
        }

        return new LabReport([table.Table, codes.Table], [.. Findings(verdicts, judge), codes.Finding], language => DigitGanPicture.Draw(Title, grids, codes.Grids, language));
    }

    private static IEnumerable<Words> Findings(List<(GanObjective Objective, IReadOnlyList<DigitVerdict> Verdicts)> all, DigitJudge judge)
    {
        var near = all.MinBy(one => one.Verdicts.Average(verdict => verdict.Distance));
        var sure = all.MaxBy(one => one.Verdicts.Average(verdict => verdict.Sure));
        var complete = all.Count(one => one.Verdicts.All(verdict => verdict.Classes == DigitRows.Classes));
        yield return new(
            $"The nearest to unseen digits is {near.Objective.Name} ({Figure.Fixed(near.Verdicts.Average(verdict => verdict.Distance), 4).English}); the classifier is sure most often of the samples of {sure.Objective.Name} ({Figure.Percent(sure.Verdicts.Average(verdict => verdict.Sure), 0).English}). {complete} of {all.Count} pairs have all ten digits with every seed.",
            $"与未见过的数字最接近的是 {near.Objective.Name}（{Figure.Fixed(near.Verdicts.Average(verdict => verdict.Distance), 4).English}）；分类器最常确信的是 {sure.Objective.Name} 的样本（{Figure.Percent(sure.Verdicts.Average(verdict => verdict.Sure), 0).English}）。{all.Count} 对损失中有 {complete} 对在每个种子下都包含全部十个数字。");
        yield return new(
            $"The judge itself names {Figure.Percent(judge.Accuracy).English} of the unseen digits.",
            $"裁判分类器在未见过的数字上的准确率为 {Figure.Percent(judge.Accuracy).English}。");
    }
}
