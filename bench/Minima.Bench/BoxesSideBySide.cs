using System.Globalization;

namespace Minima.Bench;

/// <summary>Value and gradient of box losses, a million boxes, ours beside PyTorch's on the same cores in one sitting, as a Markdown table.</summary>
internal static class BoxesSideBySide
{
    private const int Boxes = 1 << 20;

    private static readonly string[] Losses = ["iou", "giou", "diou", "ciou", "eiou", "siou", "alpha_iou", "wise_iou", "gaussian_wasserstein"];

    public static void Run(bool withTorch, double quantile)
    {
        var statistic = quantile.ToString(CultureInfo.InvariantCulture);
        Console.WriteLine($"Times are the {statistic} quantile (0: the least, 0.5: the median) of many calls.");
        foreach (var threads in (int[])[1, 2])
        {
            string[] arguments = [Boxes.ToString(CultureInfo.InvariantCulture), threads.ToString(CultureInfo.InvariantCulture), statistic];
            var torchDefault = withTorch ? SideBySide.Python("torch_boxes.py", arguments, []) : null;
            var torchBest = withTorch ? SideBySide.Python("torch_boxes.py", arguments, [.. SideBySide.Best, .. SideBySide.On(threads)]) : null;
            Console.WriteLine();
            Console.WriteLine($"### Boxes, 1 M pairs, value and gradient, float, {threads} thread{(threads == 1 ? "" : "s")}");
            Console.WriteLine();
            Console.WriteLine("| loss | ours ms | M boxes/s | GB/s | bytes allocated a call | torch D ms | torch B ms | D / ours | B / ours |");
            Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
            foreach (var name in Losses)
            {
                Line(name, threads, quantile, torchDefault, torchBest);
            }
        }
    }

    private static void Line(string name, int threads, double quantile, Dictionary<string, double>? torchDefault, Dictionary<string, double>? torchBest)
    {
        var loss = Loss.Create(name);
        using var prediction = Corners(1);
        using var target = Corners(2);
        using var gradient = new HugePages(4 * Boxes);
        void Step() => loss.Evaluate(new LossBatch<float> { Prediction = prediction.Span, Target = target.Span, Gradient = gradient.Span, Threads = threads });
        var ours = SideBySide.Time(quantile, Step);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Step();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        double? d = torchDefault?.TryGetValue(name, out var slow) == true ? slow : null;
        double? b = torchBest?.TryGetValue(name, out var fast) == true ? fast : null;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {ours:G3} | {Boxes / ours / 1e3:F0} | {48.0 * Boxes / ours / 1e6:F1} | {allocated} | {d:G3} | {b:G3} | {d / ours:F1} | {b / ours:F1} |"));
    }

    /// <summary>Boxes of a few pixels to a few dozen, most pairs overlapping.</summary>
    private static HugePages Corners(uint seed)
    {
        using var size = new HugePages(4 * Boxes).Fill(seed, 8, 32);
        var corners = new HugePages(4 * Boxes).Fill(seed + 10, 0, 16);
        for (var i = 0; i < Boxes; i++)
        {
            var box = corners.Span.Slice(4 * i, 4);
            box[2] = box[0] + size.Span[4 * i];
            box[3] = box[1] + size.Span[4 * i + 1];
        }

        return corners;
    }
}
