using System.Globalization;
using Minima.Losses;
using Minima.Tensors.Losses;
using Minima.Tensors.Randomness;
using Minima.Training;

namespace Minima.Bench;

/// <summary>Losses of whole batches (sequences, similarities, transport), value and gradient, ours beside PyTorch's, in one sitting, as a Markdown table.</summary>
internal static class BatchesSideBySide
{
    private static readonly (string Name, Func<Action> Make)[] Losses =
    [
        ("ctc, 50 x 16 x 100, 20 labels", Alignments),
        ("batch_hard_triplet, 1024 x 128", Triplets),
        ("info_nce, 4096 x 128", () => Pairs((query, key, _) => new InfoNce().Apply(query, key))),
        ("clip, 4096 x 128", () => Pairs((image, text, scale) => new ContrastiveLanguageImage().Apply(image, text, scale))),
        ("siglip, 4096 x 128", () => Pairs((image, text, scale) => new SigmoidLanguageImage().Apply(image, text, scale, Tensor.Of([-10f], [1])))),
        ("sinkhorn, 500 x 500, 100 rounds", Transport),
    ];

    public static void Run(bool withTorch, double quantile, string? only)
    {
        var statistic = quantile.ToString(CultureInfo.InvariantCulture);
        Console.WriteLine($"Times are the {statistic} quantile (0: the least, 0.5: the median) of many calls. D: PyTorch as installed; B: at its best.");
        foreach (var threads in (int[])[1, 2])
        {
            Threads.Most = threads;
            string[] arguments = [threads.ToString(CultureInfo.InvariantCulture), statistic, only ?? string.Empty];
            var peer = withTorch ? SideBySide.Python("torch_batches.py", arguments, SideBySide.On(threads)) : null;
            var best = withTorch ? SideBySide.Python("torch_batches.py", arguments, [.. SideBySide.Best, .. SideBySide.On(threads)]) : null;
            Console.WriteLine();
            Console.WriteLine($"### Losses of batches, value and gradient, float, {threads} thread{(threads == 1 ? "" : "s")}{(best is null ? "" : best["openblas"] > 0 ? ", PyTorch on OpenBLAS" : ", PyTorch WITHOUT OpenBLAS: its products are not its best")}");
            Console.WriteLine();
            Console.WriteLine("| loss | ours ms | torch D ms | torch B ms | D / ours | B / ours |");
            Console.WriteLine("|---|---|---|---|---|---|");
            foreach (var (name, make) in Losses)
            {
                if (only is not null && !name.Contains(only, StringComparison.Ordinal)) continue;
                var ours = SideBySide.Time(quantile, make());
                var d = peer?[name];
                var b = best?[name];
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {ours:G3} | {d:G3} | {b:G3} | {d / ours:F1} | {b / ours:F2} |"));
            }
        }
    }

    private static Action Alignments()
    {
        var random = new RandomState(1);
        var logits = Normal([16, 50, 100], random);
        var labels = Tensor.Of([.. Enumerable.Range(0, 16 * 20).Select(_ => 1 + random.NextInt(99))], [16, 20]);
        return Step(() => new ConnectionistTemporalClassification().Apply(logits, labels, default, default), logits);
    }

    private static Action Triplets()
    {
        var random = new RandomState(1);
        var rows = Normal([1024, 128], random);
        var labels = Tensor.Of([.. Enumerable.Range(0, 1024).Select(i => i / 4)], [1024]);
        return Step(() => new BatchHardTriplet().Apply(rows, labels), rows);
    }

    private static Action Pairs(Func<Tensor, Tensor, Tensor, Tensor> loss)
    {
        var random = new RandomState(1);
        var (first, second) = (Normal([4096, 128], random), Normal([4096, 128], random));
        var scale = Tensor.Of([2.6592f], [1]).WithGradient();
        return Step(() => loss(first, second, scale), first, second, scale);
    }

    private static Action Transport()
    {
        var random = new RandomState(1);
        var (first, second) = (Normal([500, 2], random), Normal([500, 2], random).Detach());
        return Step(() => new Sinkhorn(0.05, false, 100).Apply(first, second), first);
    }

    private static Action Step(Func<Tensor> loss, params Tensor[] differentiated) => () =>
    {
        using (StepScope.Begin())
        {
            foreach (var tensor in differentiated) tensor.ClearGradient();
            loss().Backward();
        }
    };

    private static Tensor Normal(Shape shape, RandomState random) => Tensor.Of([.. Enumerable.Range(0, shape.Count).Select(_ => (float)random.NextNormal())], shape).WithGradient();
}
