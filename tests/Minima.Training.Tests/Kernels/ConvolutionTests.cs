using System.Numerics;
using Minima.Tensors.Kernels;

namespace Minima.Training.Tests.Kernels;

/// <summary>Convolutions and their gradients against seven nested loops in double.</summary>
public sealed unsafe class ConvolutionTests
{
    /// <summary>Batch, input channels, height, width, output channels, kernel, strides, paddings.</summary>
    public static readonly TheoryData<int, int, int, int, int, int, int, int, int, int, int> Shapes = new()
    {
        { 2, 3, 7, 9, 5, 3, 3, 1, 1, 1, 1 },
        { 3, 4, 28, 28, 13, 3, 3, 1, 1, 1, 1 },
        { 1, 2, 8, 8, 3, 3, 3, 2, 2, 1, 1 },
        { 2, 3, 9, 11, 14, 5, 3, 2, 3, 2, 0 },
        { 2, 1, 5, 5, 1, 5, 5, 1, 1, 0, 0 },
        { 2, 2, 6, 6, 3, 1, 1, 2, 2, 0, 0 },
        { 2, 5, 6, 7, 4, 1, 1, 1, 1, 0, 0 },
        { 2, 5, 6, 7, 4, 1, 1, 1, 1, 1, 2 },
        { 1, 3, 4, 4, 2, 2, 2, 3, 3, 0, 0 },
        { 2, 2, 3, 3, 2, 3, 3, 1, 1, 4, 3 },
        { 1, 2, 10, 10, 3, 4, 4, 4, 4, 2, 1 },
        { 3, 6, 1, 40, 7, 1, 5, 1, 1, 0, 2 },
        { 2, 3, 1, 33, 4, 1, 4, 1, 2, 0, 1 },
        { 1, 50, 6, 6, 33, 3, 3, 1, 1, 1, 1 },
        { 17, 2, 4, 4, 3, 3, 3, 1, 1, 1, 1 },
        { 1, 2, 60, 70, 3, 3, 3, 1, 1, 0, 0 },
        { 1, 3, 33, 31, 2, 7, 7, 2, 2, 3, 3 },
        { 1, 1, 3, 3, 40, 2, 2, 1, 1, 0, 0 },
    };

    [SlowTheory]
    [MemberData(nameof(Shapes))]
    public void Results_and_gradients_are_sums(int batch, int inputs, int height, int width, int outputs, int kernelHeight, int kernelWidth, int strideHeight, int strideWidth, int paddingHeight, int paddingWidth)
    {
        var shape = new ConvolutionShape(batch, inputs, height, width, outputs, kernelHeight, kernelWidth, strideHeight, strideWidth, paddingHeight, paddingWidth);
        Check<float>(shape);
        Check<double>(shape);
    }

    [Theory]
    [InlineData(1, 3, 3, 1)]
    [InlineData(5, 3, 3, 2)]
    [InlineData(2, 1, 1, 1)]
    public void Any_number_of_threads_gives_the_same_bits(int batch, int kernelHeight, int kernelWidth, int stride)
    {
        var shape = new ConvolutionShape(batch, 20, 30, 31, 24, kernelHeight, kernelWidth, stride, stride, 1, 1);
        using var one = new Run<float>(shape, withBias: true);
        one.All(1, add: false);
        foreach (var threads in (int[])[2, 3, 0])
        {
            using var more = new Run<float>(shape, withBias: true);
            more.All(threads, add: false);
            Assert.True(more.Output.HasSameBits(one.Output));
            Assert.True(more.InputGradient.HasSameBits(one.InputGradient));
            Assert.True(more.WeightGradient.HasSameBits(one.WeightGradient));
        }
    }

    /// <summary>More weights than several groups of samples may have gradients for.</summary>
    [SlowFact]
    public void Gradients_of_many_weights_are_summed_without_groups()
    {
        Check<double>(new ConvolutionShape(3, 200, 2, 2, 330, 3, 3, 1, 1, 1, 1));
    }

    [Fact]
    public void A_kernel_larger_than_its_padded_input_gives_nothing_and_no_gradient()
    {
        var shape = new ConvolutionShape(2, 2, 3, 3, 2, 5, 5, 1, 1, 0, 0);
        using var weight = NativeArray<float>.Random(100, 1);
        using var gradient = NativeArray<float>.Random(36, 2);
        Convolution.Forward(shape, gradient.Pointer, weight.Pointer, null, null, 1);
        Convolution.GradientOfInput(shape, null, weight.Pointer, gradient.Pointer, add: false, 1);
        Convolution.GradientOfWeight(shape, gradient.Pointer, null, weight.Pointer, add: false, 1);
        Assert.All(gradient.Span.ToArray(), x => Assert.Equal(0, x));
        Assert.All(weight.Span.ToArray(), x => Assert.Equal(0, x));
    }

    [Fact]
    public void A_repeated_convolution_allocates_nothing()
    {
        using var run = new Run<float>(new ConvolutionShape(4, 8, 12, 12, 8, 3, 3, 1, 1, 1, 1), withBias: true);
        Assert.Equal(0, Steady.Allocated(() => run.All(2, add: false), steps: 1));
    }

    private static void Check<T>(in ConvolutionShape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var add in (bool[])[false, true])
        {
            using var run = new Run<T>(shape, withBias: add);
            var output = new double[run.Output.Length];
            var inputGradient = new double[run.Input.Length];
            var weightGradient = new double[run.Weight.Length];
            for (var i = 0; i < run.Input.Length; i++)
            {
                inputGradient[i] = add ? double.CreateTruncating(run.InputGradient[i]) : 0;
            }

            for (var i = 0; i < run.Weight.Length; i++)
            {
                weightGradient[i] = add ? double.CreateTruncating(run.WeightGradient[i]) : 0;
            }

            run.All(2, add);
            Loops(run, output, inputGradient, weightGradient);
            var tolerance = typeof(T) == typeof(float) ? 2e-6 : 1e-14;
            Near(output, run.Output, tolerance, shape.Taps + 1);
            Near(inputGradient, run.InputGradient, tolerance, (shape.OutputChannels * shape.KernelHeight * shape.KernelWidth) + 1);
            Near(weightGradient, run.WeightGradient, tolerance, (shape.Batch * shape.OutputHeight * shape.OutputWidth) + 1);
        }
    }

    private static void Loops<T>(Run<T> run, double[] output, double[] inputGradient, double[] weightGradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var shape = run.Shape;
        for (int b = 0, at = 0; b < shape.Batch; b++)
        {
            for (var o = 0; o < shape.OutputChannels; o++)
            {
                for (var y = 0; y < shape.OutputHeight; y++)
                {
                    for (var x = 0; x < shape.OutputWidth; x++, at++)
                    {
                        output[at] = run.Bias is null ? 0 : double.CreateTruncating(run.Bias[o]);
                        var slope = double.CreateTruncating(run.OutputGradient[at]);
                        for (var tap = 0; tap < shape.Taps; tap++)
                        {
                            var (c, i, j) = (tap / (shape.KernelHeight * shape.KernelWidth), tap / shape.KernelWidth % shape.KernelHeight, tap % shape.KernelWidth);
                            var (row, column) = ((y * shape.StrideHeight) + i - shape.PaddingHeight, (x * shape.StrideWidth) + j - shape.PaddingWidth);
                            if (row < 0 || row >= shape.Height || column < 0 || column >= shape.Width)
                            {
                                continue;
                            }

                            var from = (((((b * shape.InputChannels) + c) * shape.Height) + row) * shape.Width) + column;
                            var weight = (o * shape.Taps) + tap;
                            output[at] += double.CreateTruncating(run.Input[from]) * double.CreateTruncating(run.Weight[weight]);
                            inputGradient[from] += slope * double.CreateTruncating(run.Weight[weight]);
                            weightGradient[weight] += slope * double.CreateTruncating(run.Input[from]);
                        }
                    }
                }
            }
        }
    }

    private static void Near<T>(double[] want, NativeArray<T> got, double tolerance, int terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < want.Length; i++)
        {
            var error = Math.Abs(want[i] - double.CreateTruncating(got[i]));
            Assert.True(error <= tolerance * (1 + Math.Sqrt(terms)), $"element {i} of {want.Length} is off by {error}: {got[i]} for {want[i]}");
        }
    }

    /// <summary>The arrays of one convolution.</summary>
    private sealed class Run<T>(ConvolutionShape shape, bool withBias) : IDisposable
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public ConvolutionShape Shape => shape;

        public NativeArray<T> Input { get; } = NativeArray<T>.Random(shape.Batch * shape.InputChannels * shape.Height * shape.Width, 1);

        public NativeArray<T> Weight { get; } = NativeArray<T>.Random(shape.OutputChannels * shape.Taps, 2);

        public NativeArray<T>? Bias { get; } = withBias ? NativeArray<T>.Random(shape.OutputChannels, 3) : null;

        public NativeArray<T> Output { get; } = NativeArray<T>.Random(shape.Batch * shape.OutputChannels * shape.OutputHeight * shape.OutputWidth, 4);

        public NativeArray<T> OutputGradient { get; } = NativeArray<T>.Random(shape.Batch * shape.OutputChannels * shape.OutputHeight * shape.OutputWidth, 5);

        public NativeArray<T> InputGradient { get; } = NativeArray<T>.Random(shape.Batch * shape.InputChannels * shape.Height * shape.Width, 6);

        public NativeArray<T> WeightGradient { get; } = NativeArray<T>.Random(shape.OutputChannels * shape.Taps, 7);

        public void All(int threads, bool add)
        {
            if (typeof(T) == typeof(float))
            {
                Convolution.Forward(shape, (float*)Input.Pointer, (float*)Weight.Pointer, Bias is null ? null : (float*)Bias.Pointer, (float*)Output.Pointer, threads);
                Convolution.GradientOfInput(shape, (float*)OutputGradient.Pointer, (float*)Weight.Pointer, (float*)InputGradient.Pointer, add, threads);
                Convolution.GradientOfWeight(shape, (float*)Input.Pointer, (float*)OutputGradient.Pointer, (float*)WeightGradient.Pointer, add, threads);
            }
            else
            {
                Convolution.Forward(shape, (double*)Input.Pointer, (double*)Weight.Pointer, Bias is null ? null : (double*)Bias.Pointer, (double*)Output.Pointer, threads);
                Convolution.GradientOfInput(shape, (double*)OutputGradient.Pointer, (double*)Weight.Pointer, (double*)InputGradient.Pointer, add, threads);
                Convolution.GradientOfWeight(shape, (double*)Input.Pointer, (double*)OutputGradient.Pointer, (double*)WeightGradient.Pointer, add, threads);
            }
        }

        public void Dispose()
        {
            Input.Dispose();
            Weight.Dispose();
            Bias?.Dispose();
            Output.Dispose();
            OutputGradient.Dispose();
            InputGradient.Dispose();
            WeightGradient.Dispose();
        }
    }
}
