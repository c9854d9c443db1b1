using System.Globalization;
using Minima.Lab.Studies;
using Minima.Training.Quantization;

namespace Minima.Lab.Quantized;

/// <summary>The digits network at few bits: rounded afterwards, or trained with the rounding or with losses that pull weights to levels.</summary>
internal sealed class QuantizedExperiment : Experiment
{
    private static readonly double[] DrawnStrengths = [0, 3e-6, 3e-5, 3e-4];

    private static readonly int[] Bits = [8, 4, 3, 2];

    public override string Name => "quantized";

    public override Words Title => new("A network of few bits", "低位宽网络");

    public override Words Answer => new(
        "At eight bits rounding afterwards costs nothing. At two bits training with straight-through rounding keeps the accuracy best.",
        "八位时，训练后舍入不降低准确率。两位时，用直通估计（straight-through）训练最能保持准确率。");

    public override Words Setting => new(
        "A network of two hidden layers of 48 units on the 8x8 digits, trained for 30 epochs, weights and what comes into each layer rounded to 8, 4, 3 and 2 bits. Rounded after training: to the nearest level, or by AdaRound. Others train for 15 more epochs: with straight-through rounding and fixed steps, or with learned steps (LSQ). Or they train in float, with a loss that draws weights to the levels (round_to_nearest, sinreq) or a soft quantiser (dsq), and are rounded afterwards. The baseline is rounding to the nearest, which may choose how steps are found and may train on in float as long as the others; the float network stands on top.",
        "网络有两个隐藏层，每层 48 个单元，在 8x8 数字上训练 30 轮；权重与各层输入量化到 8、4、3、2 位。训练后舍入有两种：取最近的量化级，或用 AdaRound。继续训练 15 轮的做法有：直通估计配固定步长，或配可学习的步长（LSQ）；或先以浮点训练，用损失把权重拉向各量化级（round_to_nearest、sinreq），或用软量化器（dsq），最后再舍入。基线为就近舍入：它可选择确定步长的方法，也可与其他方法一样久地以浮点续训。表中第一行是浮点网络。");

    public override LabReport Run(LabRun run)
    {
        var methods = Methods(run);
        var outcomes = Bits.Select(bits => Compared(methods, bits)).RunAll(run, further: 2);
        run.Begin("weights drawn to levels");
        var (drawn, moved, atOnce) = Drawn(run, methods);
        run.Begin("integers");
        var size = SizeTable(methods.NetworkOf(Trial.ToJudge(run, run.Seed)));
        var speed = new IntegerSpeed(run.IsSmall || run.IsShort);
        return new LabReport(
            [.. outcomes.Zip(Bits, Table), drawn, size, speed.Table],
            [
                .. outcomes.Zip(Bits, (outcome, bits) => StudyFindings.Verdicts(outcome, new($"At {bits} bits", $"{bits} 位时"), sample => Figure.PercentMean(sample))),
                Why(moved, atOnce),
                new(
                    $"The integer network has the outputs of the simulated one, to the last bit (the table counts outputs that differ), in about a quarter of the bytes. It is faster: {speed.Finding.English}.",
                    $"整数网络与模拟网络的输出逐位相同（表中列出不同输出的个数），所占字节约为四分之一；{speed.Finding.Chinese}。"),
            ],
            language => Picture(outcomes, language));
    }

    /// <summary>The methods that make networks of few bits.</summary>
    internal static QuantizationMethods Methods(LabRun run) => new(run.Of(int.MaxValue, 200), run.Of(15, 1, 8));

    /// <summary>Every method at a number of bits, tuned.</summary>
    internal static Study<double> Compared(QuantizationMethods methods, int bits)
    {
        var all = methods.All(bits);
        return new([all[0], methods.Float, .. all.Skip(1)], new(accuracy => accuracy), tuningSeeds: 2);
    }

    /// <summary>The effect of round_to_nearest on weights at two bits, by its strength: the proportion that ends on another level, and the distance from a level.</summary>
    internal static (LabTable Table, Sample Moved, Sample Distance) Drawn(LabRun run, QuantizationMethods methods)
    {
        var table = new LabTable(
            new("round_to_nearest at 2 bits: where it draws weights", "2 位时 round_to_nearest 把权重拉到何处"),
            new("strength", "强度"),
            new("weights that end on another level than rounding at once gives", "与直接舍入结果不同的权重占比"),
            new("mean distance from a level, in steps", "与最近量化级的平均距离（以步长计）"));
        var trials = run.JudgingSeeds.Select(seed => Trial.ToJudge(run, seed)).ToArray();
        List<(Sample Moved, Sample Distance)> all = [];
        foreach (var strength in DrawnStrengths)
        {
            var drawn = trials.AsParallel().AsOrdered().WithDegreeOfParallelism(Threads.Most).Select(trial => methods.Drawn(trial, 2, strength)).ToArray();
            all.Add((new([.. drawn.Select(of => of.Moved)]), new([.. drawn.Select(of => of.Distance)])));
            table.Add(strength.ToString("0.######", CultureInfo.InvariantCulture), Figure.PercentMean(all[^1].Moved, 2), Figure.Mean(all[^1].Distance));
        }

        return (table, all[^1].Moved, all[^1].Distance);
    }

    private static Words Why(Sample moved, Sample distance) => new(
        $"Why round_to_nearest does no better than rounding: its slope points to the level that is the nearest already. At the strength {DrawnStrengths[^1].ToString("0.######", CultureInfo.InvariantCulture)} weights end {Figure.Fixed(distance.Mean).English} steps from a level, and only {Figure.PercentMean(moved, 2).English} of them on another one than rounding at once gives: it rounds to the nearest, slowly. Straight-through training moves weights to other levels, because it sees what rounding does to the loss.",
        $"round_to_nearest 为何不比直接舍入更好：它总是把权重拉向当前最近的量化级。强度为 {DrawnStrengths[^1].ToString("0.######", CultureInfo.InvariantCulture)} 时，权重最终与最近的量化级相距 {Figure.Fixed(distance.Mean).English} 个步长，只有 {Figure.PercentMean(moved, 2).English} 的权重落到与直接舍入不同的量化级上，因此它只是在缓慢地就近舍入。用直通估计训练时，梯度反映舍入对损失的影响，因而会把权重移到别的量化级。");

    private static LabTable Table(StudyOutcome<double> outcome, int bits) => StudyTable.Of(
        outcome,
        new($"{bits} bits: accuracy on digits that were not seen, with 95 % intervals over seeds", $"{bits} 位：未见过的数字上的准确率，附种子间的 95% 置信区间"),
        sample => Figure.PercentChange(sample),
        new StudyColumn<double>(new("accuracy", "准确率"), accuracy => accuracy, sample => Figure.PercentMean(sample)));

    private static LabTable SizeTable(DigitNetwork network)
    {
        var model = network.Copy();
        var simulated = QuantizedModel.Of(model, network.Calibration, DigitNetwork.Options(8));
        var integers = IntegerNetwork.Of(simulated);
        var rows = network.JudgingPixels;
        var (rounded, exact) = (Fitting.Outputs(() => simulated.Forward(rows)), Fitting.Outputs(() => integers.Forward(rows)));
        var table = new LabTable(new("8 bits: integers beside floats", "8 位：整数与浮点"), new("network", "网络"), new("bytes", "字节"), new("outputs that differ from the simulation", "与模拟不同的输出"));
        var floats = model.Parameters.Sum(parameter => (long)parameter.Value.Count) * sizeof(float);
        table.Add(new("float", "浮点"), Thousands(floats), "");
        table.Add(new("simulated", "模拟"), Thousands(floats), "0");
        table.Add(new("integers", "整数"), Thousands(integers.SizeInBytes), Thousands(rounded.Zip(exact).Count(pair => pair.First != pair.Second)));
        return table;
    }

    private static Words Thousands(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private string Picture(StudyOutcome<double>[] outcomes, Language language)
    {
        var svg = new Svg(760, 460, Title.In(language));
        var shown = outcomes[0].Methods.Where(method => !method.Method.IsReference).Select(method => method.Name).ToArray();
        var lines = shown.Select((name, style) => new Series(name, [.. outcomes.Select((outcome, i) => ((double)i, outcome[name.English].Results.Average()))], style) { HasMarks = true }).ToArray();
        var whole = outcomes[0].Methods.First(method => method.Method.IsReference).Results.Average();
        new LinePanel
        {
            Title = new("accuracy by bits", "准确率与位数"),
            XTitle = new("bits", "位数"),
            YTitle = new("accuracy", "准确率"),
            Lines = lines,
            Y = (Math.Min(0.5, lines.SelectMany(line => line.Points).Min(point => point.Y)), 1),
            XTicks = [.. Bits.Select((bits, i) => ((double)i, (Words)bits.ToString(CultureInfo.InvariantCulture)))],
            Levels = [(whole, new("float", "浮点"))],
        }.Draw(svg, 80, 70, 640, 280, language);
        Series.Legend(svg, lines, 40, 680, 415, language);
        return svg.ToString();
    }
}
