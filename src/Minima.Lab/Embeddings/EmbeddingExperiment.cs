using System.Globalization;
using Minima.Lab.Studies;
using Minima.Tabular;
using Minima.Tensors.Losses;

namespace Minima.Lab.Embeddings;

/// <summary>Center loss, Island loss or cosine distance added to cross-entropy: their effect on the embeddings.</summary>
internal sealed class EmbeddingExperiment : Experiment
{
    public const string Plain = "cross_entropy";
    public const string Center = "+ center_loss";
    public const string Island = "+ island_loss";
    public const string Cosine = "+ cosine_distance";
    private const int KnownDigits = 6;

    private static readonly int[] Widths = [16, 2];

    // Cross-entropy alone has no weight to tune: its settings are learning rates.
    private static readonly double[] Rates = [0.003, 0.001, 0.01, 0.03];
    private static readonly double[] Weights = [0.1, 0.01, 0.03, 0.3];

    private static readonly double[] StrongWeights = [0.1, 1];

    private static readonly Func<Tensor, Tensor, Tensor, Tensor> Centers = (x, centres, y) => new CenterLoss().Apply(x, centres, y);
    private static readonly Func<Tensor, Tensor, Tensor, Tensor> Islands = (x, centres, y) => new IslandLoss(1).Apply(x, centres, y);
    private static readonly Func<Tensor, Tensor, Tensor, Tensor> Cosines = (x, centres, y) => new CosineDistance().Apply(x, centres.Rows(y));

    private static readonly Measure<EmbeddingResult> Within = new(one => one.Within, IsError: true);
    private static readonly Measure<EmbeddingResult> Unknown = new(one => one.Unknown);
    private static readonly Measure<EmbeddingResult> Ratio = new(one => one.Between / one.Within);
    private static readonly Measure<EmbeddingResult> Recall = new(one => one.Recall);

    public override string Name => "embeddings";

    public override int Seeds => 10;

    public override Words Title => new("Islands: center, Island and cosine losses on embeddings", "岛屿：嵌入上的中心损失、岛屿损失与余弦距离");

    public override Words Answer => new(
        "Center and Island losses help alike to detect unknown digits, with embeddings of sixteen numbers. With two numbers they harm the nearest neighbour, and cosine distance hardly helps.",
        "嵌入为十六维时，中心损失与岛屿损失同样有助于发现未知数字。嵌入为二维时，它们降低最近邻的准确率；余弦距离几乎没有帮助。");

    public override Words Setting => new(
        "A perceptron with one hidden layer of 64 units turns the 8x8 digits into embeddings of 16 numbers, and of 2 as in the papers' pictures. A linear layer on them classifies six digits that the seed draws, under cross_entropy. Beside it stand center_loss, island_loss (lambda1 1) or cosine_distance between an embedding and the vector of its class, with a weight of 0.01 to 0.3. All measures are on rows that were not learned from. The first asks if digits that were never shown lie farther from the nearest class mean than those that were: the area under the ROC curve, by which rates and weights are chosen. The others are the distance between classes over that within one, and the share of rows whose nearest other row shows the same digit. AdamW with cosine decay, batches of 60, 30 epochs. The baseline is cross_entropy alone at the best of four rates. In the last table all have the rate 0.003, nothing is tuned, and the weights are 0.1 and 1.",
        "一个含 64 个隐藏单元的感知机把 8x8 数字映射为 16 维嵌入，另有论文插图所用的 2 维嵌入。嵌入之上的线性层以 cross_entropy 识别由种子抽取的六个数字；此外再加上 center_loss、island_loss（lambda1 为 1）或嵌入与其类别向量之间的 cosine_distance，权重为 0.01 到 0.3。在测试集上评判三项：从未见过的数字到最近类中心的距离是否大于见过的数字（ROC 曲线下面积，学习率与权重据此选定）；类间距离与类内距离之比；最近邻为同一数字的样本比例。AdamW 加余弦衰减，批大小 60，训练 30 轮。基线只用 cross_entropy，从四个学习率中取最好的一个。最后一张表的学习率均为 0.003，未调优，权重为 0.1 与 1。");

    public override LabReport Run(LabRun run)
    {
        var studies = Widths.Select(width => Compared(run, width)).ToArray();
        var drawn = Drawn(run);
        run.Parts = studies.Sum(study => study.PartsOf(run)) + drawn.PartsOf(run);
        var outcomes = studies.Select(study => study.Run(run)).ToArray();
        var strong = drawn.Run(run);
        var title = new Words("embeddings of 16 numbers, one rate for all and larger weights: the distance within a class, with 95 % intervals over seeds", "16 维嵌入，同一学习率、更大的权重：类内距离，附种子间的 95% 置信区间");
        return new LabReport(
            [.. outcomes.Zip(Widths, (outcome, width) => Table(outcome, Of(width))), Table(strong, title)],
            [.. outcomes.Zip(Widths, Findings).SelectMany(of => of), StudyFindings.Verdicts(strong, new("Distance within a class, one rate for all", "类内距离，同一学习率"), sample => Figure.Mean(sample), Within), StudyFindings.Verdicts(strong, new("Between over within, one rate for all", "类间/类内，同一学习率"), sample => Figure.Mean(sample, 2), Ratio)],
            language => Picture(outcomes, language));
    }

    /// <summary>The losses on embeddings of 16 numbers, untuned: one learning rate for all, and larger weights.</summary>
    internal static Study<EmbeddingResult> Drawn(LabRun run)
    {
        return new(
            [
                One(Plain, null, 0),
                .. StrongWeights.SelectMany(weight => new[] { One($"{Center}, {Weight(weight)}", Centers, weight), One($"{Island}, {Weight(weight)}", Islands, weight), One($"{Cosine}, {Weight(weight)}", Cosines, weight) }),
            ],
            Within,
            tuningSeeds: 1);

        StudyMethod<EmbeddingResult> One(string name, Func<Tensor, Tensor, Tensor, Tensor>? centres, double weight) =>
            new(name, [new StudySetting<EmbeddingResult>("", trial => Fit(run, trial, Widths[0], centres, weight, Rates[0]))]);

        static string Weight(double weight) => weight.ToString("R", CultureInfo.InvariantCulture);
    }

    /// <summary>The losses on embeddings of a given width, tuned.</summary>
    internal static Study<EmbeddingResult> Compared(LabRun run, int width)
    {
        return new(
            [
                StudyMethod<EmbeddingResult>.Of(Plain, new("rate", "学习率"), Rates, (trial, rate) => Fit(run, trial, width, null, 0, rate)),
                Beside(Center, Centers),
                Beside(Island, Islands),
                Beside(Cosine, Cosines),
            ],
            Unknown,
            tuningSeeds: 3);

        StudyMethod<EmbeddingResult> Beside(string name, Func<Tensor, Tensor, Tensor, Tensor> centres) =>
            StudyMethod<EmbeddingResult>.Of(name, new("weight", "权重"), Weights, (trial, weight) => Fit(run, trial, width, centres, weight, Rates[0]));
    }

    private static EmbeddingResult Fit(LabRun run, Trial trial, int width, Func<Tensor, Tensor, Tensor, Tensor>? centres, double weight, double rate)
    {
        var (epochs, most) = (run.Of(30, 1), run.Of(int.MaxValue, 240));
        var table = BundledTable.Digits();
        var split = StudyRows.Of(table, trial);
        int[] digits = [.. Enumerable.Range(0, DigitRows.Classes)];
        new RandomState((ulong)trial.Seed).Fork("digits").Shuffle(digits.AsSpan());
        int[] known = digits[..KnownDigits];
        var (learned, judging) = (Of(split.Training), Of(split.Judging));
        var unknown = split.Judging.Where(row => !known.Contains((int)table.Target[row])).ToArray();
        var network = new EmbeddingTask(table, learned.Rows, known).TrainedWithCentres(centres, weight, width, epochs, trial.Seed, rate);
        return EmbeddingResult.Of(Embedded(learned), Embedded(judging), EmbeddingTask.Embedded(network, table, unknown), width);

        (int[] Rows, int[] Labels) Of(int[] rows)
        {
            int[] some = [.. rows.Where(row => known.Contains((int)table.Target[row])).Take(most)];
            return (some, table.LabelsOf(some));
        }

        (double[] Rows, int[] Labels) Embedded((int[] Rows, int[] Labels) some) => (EmbeddingTask.Embedded(network, table, some.Rows), some.Labels);
    }

    private static Words Of(int width) => new($"embeddings of {Text(width)} numbers, with 95 % intervals over seeds", $"{Text(width)} 维嵌入，附种子间的 95% 置信区间");

    private static LabTable Table(StudyOutcome<EmbeddingResult> outcome, Words title) => StudyTable.Of(
        outcome,
        title,
        sample => Figure.Change(sample),
        new StudyColumn<EmbeddingResult>(new("unknown digits detected (AUC)", "检出未知数字（AUC）"), Unknown.Of, sample => Figure.Mean(sample)),
        new StudyColumn<EmbeddingResult>(new("within a class", "类内距离"), Within.Of, sample => Figure.Mean(sample)),
        new StudyColumn<EmbeddingResult>(new("between classes", "类间距离"), one => one.Between, sample => Figure.Mean(sample)),
        new StudyColumn<EmbeddingResult>(new("between over within", "类间/类内"), Ratio.Of, sample => Figure.Mean(sample, 2)),
        new StudyColumn<EmbeddingResult>(new("nearest row shows the same digit", "最近邻为同一数字"), Recall.Of, sample => Figure.PercentMean(sample)));

    private static IEnumerable<Words> Findings(StudyOutcome<EmbeddingResult> outcome, int width)
    {
        var of = new Words($"embeddings of {Text(width)} numbers", $"{Text(width)} 维嵌入");
        yield return StudyFindings.Verdicts(outcome, new($"Unknown digits detected, {of.English}", $"检出未知数字，{of.Chinese}"), sample => Figure.Mean(sample));
        yield return StudyFindings.Verdicts(outcome, new($"Between over within, {of.English}", $"类间/类内，{of.Chinese}"), sample => Figure.Mean(sample, 2), Ratio);
        yield return StudyFindings.Verdicts(outcome, new($"Nearest row shows the same digit, {of.English}", $"最近邻为同一数字，{of.Chinese}"), sample => Figure.PercentMean(sample), Recall);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string Picture(StudyOutcome<EmbeddingResult>[] outcomes, Language language)
    {
        var svg = new Svg(860, 380, Title.In(language));
        var methods = outcomes[0].Methods;
        for (var k = 0; k < outcomes.Length; k++)
        {
            Series[] lines = [.. methods.Select((method, style) => new Series(method.Name, [.. outcomes[k].Methods[style].Results.Select((one, seed) => (seed + 1.0, one.Unknown))], style) { HasMarks = true })];
            new LinePanel
            {
                Title = new($"embeddings of {Text(Widths[k])} numbers", $"{Text(Widths[k])} 维嵌入"),
                XTitle = new("seed", "种子"),
                YTitle = k == 0 ? new("unknown digits detected (AUC)", "检出未知数字（AUC）") : null,
                Lines = lines,
                Y = (Math.Min(0.5, lines.SelectMany(line => line.Points).Min(point => point.Y)), 1),
            }.Draw(svg, 80 + (k * 400), 70, 340, 220, language);
        }

        Series.Legend(svg, [.. methods.Select((method, style) => new Series(method.Name, [], style))], 60, 740, 350, language);
        return svg.ToString();
    }
}
