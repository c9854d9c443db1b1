using System.Globalization;
using System.Runtime.InteropServices;
using Minima.Tensors.Kernels;

namespace Minima.Bench;

/// <summary>The kernels of the training system beside PyTorch's, in one sitting, as a Markdown table.</summary>
/// <remarks>
/// PyTorch's matrix products are its best only on OpenBLAS: where the system's BLAS is another one, put the folder of OpenBLAS's libblas.so.3 into
/// LD_LIBRARY_PATH. The table says which one it was.
/// </remarks>
internal static unsafe class TrainingKernels
{
    private static readonly (int M, int N, int K, string Ways)[] Products =
    [
        (64, 64, 64, "NN"), (100, 100, 100, "NN"), (256, 256, 256, "NN"), (512, 512, 512, "NN"), (1024, 1024, 1024, "NN"), (1024, 1024, 1024, "NT"),
        (128, 256, 784, "NN"), (128, 256, 784, "NT"), (784, 256, 128, "TN"), (128, 10, 128, "NN"), (1, 1024, 1024, "NT"), (8, 512, 512, "NN"),
    ];

    private static readonly ConvolutionShape[] Convolutions =
    [
        new(64, 32, 28, 28, 32, 3, 3, 1, 1, 1, 1), new(64, 1, 28, 28, 32, 3, 3, 1, 1, 1, 1), new(64, 64, 14, 14, 64, 3, 3, 1, 1, 1, 1), new(64, 32, 28, 28, 64, 3, 3, 2, 2, 1, 1),
    ];

    public static void Run(bool withTorch, double quantile, string? only)
    {
        var statistic = quantile.ToString(CultureInfo.InvariantCulture);
        Console.WriteLine($"Times are the {statistic} quantile (0: the least, 0.5: the median) of many calls. D: PyTorch as installed; B: at its best. G/s: multiply-adds counted twice.");
        foreach (var threads in (int[])[1, 2])
        {
            string[] arguments = [threads.ToString(CultureInfo.InvariantCulture), statistic, only ?? string.Empty];
            var peer = withTorch ? SideBySide.Python("torch_training.py", arguments, SideBySide.On(threads)) : null;
            var best = withTorch ? SideBySide.Python("torch_training.py", arguments, [.. SideBySide.Best, .. SideBySide.On(threads)]) : null;
            Console.WriteLine();
            Console.WriteLine($"### Kernels, float, {threads} thread{(threads == 1 ? "" : "s")}{(best is null ? "" : best["openblas"] > 0 ? ", PyTorch on OpenBLAS" : ", PyTorch WITHOUT OpenBLAS: its products are not its best")}");
            Console.WriteLine();
            Console.WriteLine("| kernel | ours ms | G/s | torch D ms | torch B ms | D / ours | B / ours |");
            Console.WriteLine("|---|---|---|---|---|---|---|");
            foreach (var (name, work, step) in Cases(threads))
            {
                if (only is not null && !name.Contains(only, StringComparison.Ordinal))
                {
                    continue;
                }

                var ours = SideBySide.Time(quantile, step());
                var d = peer?[name];
                var b = best?[name];
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {ours:G3} | {work / ours / 1e6:F0} | {d:G3} | {b:G3} | {d / ours:F1} | {b / ours:F2} |"));
            }
        }
    }

    private static IEnumerable<(string Name, double Work, Func<Action> Step)> Cases(int threads)
    {
        foreach (var (m, n, k, ways) in Products)
        {
            yield return ($"product {m}x{n}x{k} {ways}", 2.0 * m * n * k, () => Product(m, n, k, ways, threads));
        }

        foreach (var shape in Convolutions)
        {
            var name = $"convolution {shape.Batch}x{shape.InputChannels}x{shape.Height}x{shape.Width} to {shape.OutputChannels}, {shape.KernelHeight}x{shape.KernelWidth}/{shape.StrideHeight}";
            var work = 2.0 * shape.Batch * shape.OutputChannels * shape.OutputHeight * shape.OutputWidth * shape.Taps;
            yield return (name, work, () => Convolve(shape, withGradients: false, threads));
            yield return ($"{name} and gradients", 3 * work, () => Convolve(shape, withGradients: true, threads));
        }

        yield return ("average pooling 2048x28x28, 2x2 and gradient", 2048 * 28 * 28, () => AveragePool(threads));
    }

    private static Action Product(int m, int n, int k, string ways, int threads)
    {
        var a = Array(m * k, 1);
        var b = Array(k * n, 2);
        var c = Array(m * n, 3);
        var (transposeA, transposeB) = (ways[0] == 'T', ways[1] == 'T');
        return () => MatrixProduct.Run(transposeA, transposeB, m, n, k, a, transposeA ? m : k, b, transposeB ? k : n, c, n, add: false, threads);
    }

    private static Action Convolve(ConvolutionShape shape, bool withGradients, int threads)
    {
        var inputs = shape.Batch * shape.InputChannels * shape.Height * shape.Width;
        var outputs = shape.Batch * shape.OutputChannels * shape.OutputHeight * shape.OutputWidth;
        var weights = shape.OutputChannels * shape.Taps;
        var x = Array(inputs, 1);
        var w = Array(weights, 2);
        var b = Array(shape.OutputChannels, 3);
        var y = Array(outputs, 4);
        var slope = Array(outputs, 5);
        var dx = Array(inputs, 6);
        var dw = Array(weights, 7);
        return () =>
        {
            Convolution.Forward(shape, x, w, b, y, threads);
            if (withGradients)
            {
                Convolution.GradientOfInput(shape, slope, w, dx, add: false, threads);
                Convolution.GradientOfWeight(shape, x, slope, dw, add: false, threads);
            }
        };
    }

    private static Action AveragePool(int threads)
    {
        var shape = new PoolingShape(2048, 28, 28, 2, 2, 2, 2, 0, 0);
        var x = Array(2048 * 784, 1);
        var y = Array(2048 * 196, 2);
        var slope = Array(2048 * 196, 3);
        var dx = Array(2048 * 784, 4);
        return () =>
        {
            Pooling.Average(shape, x, y, countsPadding: true, threads);
            Pooling.GradientOfAverage(shape, slope, dx, countsPadding: true, threads);
        };
    }

    /// <summary>Numbers on memory that stays as long as the process: a bench has few.</summary>
    private static float* Array(int count, int seed)
    {
        var array = (float*)NativeMemory.AlignedAlloc((nuint)count * sizeof(float), 4096);
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            array[i] = random.NextSingle() * 0.1f;
        }

        return array;
    }
}
