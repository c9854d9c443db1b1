using Minima.Lab.Studies;

namespace Minima.Lab.Quantized;

/// <summary>The effect of a Round loss, which pulls weights to their levels, at two bits, without and with straight-through rounding.</summary>
internal sealed class RoundLossExperiment : Experiment
{
    private const int Bits = 2;
    private const double Rate = 0.01;

    public override string Name => "round-loss";

    public override int Seeds => 10;

    public override Words Title => new("A Round loss at two bits: where it helps", "两位量化下的 Round 损失：何处有用");

    public override Words Answer => new(
        "It helps nowhere beyond luck. Beside straight-through rounding at a falling rate it harms.",
        "任何情形下都没有显著改善。与直通估计同用且学习率下降时反而有害。");

    public override Words Setting => new(
        "The network of `minima lab quantized`, weights and inputs at two bits, trained on for 15 epochs. First without straight-through rounding: round_to_nearest draws the weights to their levels, at a constant strength or one that grows linearly from 0, and the weights are rounded afterwards. The baseline is rounding to the nearest after as many more epochs in float. Then with it: straight-through rounding alone, the baseline, at the best of four rates; and with round_to_nearest of growing strength on the weights behind the rounding, at a rate of 0.01 and the best of four strengths. Weights that are trained through a rounding swing between two levels; this should hold them. That is asked twice: with a rate that falls along a cosine, and with one that is constant.",
        "网络同 `minima lab quantized`，权重与输入都为两位，续训 15 轮。先不用直通估计：round_to_nearest 把权重拉向各量化级，强度恒定或由 0 线性增大，训练后再舍入；基线为就近舍入，它可以同样久地以浮点续训。再用直通估计：基线只用直通估计，从四个学习率中取最好的一个；与之比较的方法对舍入前的权重加上强度递增的 round_to_nearest，学习率 0.01，从四个强度中取最好的一个。用直通估计训练的权重会在两个量化级之间摆动，这一项应能使其稳定。实验分两种情形：学习率按余弦下降；学习率恒定。");

    public override LabReport Run(LabRun run)
    {
        var methods = QuantizedExperiment.Methods(run);
        Study<double>[] studies = [Drawn(methods), Damped(methods, falls: true), Damped(methods, falls: false)];
        Words[] titles = [new("without straight-through rounding", "不用直通估计"), new("with it, the rate falls", "用直通估计，学习率下降"), new("with it, the rate is constant", "用直通估计，学习率恒定")];
        var outcomes = studies.RunAll(run);
        return new LabReport(
            [.. outcomes.Zip(titles, (outcome, title) => StudyTable.Of(outcome, new($"2 bits, {title.English}: accuracy on digits that were not seen, with 95 % intervals over seeds", $"2 位，{title.Chinese}：未见过的数字上的准确率，附种子间的 95% 置信区间"), sample => Figure.PercentChange(sample), new StudyColumn<double>(new("accuracy", "准确率"), accuracy => accuracy, sample => Figure.PercentMean(sample))))],
            [.. outcomes.Zip(titles, (outcome, title) => StudyFindings.Verdicts(outcome, new($"2 bits, {title.English}", $"2 位，{title.Chinese}"), sample => Figure.PercentMean(sample)))],
            language => Picture(outcomes, titles, language));
    }

    /// <summary>Float training that is rounded afterwards.</summary>
    internal static Study<double> Drawn(QuantizationMethods methods)
    {
        var all = methods.All(Bits);
        return new([all[0], all.First(method => method.Name.English == QuantizationMethods.Attraction), methods.Growing(Bits)], new(accuracy => accuracy), tuningSeeds: 2);
    }

    /// <summary>Training through the rounding.</summary>
    internal static Study<double> Damped(QuantizationMethods methods, bool falls) =>
        new([methods.StraightThrough(Bits, falls), methods.Damped(Bits, Rate, falls)], new(accuracy => accuracy), tuningSeeds: 2);

    private string Picture(StudyOutcome<double>[] outcomes, Words[] titles, Language language)
    {
        var svg = new Svg(980, 400, Title.In(language));
        for (var k = 0; k < outcomes.Length; k++)
        {
            Series[] lines = [.. outcomes[k].Methods.Select((method, style) => new Series(method.Name, [.. method.Results.Select((accuracy, seed) => (seed + 1.0, accuracy))], k == 0 ? style : 3 + style) { HasMarks = true })];
            new LinePanel
            {
                Title = titles[k],
                XTitle = new("seed", "种子"),
                YTitle = k == 0 ? new("accuracy", "准确率") : null,
                Lines = lines,
                Y = (Math.Min(0.6, outcomes.SelectMany(outcome => outcome.Methods).SelectMany(method => method.Results).Min()), 1),
            }.Draw(svg, 80 + (k * 305), 70, 250, 210, language);
        }

        Series.Legend(svg, [.. outcomes[0].Methods.Select((method, style) => new Series(method.Name, [], style)), .. outcomes[1].Methods.Select((method, style) => new Series(method.Name, [], 3 + style))], 30, 920, 345, language);
        return svg.ToString();
    }
}
