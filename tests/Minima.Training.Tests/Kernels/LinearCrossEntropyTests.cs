using System.Numerics;
using Minima.Training.Kernels;

namespace Minima.Training.Tests.Kernels;

/// <summary>Linear layer and cross-entropy in one, against the formulas in double.</summary>
public sealed unsafe class LinearCrossEntropyTests
{
    private const int Ignored = -100;

    [Theory]
    [InlineData(1, 1, 1, false)]
    [InlineData(3, 5, 7, true)]
    [InlineData(40, 33, 250, true)]
    [InlineData(300, 20, 130, false)]
    [InlineData(64, 400, 121, true)]
    [InlineData(257, 16, 1000, false)]
    public void Loss_and_gradients_are_the_formulas(int samples, int width, int classes, bool withBias)
    {
        Check<float>(samples, width, classes, withBias, 3e-6);
        Check<double>(samples, width, classes, withBias, 1e-13);
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits_and_nothing_is_allocated()
    {
        using var one = new Run<float>(300, 64, 2000, withBias: true);
        using var two = new Run<float>(300, 64, 2000, withBias: true);
        using var three = new Run<float>(300, 64, 2000, withBias: true);
        var loss = one.Evaluate(1);
        Assert.Equal(loss, two.Evaluate(2));
        var again = double.NaN;
        Assert.Equal(0, Steady.Allocated(() => again = two.Evaluate(2), steps: 1));
        Assert.Equal(loss, again);
        Assert.Equal(loss, three.Evaluate(3));
        foreach (var other in (Run<float>[])[two, three])
        {
            Assert.True(other.HiddenGradient.HasSameBits(one.HiddenGradient));
            Assert.True(other.WeightGradient.HasSameBits(one.WeightGradient));
            Assert.True(other.BiasGradient.HasSameBits(one.BiasGradient));
        }
    }

    /// <summary>log(sum) - z_label would be 0 here, and the label's gradient, too.</summary>
    [Fact]
    public void A_label_far_ahead_has_the_loss_of_the_others()
    {
        float[] hidden = [1], weight = [30, 0, 1], gradient = [0, 0, 0];
        int[] labels = [0];
        fixed (float* h = hidden, w = weight, g = gradient)
        fixed (int* label = labels)
        {
            var loss = LinearCrossEntropy.Run(new LinearCrossEntropyArguments<float> { Samples = 1, Width = 1, Classes = 3, Hidden = h, Weight = w, Labels = label, IgnoredLabel = Ignored, Scale = 1, WeightGradient = g }, 1);
            var rest = Math.Exp(-30) + Math.Exp(-29);
            Assert.Equal(rest, loss, 1e-6 * rest);
            Assert.Equal(-rest, gradient[0], 1e-6 * rest);
            Assert.Equal(Math.Exp(-29), gradient[2], 1e-6 * rest);
        }
    }

    [Theory]
    [InlineData(float.NegativeInfinity, 0, double.PositiveInfinity)]
    [InlineData(float.NegativeInfinity, 1, 0)]
    [InlineData(1e38f, 1, 1e38)]
    [InlineData(float.NaN, 1, double.NaN)]
    public void The_edges_are_the_limits(float first, int label, double want)
    {
        float* hidden = stackalloc float[] { 1 };
        float* weight = stackalloc float[] { first, 0 };
        var loss = LinearCrossEntropy.Run(new LinearCrossEntropyArguments<float> { Samples = 1, Width = 1, Classes = 2, Hidden = hidden, Weight = weight, Labels = &label, IgnoredLabel = Ignored, Scale = 1 }, 1);
        Assert.Equal(want, loss, 1e32);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(7)]
    public void A_label_that_is_no_class_is_refused(int label)
    {
        using var run = new Run<float>(3, 2, 7, withBias: false);
        run.Labels[1] = label;
        var exception = Assert.Throws<TrainingException>(() => run.Evaluate(1));
        Assert.Contains($"label {label} for sample 1", exception.Message, StringComparison.Ordinal);
        Assert.Contains("0 to 6", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_sample_no_loss_and_gradients_of_zero()
    {
        using var run = new Run<float>(0, 4, 3, withBias: true);
        Assert.Equal(0, run.Evaluate(1));
        Assert.All(run.WeightGradient.Span.ToArray(), x => Assert.Equal(0, x));
        Assert.All(run.BiasGradient.Span.ToArray(), x => Assert.Equal(0, x));
    }

    private static void Check<T>(int samples, int width, int classes, bool withBias, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var run = new Run<T>(samples, width, classes, withBias);
        if (samples > 2)
        {
            run.Labels[samples / 2] = Ignored;
        }

        var loss = run.Evaluate(2);
        var hiddenGradient = new double[samples * width];
        var weightGradient = new double[classes * width];
        var biasGradient = new double[classes];
        double want = 0;
        for (var n = 0; n < samples; n++)
        {
            if (run.Labels[n] == Ignored)
            {
                continue;
            }

            var logits = new double[classes];
            for (var c = 0; c < classes; c++)
            {
                logits[c] = withBias ? double.CreateTruncating(run.Bias[c]) : 0;
                for (var k = 0; k < width; k++)
                {
                    logits[c] += double.CreateTruncating(run.Hidden[(n * width) + k]) * double.CreateTruncating(run.Weight[(c * width) + k]);
                }
            }

            var total = logits.Sum(Math.Exp);
            want += run.Scale * (Math.Log(total) - logits[run.Labels[n]]);
            for (var c = 0; c < classes; c++)
            {
                var slope = run.Scale * ((Math.Exp(logits[c]) / total) - (c == run.Labels[n] ? 1 : 0));
                biasGradient[c] += slope;
                for (var k = 0; k < width; k++)
                {
                    hiddenGradient[(n * width) + k] += slope * double.CreateTruncating(run.Weight[(c * width) + k]);
                    weightGradient[(c * width) + k] += slope * double.CreateTruncating(run.Hidden[(n * width) + k]);
                }
            }
        }

        Assert.Equal(want, loss, tolerance * (1 + want));
        Near(hiddenGradient, run.HiddenGradient, tolerance);
        Near(weightGradient, run.WeightGradient, tolerance);
        Near(biasGradient, run.BiasGradient, tolerance);
        Assert.Equal(loss, run.Evaluate(1, withGradients: false));
    }

    private static void Near<T>(double[] want, NativeArray<T> got, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < want.Length; i++)
        {
            Assert.Equal(want[i], double.CreateTruncating(got[i]), tolerance);
        }
    }

    private sealed class Run<T>(int samples, int width, int classes, bool withBias) : IDisposable
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public double Scale => samples == 0 ? 1 : 1.0 / samples;

        public int[] Labels { get; } = Enumerable.Range(0, samples).Select(n => n * 7 % classes).ToArray();

        public NativeArray<T> Hidden { get; } = NativeArray<T>.Random(samples * width, 1);

        public NativeArray<T> Weight { get; } = NativeArray<T>.Random(classes * width, 2);

        public NativeArray<T> Bias { get; } = NativeArray<T>.Random(classes, 3);

        public NativeArray<T> HiddenGradient { get; } = new(samples * width);

        public NativeArray<T> WeightGradient { get; } = new(classes * width);

        public NativeArray<T> BiasGradient { get; } = new(classes);

        public double Evaluate(int threads, bool withGradients = true)
        {
            fixed (int* labels = Labels)
            {
                var arguments = new LinearCrossEntropyArguments<T>
                {
                    Samples = samples,
                    Width = width,
                    Classes = classes,
                    Hidden = Hidden.Pointer,
                    Weight = Weight.Pointer,
                    Bias = withBias ? Bias.Pointer : null,
                    Labels = labels,
                    IgnoredLabel = Ignored,
                    Scale = Scale,
                    HiddenGradient = withGradients ? HiddenGradient.Pointer : null,
                    WeightGradient = withGradients ? WeightGradient.Pointer : null,
                    BiasGradient = withGradients ? BiasGradient.Pointer : null,
                };
                return typeof(T) == typeof(float)
                    ? LinearCrossEntropy.Run(System.Runtime.CompilerServices.Unsafe.As<LinearCrossEntropyArguments<T>, LinearCrossEntropyArguments<float>>(ref arguments), threads)
                    : LinearCrossEntropy.Run(System.Runtime.CompilerServices.Unsafe.As<LinearCrossEntropyArguments<T>, LinearCrossEntropyArguments<double>>(ref arguments), threads);
            }
        }

        public void Dispose()
        {
            Hidden.Dispose();
            Weight.Dispose();
            Bias.Dispose();
            HiddenGradient.Dispose();
            WeightGradient.Dispose();
            BiasGradient.Dispose();
        }
    }
}
