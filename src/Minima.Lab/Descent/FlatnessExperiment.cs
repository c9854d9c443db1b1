using Minima.Lab.Studies;

namespace Minima.Lab.Descent;

/// <summary>Flat minima: sharpness-aware steps and averages of weights, with the sharpness and the error measured.</summary>
internal sealed class FlatnessExperiment : Experiment
{
    public static readonly Words Plain = "SGD";
    public static readonly Words Aware = new("sharpness-aware steps", "锐度感知更新");
    public static readonly Words Averaged = new("equal average of the weights (SWA)", "权重的等权平均（SWA）");

    private static readonly Measure<FlatMinimum> Accuracy = new(one => one.Accuracy);

    // Curvatures differ by factors.
    private static readonly Measure<FlatMinimum> Curvature = new(one => Math.Log(Math.Max(one.Curvature, 1e-3)), IsError: true);

    public override string Name => "flatness";

    public override int Seeds => 10;

    public override Words Title => new("Flat minima: sharpness-aware steps and averages of weights", "平坦极小值：锐度感知更新与权重平均");

    public override Words Answer => new(
        "Sharpness-aware steps flatten the minimum most and raise the accuracy, as weight decay does. Over all trainings, flatness and accuracy hardly go together.",
        "锐度感知更新使极小点最平坦，也提高准确率；权重衰减同样提高准确率。就全部训练而言，平坦程度与准确率几乎无关。");

    public override Words Setting => new(
        "A network of two hidden layers of 64 units learns 600 of the 8x8 digits, 20 % of them with a wrong label, for 60 epochs (SGD with momentum 0.9, batches of 32, cosine decay). The measures are the accuracy on clean rows, by which settings are chosen, and the sharpness of the minimum of the training loss. Sharpness is the largest eigenvalue of the Hessian (power iteration), and the rise of the loss at a distance of 0.5 along its gradient. The baseline tries four rates. Sharpness-aware steps try four radii. The equal average is of the weights after each step of the second half; the rate falls to a tenth, a third, a half or not at all. The exponential average tries four decays. Weight decay and batches of 256 stand beside them. All but the baseline and the large batches keep the rate 0.05. Curvatures are compared by their ratios.",
        "一个含两个隐藏层、每层 64 个单元的网络学习 600 个 8x8 数字，其中 20% 的标签有误，训练 60 轮（SGD，动量 0.9，批大小 32，余弦衰减）。评判指标为干净样本上的准确率，设置也据此选定；同时测量训练损失在极小点处的尖锐程度：黑塞矩阵的最大特征值（用幂迭代求得），以及权重沿梯度方向移动 0.5 后损失的升高量。基线试四个学习率。锐度感知更新试四个半径。等权平均对后一半训练中每一步的权重求平均，学习率降至十分之一、三分之一、二分之一或不降；指数平均试四个衰减率。另列权重衰减与批大小 256。除基线与大批次外，学习率均为 0.05。曲率按比值比较。");

    public override LabReport Run(LabRun run)
    {
        var outcome = Compared(run).RunAlone(run);
        return new LabReport(
            [
                StudyTable.Of(
                    outcome,
                    new("accuracy on clean rows and sharpness, with 95 % intervals over seeds", "干净样本上的准确率与尖锐程度，附种子间的 95% 置信区间"),
                    sample => Figure.PercentChange(sample),
                    new StudyColumn<FlatMinimum>(new("accuracy", "准确率"), Accuracy.Of, sample => Figure.PercentMean(sample)),
                    new StudyColumn<FlatMinimum>(new("training loss", "训练损失"), one => one.Loss, sample => Figure.Mean(sample, 2)),
                    new StudyColumn<FlatMinimum>(new("largest eigenvalue", "最大特征值"), Curvature.Of, Ratio),
                    new StudyColumn<FlatMinimum>(new("rise at 0.5", "0.5 处的升高"), one => one.Rise, sample => Figure.Mean(sample, 2))),
            ],
            [
                StudyFindings.Verdicts(outcome, new("Accuracy on clean rows", "干净样本上的准确率"), sample => Figure.PercentMean(sample)),
                StudyFindings.Verdicts(outcome, new("A smaller largest eigenvalue", "最大特征值更小"), Ratio, Curvature),
                Together(outcome),
            ],
            language => Picture(outcome, language));
    }

    /// <summary>Ways to flat minima, tuned.</summary>
    internal static Study<FlatMinimum> Compared(LabRun run)
    {
        var rate = new Words("rate", "学习率");
        return new(
            [
                Of(Plain, rate, [0.05, 0.02, 0.1, 0.2], value => new() { Rate = value }),
                Of(Aware, new("radius", "半径"), [0.2, 0.05, 0.5, 1], value => new() { Radius = value }),
                Of(Averaged, new("rate falls to", "学习率降至"), [0.1, 0.3, 0.5, 1], value => new() { FallsTo = value, Average = WeightAverage.Equal }),
                Of(new("exponential average of the weights", "权重的指数平均"), new("decay", "衰减率"), [0.99, 0.9, 0.999, 0.9999], value => new() { FallsTo = 1, AveragesAfter = 0, Average = parameters => WeightAverage.Exponential(parameters, value, biasCorrection: true) }),
                Of(new("weight decay", "权重衰减"), new("decay", "衰减"), [0.003, 0.001, 0.01, 0.03], value => new() { Decay = value }),
                Of(new("batches of 256", "批大小 256"), rate, [0.2, 0.05, 0.1, 0.4], value => new() { BatchRows = 256, Rate = value }),
            ],
            Accuracy,
            tuningSeeds: 2);

        StudyMethod<FlatMinimum> Of(Words name, Words what, double[] values, Func<double, FlatWay> way) => StudyMethod<FlatMinimum>.Of(name, what, values, (trial, value) => FlatMinimum.Of(run, trial, way(value)));
    }

    private static Words Together(StudyOutcome<FlatMinimum> outcome)
    {
        var all = outcome.Methods.SelectMany(method => method.Results).ToArray();
        var correlation = Generative.Correlation.Of([.. all.Select(one => Math.Log(Math.Max(one.Curvature, 1e-3)))], [.. all.Select(one => one.Accuracy)]);
        return new(
            $"Over all {all.Length} trainings of the table the correlation of accuracy with the logarithm of the largest eigenvalue is {Figure.Fixed(correlation, 2).English}: below 0 the flatter ones are the more accurate. Whether that is a cause is another question.",
            $"在表中全部 {all.Length} 次训练里，准确率与最大特征值的对数的相关系数为 {Figure.Fixed(correlation, 2).English}。若小于 0，则极小值越平坦，准确率越高；但相关不等于因果。");
    }

    private static Words Ratio(Sample logarithms) =>
        $"{Figure.Digits(Math.Exp(logarithms.Mean), 2).English} ({Figure.Digits(Math.Exp(logarithms.Mean - logarithms.Half), 2).English} - {Figure.Digits(Math.Exp(logarithms.Mean + logarithms.Half), 2).English})";

    private string Picture(StudyOutcome<FlatMinimum> outcome, Language language)
    {
        var svg = new Svg(780, 430, Title.In(language));
        Series[] lines = [.. outcome.Methods.Select((method, style) => new Series(method.Name, [.. method.Results.OrderBy(one => one.Curvature).Select(one => (Math.Log10(Math.Max(one.Curvature, 1e-3)), one.Accuracy))], style) { IsThin = true, HasMarks = true })];
        new LinePanel
        {
            Title = new("each training: how sharp, how accurate", "每次训练的尖锐程度与准确率"),
            XTitle = new("largest eigenvalue, log10", "最大特征值（log10）"),
            YTitle = new("accuracy on clean rows", "干净样本上的准确率"),
            Lines = lines,
            Y = (Math.Min(0.7, outcome.Methods.SelectMany(method => method.Results).Min(one => one.Accuracy)), 1),
        }.Draw(svg, 80, 70, 640, 260, language);
        Series.Legend(svg, lines, 30, 720, 390, language);
        return svg.ToString();
    }
}
