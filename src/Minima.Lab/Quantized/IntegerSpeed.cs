using System.Diagnostics;
using System.Globalization;
using Minima.Lab.Pictures;
using Minima.Training.Quantization;
using Minima.Training.Randomness;

namespace Minima.Lab.Quantized;

/// <summary>Rows a second of networks of several widths, in floats and in integers.</summary>
internal sealed class IntegerSpeed
{
    private const int Rows = 360;
    private static readonly int[] Widths = [48, 256, 1024];

    /// <summary>Measures; a small run measures nothing, for it must say the same twice.</summary>
    public IntegerSpeed(bool isSmall)
    {
        Table = new LabTable(
            new("rows a second, two hidden layers, 8 bits", "每秒行数，两个隐藏层，8 位"),
            [new("units of a hidden layer", "隐藏层单元数"), new("float", "浮点"), new("simulated", "模拟"), new("integers", "整数"), new("integers : float", "整数 : 浮点")]);
        if (isSmall)
        {
            foreach (var width in Widths) Table.Add(width.ToString(CultureInfo.InvariantCulture), "-", "-", "-", "-");
            return;
        }

        var gains = new List<string>();
        foreach (var width in Widths)
        {
            var (floats, simulated, integers) = Measure(width);
            gains.Add(Figure.Digits(integers / floats, 2).English);
            Table.Add(width.ToString(CultureInfo.InvariantCulture), Figure.Digits(floats, 2), Figure.Digits(simulated, 2), Figure.Digits(integers, 2), gains[^1]);
        }

        Finding = new(
            $"with hidden layers of {Widths[0]} units it does {gains[0]} times the rows a second of the float network, with {Widths[^1]} {gains[^1]} times",
            $"隐藏层为 {Widths[0]} 个单元时，每秒行数是浮点网络的 {gains[0]} 倍，{Widths[^1]} 个单元时为 {gains[^1]} 倍");
    }

    public LabTable Table { get; }

    /// <summary>Part of a sentence.</summary>
    public Words Finding { get; } = new("its speed was not measured", "未测速度");

    /// <summary>On weights and rows at random: time does not depend on them.</summary>
    private static (double Float, double Simulated, double Integers) Measure(int width)
    {
        var random = new RandomState((ulong)width);
        var numbers = new float[Rows * DigitRows.PixelCount];
        random.FillNormal(numbers, 0, 1);
        var rows = Tensor.Of(numbers, [Rows, DigitRows.PixelCount]);
        var model = Models.Mlp(DigitRows.PixelCount, [width, width], DigitRows.Classes, random);
        var simulated = QuantizedModel.Of(model, rows);
        var integers = IntegerNetwork.Of(simulated);
        return (Speed(() => model.Forward(rows)), Speed(() => simulated.Forward(rows)), Speed(() => integers.Forward(rows)));
    }

    /// <summary>Of the best of many rounds: the machine is never idle.</summary>
    private static double Speed(Func<Tensor> work)
    {
        var best = double.PositiveInfinity;
        var begin = Stopwatch.GetTimestamp();
        for (var round = 0; round < 30 || Stopwatch.GetElapsedTime(begin).TotalSeconds < 2; round++)
        {
            var start = Stopwatch.GetTimestamp();
            Fitting.Said(work);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return Rows / best;
    }
}
