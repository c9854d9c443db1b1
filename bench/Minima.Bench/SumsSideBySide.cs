using System.Globalization;

namespace Minima.Bench;

/// <summary>Value and gradient of losses of sums over 64 x 1 x 256 x 256 elements, ours beside PyTorch's and beside a copy, as a Markdown table.</summary>
internal static class SumsSideBySide
{
    private const int Rows = 64;
    private const int Count = Rows * 256 * 256;

    private static readonly string[] Losses = ["dice", "jaccard", "tversky", "focal_tversky", "combo", "generalized_dice", "mcc", "rmse", "ncc"];

    public static void Run(bool withTorch, double quantile)
    {
        var statistic = quantile.ToString(CultureInfo.InvariantCulture);
        Console.WriteLine($"Times are the {statistic} quantile (0: the least, 0.5: the median) of many calls.");
        using var prediction = new HugePages(Count).Fill(1, 0, 1);
        using var target = new HugePages(Count).Fill(2, 0, 1);
        using var gradient = new HugePages(Count);
        foreach (ref var t in target.Span)
        {
            t = MathF.Round(t);
        }

        foreach (var threads in (int[])[1, 2])
        {
            string[] arguments = [threads.ToString(CultureInfo.InvariantCulture), statistic];
            var torchDefault = withTorch ? SideBySide.Python("torch_sums.py", arguments, []) : null;
            var torchBest = withTorch ? SideBySide.Python("torch_sums.py", arguments, [.. SideBySide.Best, .. SideBySide.On(threads)]) : null;
            var copy = SideBySide.Time(quantile, () => prediction.Span.CopyTo(gradient.Span));
            Console.WriteLine();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"### Sums, 64 x 1 x 256 x 256, value and gradient, float, {threads} thread{(threads == 1 ? "" : "s")} (one-thread copy: {8.0 * Count / copy / 1e6:F1} GB/s)"));
            Console.WriteLine();
            Console.WriteLine("| loss | ours ms | G elements/s | GB/s | bytes allocated a call | torch D ms | torch B ms | D / ours | B / ours |");
            Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
            foreach (var name in Losses)
            {
                var loss = Loss.Create(name);
                void Step() => loss.Evaluate(new LossBatch<float> { Prediction = prediction.Span, Target = target.Span, Rows = Rows, Gradient = gradient.Span, Threads = threads });
                var ours = SideBySide.Time(quantile, Step);
                var before = GC.GetAllocatedBytesForCurrentThread();
                Step();
                var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                double? d = torchDefault?.TryGetValue(name, out var slow) == true ? slow : null;
                double? b = torchBest?.TryGetValue(name, out var fast) == true ? fast : null;

                // Two arrays are read twice, one is written.
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {ours:G3} | {Count / ours / 1e6:F2} | {20.0 * Count / ours / 1e6:F1} | {allocated} | {d:G3} | {b:G3} | {d / ours:F1} | {b / ours:F1} |"));
            }
        }
    }
}
