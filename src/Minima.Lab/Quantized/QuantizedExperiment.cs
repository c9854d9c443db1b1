using Minima.Lab.Pictures;
using Minima.Training.Data;
using Minima.Training.Quantization;

namespace Minima.Lab.Quantized;

/// <summary>The digits network at few bits: rounded afterwards, or trained with the rounding or with losses that draw weights to levels.</summary>
internal sealed class QuantizedExperiment : Experiment
{
    private static readonly int[] Bits = [8, 4, 3, 2];

    public override string Name => "quantized";

    public override Words Title => new("A network of few bits", "低位宽网络");

    public override Words Setting => new(
        "A network of two hidden layers of 48 units on the 8x8 digits, weights and what comes into each layer rounded to 8, 4, 3 and 2 bits. Rounded after training: to the nearest level, or by AdaRound. Trained on for some epochs: with straight-through rounding and fixed steps, with learned steps (LSQ), or in float with a loss that draws weights to the levels (round_to_nearest, sinreq) or a soft quantiser (dsq) before they are rounded. The baseline is rounding to the nearest; the float network stands on top.",
        "8x8 手写数字上的网络，两个隐藏层各 48 个单元；权重与各层输入舍入到 8、4、3、2 位。训练后舍入：取最近的级，或用 AdaRound。继续训练若干轮：直通估计加固定步长、可学习步长（LSQ），或以浮点训练并用把权重拉向各级的损失（round_to_nearest、sinreq）或软量化器（dsq），再行舍入。基线为就近舍入；表首是浮点网络。");

    public override LabReport Run(LabRun run)
    {
        var seeds = Enumerable.Range(1, run.Of(3, 1)).ToArray();
        run.Parts = seeds.Length + 1;
        var networks = new List<DigitNetwork>();
        foreach (var seed in seeds)
        {
            run.Begin($"seed {seed}");
            networks.Add(new DigitNetwork(seed, Bits, run.IsSmall));
        }

        run.Begin("integers");
        var size = SizeTable(networks[0]);
        var speed = new IntegerSpeed(run.IsSmall);
        var methods = QuantizationMethods.All.Select(method => method.Name).ToArray();
        var table = new LabTable(new("accuracy on digits that were not seen", "未见过的数字上的准确率"), [new("method", "方法"), .. Bits.Select(bits => new Words($"{bits} bits", $"{bits} 位"))]);
        var whole = networks.Average(network => network.FloatAccuracy);
        table.Add([new("float network", "浮点网络"), .. Bits.Select(_ => Figure.Percent(whole))]);
        foreach (var (name, _) in QuantizationMethods.All) table.Add([name, .. Bits.Select(bits => Figure.PercentSpread(new Sample([.. networks.Select(network => network.Accuracy[(name.English, bits)])])))]);
        double Mean(string method, int bits) => networks.Average(network => network.Accuracy[(method, bits)]);
        var best = methods.MaxBy(method => Mean(method.English, 2))!;
        return new LabReport(
            [table, size, speed.Table],
            [
                new(
                    $"At 2 bits, rounding to the nearest leaves {Figure.Percent(Mean(methods[0].English, 2)).English} of {Figure.Percent(whole).English}; the best, {best.English}, {Figure.Percent(Mean(best.English, 2)).English}. At 8 bits it leaves {Figure.Percent(Mean(methods[0].English, 8)).English}.",
                    $"2 位时就近舍入的准确率为 {Figure.Percent(Mean(methods[0].English, 2)).English}（浮点为 {Figure.Percent(whole).English}），最好的方法（{best.Chinese}）为 {Figure.Percent(Mean(best.English, 2)).English}。8 位时就近舍入为 {Figure.Percent(Mean(methods[0].English, 8)).English}。"),
                new(
                    $"The integer network answers as the simulated one does, to the last bit (the table counts outputs that differ), in about a quarter of the bytes; {speed.Finding.English}.",
                    $"整数网络与模拟网络的输出逐位相同（表中给出不同输出的个数），所占字节约为四分之一；{speed.Finding.Chinese}。"),
            ],
            language => Picture(networks, whole, language));
    }

    private static LabTable SizeTable(DigitNetwork network)
    {
        var simulated = network.Eight;
        var integers = IntegerNetwork.Of(simulated);
        var rows = network.TestPixels;
        var (said, exact) = (Fitting.Said(() => simulated.Forward(rows)), Fitting.Said(() => integers.Forward(rows)));
        var table = new LabTable(new("8 bits: integers beside floats", "8 位：整数与浮点"), new("network", "网络"), new("bytes", "字节"), new("outputs that differ from the simulation", "与模拟不同的输出"));
        var floats = network.FloatModel.Parameters.Sum(parameter => (long)parameter.Value.Count) * sizeof(float);
        table.Add(new("float", "浮点"), Thousands(floats), "");
        table.Add(new("simulated", "模拟"), Thousands(floats), "0");
        table.Add(new("integers", "整数"), Thousands(integers.SizeInBytes), Thousands(said.Zip(exact).Count(pair => pair.First != pair.Second)));
        return table;
    }

    private static Words Thousands(long number) => number.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture);

    private string Picture(List<DigitNetwork> networks, double whole, Language language)
    {
        var svg = new Svg(760, 460, Title.In(language));
        var lines = QuantizationMethods.All.Select((method, style) => new Series(method.Name, [.. Bits.Select((bits, i) => ((double)i, networks.Average(network => network.Accuracy[(method.Name.English, bits)])))], style) { HasMarks = true }).ToArray();
        new LinePanel
        {
            Title = new("accuracy by bits", "准确率与位数"),
            XTitle = new("bits", "位数"),
            YTitle = new("accuracy", "准确率"),
            Lines = lines,
            Y = (Math.Min(0.5, lines.SelectMany(line => line.Points).Min(point => point.Y)), 1),
            XTicks = [.. Bits.Select((bits, i) => ((double)i, (Words)bits.ToString(System.Globalization.CultureInfo.InvariantCulture)))],
            Levels = [(whole, new("float", "浮点"))],
        }.Draw(svg, 80, 70, 640, 280, language);
        Series.Legend(svg, lines, 40, 680, 415, language);
        return svg.ToString();
    }
}
