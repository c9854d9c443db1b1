using System.Globalization;
using Minima.Lab.Studies;

namespace Minima.Lab.Descent;

/// <summary>Cross-entropy of probabilities at 0 and 1: what clipping does to its gradient.</summary>
internal sealed class ClippingExperiment : Experiment
{
    public const string Logits = "bce_with_logits";
    public static readonly Words Exact = new("bce, exact", "bce，精确");

    /// <summary>Cross-entropy of a probability that counts as no nearer to 0 and 1 than the clip, as a formula in text.</summary>
    internal const string Formula = "-(xlogy(t, clamp(p, least, 1 - least)) + xlog1py(1 - t, -clamp(p, least, 1 - least)))";

    private static readonly double[] Clips = [1e-7, 1e-3];
    private static readonly double[] Rates = [0.1, 0.03, 0.3, 1];
    private static readonly double[] Biases = [0, 8, 20];
    private static readonly Measure<SureStart> Accuracy = new(one => one.Accuracy);

    public override string Name => "clipping";

    public override int Seeds => 10;

    public override Words Title => new("Cross-entropy at 0 and 1, and what clipping does to the gradient", "0 与 1 处的交叉熵，以及截断对梯度的影响");

    public override Words Answer => new(
        "Cross-entropy from logits learns from every start. From probabilities it breaks off where the model is sure and wrong, and clipping hides this: the gradient there is exactly 0.",
        "由 logit 计算交叉熵时，从任何起点都能学习。由概率计算时，若模型确信错误的类别，训练会中断；截断只是掩盖了这个问题：这时的梯度恰为 0。");

    public override Words Setting => new(
        "A network of 16 hidden units tells malignant from benign on the breast-cancer table, 30 epochs of SGD in single precision. Its output begins at a bias of 0, 8 or 20: the last two are sure of malignant, and wrong for the benign rows; in single precision the sigmoid of 20 is exactly 1. bce takes the probability behind a sigmoid, exactly, or, written as a formula in text, held in [clip, 1 - clip] with a clip of 1e-7 (as Keras does) or 1e-3; bce_with_logits takes the logit. The table counts the rows misclassified at the start whose gradient at the logit is exactly 0, and the trainings that break off because a number is not finite. The accuracy is on rows that were not seen; a training that broke off keeps that of its start. Each loss keeps the best of four rates. The baseline is bce_with_logits.",
        "一个含 16 个隐藏单元的网络在 breast-cancer 表上区分恶性与良性，用单精度 SGD 训练 30 轮。输出偏置初始化为 0、8 或 20。偏置为 8 或 20 时，网络一开始就确信样本为恶性，因而判错良性样本；单精度下，sigmoid(20) 恰为 1。bce 的输入是 sigmoid 输出的概率：或不作截断，或用文本公式截断到 [clip, 1 - clip]，clip 取 1e-7（Keras 的做法）或 1e-3。bce_with_logits 的输入是 logit。统计三项：初始判错的样本中，对 logit 的梯度恰为 0 的样本所占比例；因出现非有限值而中断的训练所占比例；测试集准确率（训练中断时取初始准确率）。每种损失试四个学习率，取最好的一个。基线为 bce_with_logits。");

    public override LabReport Run(LabRun run)
    {
        var outcomes = Biases.Select(bias => Compared(run, bias)).RunAll(run);
        var sure = outcomes[^1];
        return new LabReport(
            [.. outcomes.Zip(Biases, Table)],
            [
                .. outcomes.Zip(Biases, (outcome, bias) => StudyFindings.Verdicts(outcome, new($"From a bias of {Text(bias)}", $"初始偏置 {Text(bias)}"), sample => Figure.PercentMean(sample))),
                new(
                    $"From a bias of 20 exact bce has infinity for a loss: {Share(sure, Exact, one => one.Broken ? 1 : 0)} of the trainings break off, and NaNGuard reports where. Clipped at 1e-7 it is finite, and {Share(sure, Clipped(Clips[0]), one => one.Silent)} of the misclassified rows have a gradient of exactly 0: no error appears, and nothing is learned. The gradient at the logit is 1 for them under bce_with_logits, which never computes the probability.",
                    $"初始偏置为 20 时，不作截断的 bce 为无穷大，{Share(sure, Exact, one => one.Broken ? 1 : 0)} 的训练中断，NaNGuard 会指出出错的位置。截断于 1e-7 时损失有限，但判错的样本中有 {Share(sure, Clipped(Clips[0]), one => one.Silent)} 的梯度恰为 0：训练既不报错，也学不到东西。bce_with_logits 不计算该概率，损失对这些样本的 logit 的梯度为 1。"),
            ],
            language => Picture(outcomes, language));
    }

    /// <summary>The losses from a bias, tuned.</summary>
    internal static Study<SureStart> Compared(LabRun run, double bias)
    {
        return new(
            [
                Of(Logits, Loss.Create("bce_with_logits"), isOfProbability: false),
                Of(Exact, Loss.Create("bce"), isOfProbability: true),
                .. Clips.Select(clip => Of(Clipped(clip), Loss.Parse(Formula, ("least", clip)), isOfProbability: true)),
            ],
            Accuracy,
            tuningSeeds: 2);

        StudyMethod<SureStart> Of(Words name, Loss loss, bool isOfProbability) => StudyMethod<SureStart>.Of(name, new("rate", "学习率"), Rates, (trial, rate) => SureStart.Of(run, trial, loss, isOfProbability, bias, rate));
    }

    /// <summary>A clip as the tables name it.</summary>
    internal static Words Clipped(double clip) => new($"bce, clipped at {Text(clip)}", $"bce，截断于 {Text(clip)}");

    private static LabTable Table(StudyOutcome<SureStart> outcome, double bias) => StudyTable.Of(
        outcome,
        new($"from a bias of {Text(bias)}, with 95 % intervals over seeds", $"初始偏置 {Text(bias)}，附种子间的 95% 置信区间"),
        sample => Figure.PercentChange(sample),
        new StudyColumn<SureStart>(new("accuracy", "准确率"), Accuracy.Of, sample => Figure.PercentMean(sample)),
        new StudyColumn<SureStart>(new("wrong rows with a gradient of 0", "判错而梯度为 0 的样本"), one => one.Silent, sample => Figure.PercentMean(sample)),
        new StudyColumn<SureStart>(new("broke off", "中断"), one => one.Broken ? 1 : 0, sample => Figure.Percent(sample.Mean, 0)));

    private static string Share(StudyOutcome<SureStart> outcome, Words name, Func<SureStart, double> share) => Figure.Percent(outcome[name.English].Over(share).Mean, 0).English;

    private static string Text(double number) => number.ToString("0.#######", CultureInfo.InvariantCulture);

    private string Picture(StudyOutcome<SureStart>[] outcomes, Language language)
    {
        var svg = new Svg(720, 400, Title.In(language));
        Series[] lines = [.. outcomes[0].Methods.Select((method, style) => new Series(method.Name, [.. outcomes.Select((outcome, i) => ((double)i, outcome.Methods[style].Over(Accuracy.Of).Mean))], style) { HasMarks = true })];
        new LinePanel
        {
            Title = new("accuracy by the bias of the start", "不同初始偏置下的准确率"),
            XTitle = new("bias of the output at the start", "输出的初始偏置"),
            YTitle = new("accuracy", "准确率"),
            Lines = lines,
            Y = (0, 1),
            XTicks = [.. Biases.Select((bias, i) => ((double)i, (Words)Text(bias)))],
        }.Draw(svg, 80, 70, 580, 240, language);
        Series.Legend(svg, lines, 60, 600, 370, language);
        return svg.ToString();
    }
}
