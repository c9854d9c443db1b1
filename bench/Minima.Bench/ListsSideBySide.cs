using System.Globalization;
using Minima.Tensors.Losses;
using Minima.Tensors.Randomness;
using Minima.Training;

namespace Minima.Bench;

/// <summary>Value and gradient of ranking losses over 1000 lists of 100 items, ours beside PyTorch's, in one sitting, as a Markdown table.</summary>
internal static class ListsSideBySide
{
    private const int Lists = 1000;
    private const int Items = 100;

    private static readonly (string Name, Func<Tensor, Tensor, Tensor> Loss)[] Losses =
    [
        ("listnet", (scores, relevance) => new ListNet().Apply(scores, relevance)),
        ("ranking_softmax", (scores, relevance) => new RankingSoftmax().Apply(scores, relevance)),
        ("listmle", (scores, relevance) => new ListMaximumLikelihood().Apply(scores, relevance)),
        ("ranknet", (scores, relevance) => new RankNet().Apply(scores, relevance)),
    ];

    public static void Run(bool withTorch, double quantile)
    {
        var statistic = quantile.ToString(CultureInfo.InvariantCulture);
        Console.WriteLine($"Times are the {statistic} quantile (0: the least, 0.5: the median) of many calls. D: PyTorch as installed; B: at its best.");

        // What all losses share is compiled for the last time while the first ones run: on a busy machine that is longer than one warms up.
        foreach (var (_, loss) in Losses) SideBySide.Time(quantile, Step(loss));
        foreach (var threads in (int[])[1, 2])
        {
            Threads.Most = threads;
            string[] arguments = [threads.ToString(CultureInfo.InvariantCulture), statistic];
            var torchDefault = withTorch ? SideBySide.Python("torch_lists.py", arguments, []) : null;
            var torchBest = withTorch ? SideBySide.Python("torch_lists.py", arguments, [.. SideBySide.Best, .. SideBySide.On(threads)]) : null;
            Console.WriteLine();
            Console.WriteLine($"### Lists, {Lists} x {Items}, value and gradient, float, {threads} thread{(threads == 1 ? "" : "s")}");
            Console.WriteLine();
            Console.WriteLine("| loss | ours ms | M items/s | bytes allocated a call | torch D ms | torch B ms | D / ours | B / ours |");
            Console.WriteLine("|---|---|---|---|---|---|---|---|");
            foreach (var (name, loss) in Losses)
            {
                var step = Step(loss);
                var ours = SideBySide.Time(quantile, step);
                var before = GC.GetAllocatedBytesForCurrentThread();
                step();
                var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                var d = torchDefault?[name];
                var b = torchBest?[name];
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {ours:G3} | {Lists * Items / ours / 1e3:F1} | {allocated} | {d:G3} | {b:G3} | {d / ours:F1} | {b / ours:F1} |"));
            }
        }
    }

    private static Action Step(Func<Tensor, Tensor, Tensor> loss)
    {
        var random = new RandomState(1);
        var scores = Tensor.Of([.. Enumerable.Range(0, Lists * Items).Select(_ => (float)random.NextNormal())], [Lists, Items]).WithGradient();
        var relevance = Tensor.Of([.. Enumerable.Range(0, Lists * Items).Select(_ => (float)random.NextInt(5))], [Lists, Items]);
        return () =>
        {
            using (StepScope.Begin())
            {
                scores.ClearGradient();
                loss(scores, relevance).Backward();
            }
        };
    }
}
