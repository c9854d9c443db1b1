using System.Globalization;
using Minima.Losses;

namespace Minima.Bench;

/// <summary>
/// Value and gradient of losses over rows, ours beside PyTorch's and beside a copy of the same bytes, in one sitting, as a Markdown table.
/// In place, the logits of every call but the first are gradients: the work does not depend on what they are.
/// </summary>
internal static class RowsSideBySide
{
    private static readonly (string Loss, int Rows, int Classes)[] Cases =
    [
        ("cross_entropy", 65536, 10), ("cross_entropy", 16384, 100), ("cross_entropy", 8192, 1000), ("cross_entropy", 2048, 32000), ("cross_entropy", 512, 128256),
        ("focal", 65536, 10), ("focal", 8192, 1000), ("smoothed", 8192, 1000), ("divergence", 8192, 1000),
    ];

    public static void Run(bool withTorch, double quantile, string? only)
    {
        var statistic = quantile.ToString(CultureInfo.InvariantCulture);
        Console.WriteLine($"Times are the {statistic} quantile (0: the least, 0.5: the median) of many calls.");
        foreach (var threads in (int[])[1, 2])
        {
            var torchDefault = withTorch ? SideBySide.Python("torch_rows.py", [threads.ToString(CultureInfo.InvariantCulture), statistic], []) : null;
            var torchBest = withTorch ? SideBySide.Python("torch_rows.py", [threads.ToString(CultureInfo.InvariantCulture), statistic], SideBySide.Best) : null;
            var torchCompiled = withTorch ? SideBySide.Python("torch_rows.py", [threads.ToString(CultureInfo.InvariantCulture), statistic, "compiled"], SideBySide.Best) : null;
            Console.WriteLine();
            Console.WriteLine($"### Rows, value and gradient, float, {threads} thread{(threads == 1 ? "" : "s")}");
            Console.WriteLine();
            Console.WriteLine("| loss, rows x classes | in place ms | % of memcpy's bandwidth | apart ms | % of memcpy's bandwidth | memcpy ms | GB/s | largest gradient error | torch D ms | torch B ms | torch C ms | D / apart | B / apart | C / apart |");
            Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
            foreach (var (loss, rows, classes) in Cases)
            {
                if (only is null || $"{loss} {rows}x{classes}".Contains(only, StringComparison.Ordinal))
                {
                    Line(loss, rows, classes, threads, quantile, torchDefault, torchBest, torchCompiled);
                }
            }
        }
    }

    private static void Line(string loss, int rows, int classes, int threads, double quantile, Dictionary<string, double>? torchDefault, Dictionary<string, double>? torchBest, Dictionary<string, double>? torchCompiled)
    {
        // A divergence takes logarithms of probabilities.
        var (low, high) = loss == "divergence" ? (-8f, 0f) : (-4f, 4f);
        using var logits = new HugePages(rows * classes).Fill(1, low, high);
        using var target = loss == "divergence" ? new HugePages(rows * classes).Fill(2, 0, 2f / classes) : null;
        using var gradient = new HugePages(rows * classes);
        var labels = new int[rows];
        for (var i = 0; i < rows; i++)
        {
            labels[i] = (int)(((long)i * 7919 + 13) % classes);
        }

        var copy = SideBySide.Time(quantile, () => CopyJob.Run(logits.Span, gradient.Span, threads));
        var apart = SideBySide.Time(quantile, () => Step(loss, logits.Span, target, gradient.Span, labels, classes, threads));
        var error = loss == "cross_entropy" && rows > 5 ? GradientError(logits.Span.Slice(5 * classes, classes), gradient.Span.Slice(5 * classes, classes), labels[5], rows) : double.NaN;
        var inPlace = SideBySide.Time(quantile, () => Step(loss, logits.Span, target, logits.Span, labels, classes, threads));
        copy = Math.Min(copy, SideBySide.Time(quantile, () => CopyJob.Run(logits.Span, gradient.Span, threads)));
        var name = $"{loss} {rows}x{classes}";
        var d = torchDefault?[name];
        var b = torchBest?[name];
        double? c = torchCompiled is not null && torchCompiled.TryGetValue(name, out var compiled) ? compiled : null;

        // A divergence reads two arrays and writes one.
        var bytes = loss == "divergence" ? 1.5 : 1;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {inPlace:G3} | {bytes * 100 * copy / inPlace:F0} | {apart:G3} | {bytes * 100 * copy / apart:F0} | {copy:G3} | {8.0 * rows * classes / copy / 1e6:F1} | {error:G2} | {d:G3} | {b:G3} | {c:G3} | {d / apart:F1} | {b / apart:F1} | {c / apart:F1} |"));
    }

    private static void Step(string loss, Span<float> logits, HugePages? target, Span<float> gradient, int[] labels, int classes, int threads)
    {
        var batch = new LossBatch<float> { Prediction = logits, Classes = classes, Gradient = gradient, Threads = threads };
        if (target is null)
        {
            batch.Labels = labels;
        }
        else
        {
            batch.Target = target.Span;
        }

        _ = loss switch
        {
            "divergence" => new KullbackLeibler().Evaluate(batch),
            "focal" => new SoftmaxFocal().Evaluate(batch),
            "smoothed" => new CrossEntropy(0.1).Evaluate(batch),
            _ => new CrossEntropy().Evaluate(batch),
        };
    }

    /// <summary>The largest relative error of one row's gradient.</summary>
    private static double GradientError(ReadOnlySpan<float> logits, ReadOnlySpan<float> gradient, int label, int rows)
    {
        double sum = 0, largest = 0;
        foreach (var x in logits)
        {
            sum += Math.Exp(x);
        }

        for (var k = 0; k < logits.Length; k++)
        {
            var p = Math.Exp(logits[k]) / sum;
            var want = (k == label ? p - 1 : p) / rows;
            largest = Math.Max(largest, Math.Abs((gradient[k] / want) - 1));
        }

        return largest;
    }

    /// <summary>memcpy, shared among threads as the rows are.</summary>
    private sealed unsafe class CopyJob : BlockJob
    {
        private const int Block = 1 << 20;
        private readonly float* from;
        private readonly float* to;
        private readonly int count;
        private readonly int elements;

        private CopyJob(float* from, float* to, int count, int elements)
        {
            this.from = from;
            this.to = to;
            this.count = count;
            this.elements = elements;
        }

        public static void Run(ReadOnlySpan<float> from, Span<float> to, int threads)
        {
            fixed (float* a = from, b = to)
            {
                var part = threads == 1 ? from.Length : Math.Min(Block, (from.Length / threads) + 1);
                Workers.Run(new CopyJob(a, b, from.Length, part), (from.Length + part - 1) / part, threads);
            }
        }

        public override void Run(int block)
        {
            var start = (long)block * elements;
            var bytes = Math.Min(elements, count - start) * sizeof(float);
            Buffer.MemoryCopy(from + start, to + start, bytes, bytes);
        }
    }
}
