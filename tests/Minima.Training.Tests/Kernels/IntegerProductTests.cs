using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Minima.Tensors.Kernels;
using Minima.Tensors.Randomness;
using Minima.Training.Quantization;

namespace Minima.Training.Tests.Kernels;

/// <summary>Sums of levels are those of a plain loop, whatever instructions sum them.</summary>
public sealed unsafe class IntegerProductTests
{
    private static readonly int[] RowCounts = [1, 2, 5, 6, 7, 13, 100];
    private static readonly (int Inputs, int Outputs)[] Widths = [(1, 1), (3, 5), (4, 16), (17, 33), (64, 48), (70, 10), (259, 129)];

    private delegate bool Way(IntegerStep[] steps, float* input, float* output, int rows, int threads);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EveryKindOfLanesSumsAsAPlainLoop(bool isSigned)
    {
        var format = new QuantizationFormat(8, isSigned);
        foreach (var (inputs, outputs) in Widths)
        {
            var layer = Layer(inputs, outputs, format, inputs + outputs);
            foreach (var rows in RowCounts) Compare([layer], rows);
        }
    }

    /// <summary>The ends of the grids, where 16 bits would saturate if anything saturated.</summary>
    [Theory]
    [InlineData(-128, false, 255)]
    [InlineData(127, false, 255)]
    [InlineData(-128, true, -128)]
    [InlineData(127, true, 127)]
    [InlineData(-128, true, 127)]
    public void NothingSaturates(int weight, bool isSigned, int level)
    {
        var layer = Layer(77, 20, new QuantizationFormat(8, isSigned), 1, _ => (sbyte)weight) with { InputStep = 1, Scale = 1, HasRelu = false };
        var said = layer.Bias.Select(bias => (float)((77 * weight * level) + bias)).ToArray();
        foreach (var (name, way) in Ways())
        {
            var input = Enumerable.Repeat((float)level, 77).ToArray();
            Assert.True(said.SequenceEqual(Outputs(way, [layer], input, 1, 1)), name);
        }
    }

    [Fact]
    public void LayersOneBehindTheOtherAndThreadsChangeNothing()
    {
        var layers = new[]
        {
            Layer(90, 61, new QuantizationFormat(8), 1),
            Layer(61, 40, new QuantizationFormat(8, isSigned: false), 2) with { InputStep = 9f },
            Layer(40, 7, new QuantizationFormat(5), 3) with { InputStep = 30f },
        };
        Compare(layers, 100);
        Compare(layers, 301);
    }

    /// <summary>What a machine without the instruction does is the instruction.</summary>
    [Fact]
    public void NeighbouringProductsAreAddedWithoutAnInstructionToo()
    {
        short[] levels = [0, 255, 255, 255, 1, 128, 127, 254];
        short[] weights = [-128, -128, 127, 127, -1, -128, 127, 1];
        int[] said = [-32640, 64770, -16385, 16383];
        Assert.Equal(said, Enumerable.Range(0, 4).Select(i => IntegerLanes128.MultiplyAddAdjacent(Vector128.Create<short>(levels), Vector128.Create<short>(weights))[i]));
        var (wideLevels, wideWeights) = (Vector256.Create(Vector128.Create<short>(levels)), Vector256.Create(Vector128.Create<short>(weights)));
        Assert.Equal([.. said, .. said], Enumerable.Range(0, 8).Select(i => IntegerLanes256.MultiplyAddAdjacent(wideLevels, wideWeights)[i]));
        Assert.Equal([.. said, .. said, .. said, .. said], Enumerable.Range(0, 16).Select(i => IntegerLanes512.MultiplyAddAdjacent(Vector512.Create(wideLevels), Vector512.Create(wideWeights))[i]));
    }

    /// <summary>On ties, one bit beside them, beyond the ends, and with steps whose inverse float does not hold.</summary>
    [Theory]
    [InlineData(0.1f)]
    [InlineData(3f)]
    [InlineData(0.0371f)]
    [InlineData(1e-8f)]
    [InlineData(3e38f)]
    public void LevelsAreThoseOfTheDivision(float step)
    {
        foreach (var format in new QuantizationFormat[] { new(8), new(8, isSigned: false), new(2), new(5, isSigned: false) })
        {
            var numbers = new List<float> { 0, -0f, float.Epsilon, float.MaxValue, float.MinValue };
            for (var half = 2 * (format.Lowest - 2); half < 2 * (format.Highest + 3); half++)
            {
                var tie = (float)(half * 0.5 * step);
                numbers.AddRange([tie, float.BitIncrement(tie), float.BitDecrement(tie), float.BitIncrement(float.BitIncrement(tie)), tie * 1.0003f]);
            }

            numbers.RemoveAll(x => !float.IsFinite(x));
            var said = numbers.Select(x => (byte)((int)Math.Clamp(MathF.Round(x / step), format.Lowest, format.Highest) - format.Lowest)).ToArray();
            var grid = new LevelGrid(step, format.Lowest, format.Highest);
            var (bytes, shorts) = (new byte[numbers.Count + 16], new short[numbers.Count + 16]);
            fixed (float* from = numbers.ToArray())
            fixed (byte* toBytes = bytes)
            fixed (short* toShorts = shorts)
            {
                Assert.True(grid.Write(from, numbers.Count, toBytes, 1));
                Assert.True(grid.Write(from, numbers.Count, (byte*)toShorts, 2));
            }

            Assert.Equal(said, bytes[..numbers.Count]);
            Assert.Equal(said, shorts[..numbers.Count].Select(level => (byte)level));
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void WhatIsNotFiniteIsNoticedAnywhere(float wrong)
    {
        var layer = Layer(37, 4, new QuantizationFormat(8), 1);
        for (var place = 0; place < 5 * 37; place += 6)
        {
            var input = new float[5 * 37];
            input[place] = wrong;
            fixed (float* from = input, to = new float[5 * 4]) Assert.False(IntegerProduct.Run(Steps([layer]), from, to, 5, 1));
        }
    }

    [Fact]
    public void NothingIsAllocatedOnceItIsWarm()
    {
        var layers = Steps([Layer(64, 48, new QuantizationFormat(8), 1), Layer(48, 10, new QuantizationFormat(8), 1)]);
        var (input, output) = (GC.AllocateArray<float>(300 * 64, pinned: true), GC.AllocateArray<float>(300 * 10, pinned: true));
        fixed (float* first = input, to = output)
        {
            var (from, back) = ((nint)first, (nint)to);
            IntegerProduct.Run(layers, (float*)from, (float*)back, 300, 2);
            Assert.Equal(0, Steady.Allocated(() => IntegerProduct.Run(layers, (float*)from, (float*)back, 300, 2), 5));
        }
    }

    private static void Compare(IntegerLinear[] layers, int rows)
    {
        var random = new RandomState((ulong)rows);
        var input = new float[rows * layers[0].Inputs];
        random.FillNormal(input, 0, 60 * layers[0].InputStep);
        var said = input.Chunk(layers[0].Inputs).SelectMany(row => layers.Aggregate(row, Plain)).ToArray();
        foreach (var (name, way) in Ways())
        {
            foreach (var threads in new[] { 1, 2, 3 }) Assert.True(said.SequenceEqual(Outputs(way, layers, input, rows, threads)), $"{name}, {layers[0].Inputs} x {layers[0].Outputs}, {rows} rows, {threads} threads");
        }
    }

    private static float[] Plain(float[] input, IntegerLinear layer)
    {
        var outputs = new float[layer.Outputs];
        for (var output = 0; output < outputs.Length; output++)
        {
            var sum = layer.Bias[output];
            for (var i = 0; i < input.Length; i++) sum += (int)Math.Clamp(MathF.Round(input[i] / layer.InputStep), layer.Input.Lowest, layer.Input.Highest) * layer.Weights[(output * input.Length) + i];
            outputs[output] = layer.HasRelu ? MathF.Max(sum * layer.Scale, 0) : sum * layer.Scale;
        }

        return outputs;
    }

    private static List<(string Name, Way Way)> Ways()
    {
        List<(string Name, Way Way)> ways =
        [
            ("chosen", IntegerProduct.Run),
            ("512", IntegerJob<IntegerLanes512, Vector512<int>>.Run),
            ("256", IntegerJob<IntegerLanes256, Vector256<int>>.Run),
            ("128", IntegerJob<IntegerLanes128, Vector128<int>>.Run),
        ];
        if (AvxVnni.IsSupported) ways.Add(("bytes", IntegerJob<IntegerLanesOfBytes, Vector256<int>>.Run));
        return ways;
    }

    private static float[] Outputs(Way way, IntegerLinear[] layers, float[] input, int rows, int threads)
    {
        var output = new float[rows * layers[^1].Outputs];
        fixed (float* from = input, to = output) Assert.True(way(Steps(layers), from, to, rows, threads));
        return output;
    }

    private static IntegerStep[] Steps(IntegerLinear[] layers)
    {
        IntegerLayer[] packed = [.. layers.Select(layer => layer.Packed())];
        return [.. packed.Select((layer, i) => new IntegerStep(layer, null, 0, i + 1 < packed.Length ? packed[i + 1].Grid : null))];
    }

    private static IntegerLinear Layer(int inputs, int outputs, QuantizationFormat format, int seed, Func<sbyte, sbyte>? weight = null)
    {
        var random = new RandomState((ulong)seed);
        var weights = Enumerable.Range(0, inputs * outputs).Select(_ => (sbyte)(random.NextInt(256) - 128)).Select(x => weight is null ? x : weight(x)).ToArray();
        var bias = Enumerable.Range(0, outputs).Select(_ => random.NextInt(10000) - 5000).ToArray();
        return new IntegerLinear(inputs, outputs, weights, bias, format, 0.037f, 0.0119f, seed % 2 == 0);
    }
}
