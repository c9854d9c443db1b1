using System.Diagnostics;
using Minima.Training.Quantization;

namespace Minima.Lab.Quantized;

/// <summary>The speed of networks of several widths in rows per second, in floats and in integers.</summary>
internal sealed class IntegerSpeed
{
    private const int Rows = 360;
    private const int ImageSide = 28;
    private const int ImageRows = 60;
    private static readonly int[] Widths = [48, 256, 1024];
    private static readonly Words Convolutions = new("two convolutions of 16 and 32 channels, 28x28", "两层卷积，16 与 32 通道，28x28");

    /// <summary>Measures; a small run measures nothing, because its output must be reproducible.</summary>
    public IntegerSpeed(bool isSmall)
    {
        Table = new LabTable(
            new("rows a second, 8 bits", "每秒样本数，8 位"),
            [new("network", "网络"), new("float", "浮点"), new("simulated", "模拟"), new("integers", "整数"), new("integers : float", "整数 : 浮点")]);
        var gains = new List<string>();
        foreach (var width in Widths) gains.Add(Add(new($"two hidden layers of {width}", $"两个隐藏层，各 {width} 个单元"), isSmall, () => Measure(width)));
        gains.Add(Add(Convolutions, isSmall, MeasureConvolutions));
        if (isSmall) return;
        Finding = new(
            $"with hidden layers of {Widths[0]} units it does {gains[0]} times the rows a second of the float network, of {Widths[^1]} units {gains[^2]} times, with convolutions {gains[^1]} times",
            $"隐藏层为 {Widths[0]} 个单元时，每秒样本数是浮点网络的 {gains[0]} 倍，{Widths[^1]} 个单元时为 {gains[^2]} 倍，卷积网络为 {gains[^1]} 倍");
    }

    public LabTable Table { get; }

    /// <summary>The finding, as part of a sentence.</summary>
    public Words Finding { get; } = new("its speed was not measured", "未测速度");

    private string Add(Words name, bool isSmall, Func<(double Float, double Simulated, double Integers)> measure)
    {
        if (isSmall)
        {
            Table.Add(name, "-", "-", "-", "-");
            return "-";
        }

        var (floats, simulated, integers) = measure();
        var gain = Figure.Digits(integers / floats, 2).English;
        Table.Add(name, Figure.Digits(floats, 2), Figure.Digits(simulated, 2), Figure.Digits(integers, 2), gain);
        return gain;
    }

    /// <summary>Measures on random weights and rows: time does not depend on their values.</summary>
    private static (double Float, double Simulated, double Integers) Measure(int width)
    {
        var random = new RandomState((ulong)width);
        var rows = Noise([Rows, DigitRows.PixelCount], random);
        var model = Models.Mlp(DigitRows.PixelCount, [width, width], DigitRows.Classes, random);
        var simulated = QuantizedModel.Of(model, rows);
        var integers = IntegerNetwork.Of(simulated);
        return (Speed(rows, model.Forward), Speed(rows, simulated.Forward), Speed(rows, integers.Forward));
    }

    private static (double Float, double Simulated, double Integers) MeasureConvolutions()
    {
        var random = new RandomState(1);
        var rows = Noise([ImageRows, 1, ImageSide, ImageSide], random);
        var model = new Sequential(
            new Conv2D(1, 16, 3, random, padding: Padding.Same),
            Activations.ByName("relu"),
            new MaxPool2D(2),
            new Conv2D(16, 32, 3, random, padding: Padding.Same),
            Activations.ByName("relu"),
            new MaxPool2D(2),
            new Flatten(),
            new Linear(32 * ImageSide / 4 * ImageSide / 4, DigitRows.Classes, random));
        var simulated = QuantizedModel.Of(model, rows);
        var integers = IntegerNetwork.Of(simulated, ImageSide);
        return (Speed(rows, model.Forward), Speed(rows, simulated.Forward), Speed(rows, integers.Forward));
    }

    private static Tensor Noise(Shape shape, RandomState random)
    {
        var numbers = new float[shape.Count];
        random.FillNormal(numbers, 0, 1);
        return Tensor.Of(numbers, shape);
    }

    /// <summary>Rows per second in the best of many rounds: the machine is never idle.</summary>
    private static double Speed(Tensor rows, Func<Tensor, Tensor> work)
    {
        var best = double.PositiveInfinity;
        var begin = Stopwatch.GetTimestamp();
        for (var round = 0; round < 30 || Stopwatch.GetElapsedTime(begin).TotalSeconds < 2; round++)
        {
            var start = Stopwatch.GetTimestamp();
            Fitting.Outputs(() => work(rows));
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return rows.Shape[0] / best;
    }
}
