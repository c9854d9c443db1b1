using System.Numerics;
using Minima.Tensors.Kernels;

namespace Minima.Training.Tests.Kernels;

/// <summary>Pooling and the gradient of averages against loops over windows.</summary>
public sealed unsafe class PoolingTests
{
    /// <summary>Planes, height, width, kernel, strides, paddings.</summary>
    public static readonly TheoryData<int, int, int, int, int, int, int, int, int> Shapes = new()
    {
        { 3, 28, 28, 2, 2, 2, 2, 0, 0 },
        { 2, 7, 9, 3, 3, 2, 2, 1, 1 },
        { 2, 8, 40, 3, 2, 1, 1, 1, 1 },
        { 4, 1, 33, 1, 3, 1, 3, 0, 1 },
        { 1, 5, 5, 5, 5, 1, 1, 0, 0 },
        { 2, 6, 7, 2, 3, 3, 4, 0, 0 },
        { 700, 8, 8, 2, 2, 2, 2, 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Windows_are_pooled(int planes, int height, int width, int kernelHeight, int kernelWidth, int strideHeight, int strideWidth, int paddingHeight, int paddingWidth)
    {
        var shape = new PoolingShape(planes, height, width, kernelHeight, kernelWidth, strideHeight, strideWidth, paddingHeight, paddingWidth);
        foreach (var threads in (int[])[1, 2])
        {
            Maxima<float>(shape, threads);
            Maxima<double>(shape, threads);
            Means<float>(shape, countsPadding: true, threads, 1e-6);
            Means<double>(shape, countsPadding: false, threads, 1e-15);
        }
    }

    [Fact]
    public void The_first_of_equal_maxima_is_the_place()
    {
        float[] x = [1, 3, 3, 3];
        var shape = new PoolingShape(1, 2, 2, 2, 2, 2, 2, 0, 0);
        float y;
        int place;
        fixed (float* input = x)
        {
            Pooling.Maximum(shape, input, &y, &place, 1);
        }

        Assert.Equal(3, y);
        Assert.Equal(1, place);
    }

    [Fact]
    public void A_window_with_NaN_is_NaN_and_one_of_minus_infinity_has_no_place()
    {
        float[] x = [1, float.NaN, float.NegativeInfinity, float.NegativeInfinity, 5, 2, float.NegativeInfinity, float.NegativeInfinity];
        var shape = new PoolingShape(1, 2, 4, 2, 2, 2, 2, 0, 0);
        float[] y = [0, 0];
        int[] place = [0, 0];
        fixed (float* input = x, output = y)
        fixed (int* places = place)
        {
            Pooling.Maximum(shape, input, output, places, 1);
        }

        Assert.Equal([float.NaN, float.NegativeInfinity], y);
        Assert.Equal(-1, place[1]);
    }

    private static void Maxima<T>(in PoolingShape shape, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var windows = shape.Planes * shape.OutputHeight * shape.OutputWidth;
        using var input = NativeArray<T>.Random(shape.Planes * shape.Height * shape.Width, 1);
        using var output = new NativeArray<T>(windows);
        var places = new int[windows];
        fixed (int* where = places)
        {
            Pooling.Maximum(shape, input.Pointer, output.Pointer, where, threads);
        }

        var at = 0;
        foreach (var window in Windows(shape))
        {
            var best = window.MaxBy(i => input[i]);
            Assert.Equal(input[best], output[at]);
            Assert.Equal(best % (shape.Height * shape.Width), places[at++]);
        }

        Assert.Equal(windows, at);
    }

    private static void Means<T>(in PoolingShape shape, bool countsPadding, int threads, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var windows = shape.Planes * shape.OutputHeight * shape.OutputWidth;
        using var input = NativeArray<T>.Random(shape.Planes * shape.Height * shape.Width, 1);
        using var slopes = NativeArray<T>.Random(windows, 2);
        using var output = new NativeArray<T>(windows);
        using var gradient = new NativeArray<T>(input.Length);
        var want = new double[input.Length];
        Pooling.Average(shape, input.Pointer, output.Pointer, countsPadding, threads);
        Pooling.GradientOfAverage(shape, slopes.Pointer, gradient.Pointer, countsPadding, threads);
        var at = 0;
        foreach (var window in Windows(shape))
        {
            var count = countsPadding ? shape.KernelHeight * shape.KernelWidth : window.Count;
            Assert.Equal(window.Sum(i => double.CreateTruncating(input[i])) / count, double.CreateTruncating(output[at]), tolerance);
            foreach (var i in window)
            {
                want[i] += double.CreateTruncating(slopes[at]) / count;
            }

            at++;
        }

        for (var i = 0; i < want.Length; i++)
        {
            Assert.Equal(want[i], double.CreateTruncating(gradient[i]), 10 * tolerance);
        }
    }

    /// <summary>The elements of each window that lie inside the input.</summary>
    private static IEnumerable<List<int>> Windows(PoolingShape shape)
    {
        for (var plane = 0; plane < shape.Planes; plane++)
        {
            for (var row = 0; row < shape.OutputHeight; row++)
            {
                for (var column = 0; column < shape.OutputWidth; column++)
                {
                    var window = new List<int>();
                    for (var tap = 0; tap < shape.KernelHeight * shape.KernelWidth; tap++)
                    {
                        var y = (row * shape.StrideHeight) - shape.PaddingHeight + (tap / shape.KernelWidth);
                        var x = (column * shape.StrideWidth) - shape.PaddingWidth + (tap % shape.KernelWidth);
                        if (y >= 0 && y < shape.Height && x >= 0 && x < shape.Width)
                        {
                            window.Add((((plane * shape.Height) + y) * shape.Width) + x);
                        }
                    }

                    yield return window;
                }
            }
        }
    }
}
