using System.Globalization;
using Minima.Lab.Studies;
using Minima.Tabular;

namespace Minima.Lab.Descent;

/// <summary>The depth of a network as a reason to choose a loss: what squared errors of probabilities and margins lose with depth.</summary>
internal sealed class DepthExperiment : Experiment
{
    public const string Plain = "cross_entropy";
    public static readonly Words Squared = new("squared error behind a softmax", "softmax 之后的平方误差");
    public const string Margin = "multi_margin";

    private const int Width = 32;
    private static readonly int[] Depths = [1, 4, 10];
    private static readonly double[] Rates = [0.3, 0.1, 1, 3];
    private static readonly Measure<double> Accuracy = new(accuracy => accuracy);

    public override string Name => "depth";

    public override int Seeds => 6;

    public override Words Title => new("Depth as a reason to choose a loss", "深度作为选择损失的依据");

    public override Words Answer => new(
        "Up to four hidden layers the loss matters little. With ten layers none of the three trains well, and squared error behind a softmax is worst.",
        "四个隐藏层以内，损失的影响很小。十层时三种损失都训练不好，其中 softmax 之后的平方误差最差。");

    public override Words Setting => new(
        "Networks of 1, 4 and 10 hidden layers of 32 sigmoid units learn the 8x8 digits for 20 epochs of plain SGD in batches of 32. The weights start at four times Glorot's scale, so that a signal gets through. Under cross_entropy, under the squared error of the probabilities behind a softmax, and under multi_margin; each keeps the best of four rates on seeds that do not judge. Judged is the accuracy on rows that were not seen. The baseline is cross_entropy.",
        "分别含 1、4、10 个隐藏层的网络学习 8x8 数字，每层 32 个 sigmoid 单元；Glorot 初始权重放大四倍，使信号能逐层传递。用普通 SGD 训练 20 轮，批大小 32。损失为 cross_entropy、softmax 之后概率的平方误差或 multi_margin；每种损失在调优种子上试四个学习率，取最好的一个。评判指标为测试集准确率。基线为 cross_entropy。");

    public override LabReport Run(LabRun run)
    {
        var outcomes = Depths.Select(depth => Compared(run, depth)).RunAll(run);
        return new LabReport(
            [.. outcomes.Zip(Depths, (outcome, depth) => StudyTable.Of(outcome, new($"hidden layers {Text(depth)}: accuracy, with 95 % intervals over seeds", $"{Text(depth)} 个隐藏层：准确率，附种子间的 95% 置信区间"), sample => Figure.PercentChange(sample), new StudyColumn<double>(new("accuracy", "准确率"), Accuracy.Of, sample => Figure.PercentMean(sample))))],
            [.. outcomes.Zip(Depths, (outcome, depth) => StudyFindings.Verdicts(outcome, new($"Hidden layers {Text(depth)}", $"{Text(depth)} 个隐藏层"), sample => Figure.PercentMean(sample)))],
            language => Picture(outcomes, language));
    }

    /// <summary>The losses behind a given number of layers, tuned.</summary>
    internal static Study<double> Compared(LabRun run, int depth)
    {
        return new([Of(Plain, Entropy), Of(Squared, Square), Of(Margin, (logits, labels) => Loss.Create("multi_margin").Apply(logits, labels))], Accuracy, tuningSeeds: 2);

        StudyMethod<double> Of(Words name, Func<Tensor, Tensor, Tensor> loss) => StudyMethod<double>.Of(name, new("rate", "学习率"), Rates, (trial, rate) => Fit(run, trial, depth, loss, rate));
    }

    private static Tensor Entropy(Tensor logits, Tensor labels) => Loss.Create("cross_entropy").Apply(logits, labels);

    private static Tensor Square(Tensor logits, Tensor labels) => (logits.Softmax(^1) - labels.OneHot(DigitRows.Classes)).Square().Sum(^1).Mean();

    private static double Fit(LabRun run, Trial trial, int depth, Func<Tensor, Tensor, Tensor> loss, double rate)
    {
        var table = BundledTable.Digits();
        var split = StudyRows.Of(table, trial);
        var rows = split.Training[..Math.Min(split.Training.Length, run.Of(int.MaxValue, 100))];
        var random = new RandomState((ulong)trial.Seed);
        var layers = new List<Module>();
        for (var layer = 0; layer < depth; layer++)
        {
            layers.Add(new Linear(layer == 0 ? DigitRows.PixelCount : Width, Width, random, initializer: Initializer.GlorotUniform));
            layers.Add(Activations.ByName("sigmoid"));
        }

        var model = new Sequential([.. layers, new Linear(Width, DigitRows.Classes, random, initializer: Initializer.GlorotUniform)]);

        // A sigmoid's derivative is a quarter at most.
        foreach (var weight in model.Parameters.Where(parameter => parameter.Value.Rank == 2).SkipLast(1))
        {
            foreach (ref var value in weight.Value.Write<float>()) value *= 4;
        }

        var (pixels, labels) = (DigitRows.Pixels(table, rows), table.LabelsOf(rows));
        var optimizer = new Sgd(model.Parameters, rate);
        Fitting.Each(rows.Length, Math.Min(32, rows.Length), run.Of(20, 1), random.Fork("order"), (batch, factor) =>
        {
            optimizer.ClearGradients();
            optimizer.LearningRateFactor = factor;
            loss(model.Forward(DigitRows.Images(pixels, batch)), DigitRows.LabelsOf(labels, batch)).Backward();
            optimizer.Step();
        });
        using var judging = DigitRows.OneBatch(DigitRows.Labelled(table, split.Judging));
        return Scoring.Accuracy(model, judging);
    }

    private static string Text(int depth) => depth.ToString(CultureInfo.InvariantCulture);

    private string Picture(StudyOutcome<double>[] outcomes, Language language)
    {
        var svg = new Svg(720, 400, Title.In(language));
        Series[] lines = [.. outcomes[0].Methods.Select((method, style) => new Series(method.Name, [.. outcomes.Select((outcome, i) => ((double)i, outcome.Methods[style].Results.Average()))], style) { HasMarks = true })];
        new LinePanel
        {
            Title = new("accuracy by depth", "准确率与深度"),
            XTitle = new("hidden layers", "隐藏层数"),
            YTitle = new("accuracy", "准确率"),
            Lines = lines,
            Y = (0, 1),
            XTicks = [.. Depths.Select((depth, i) => ((double)i, (Words)Text(depth)))],
        }.Draw(svg, 80, 70, 580, 240, language);
        Series.Legend(svg, lines, 60, 600, 370, language);
        return svg.ToString();
    }
}
