using System.Globalization;
using Minima.Tensors.Losses;
using Minima.Training;

namespace Minima.Bench;

/// <summary>Value and gradient of Cox's partial likelihood on 100 000 rows of which no two share a time, sorting included, ours beside PyTorch's, as a Markdown table.</summary>
internal static class SurvivalSideBySide
{
    private const int Rows = 100_000;

    public static void Run(bool withTorch, double quantile)
    {
        var statistic = quantile.ToString(CultureInfo.InvariantCulture);
        Console.WriteLine($"Times are the {statistic} quantile (0: the least, 0.5: the median) of many calls.");
        var (prediction, time, @event) = Draw();
        foreach (var threads in (int[])[1, 2])
        {
            Threads.Most = threads;
            string[] arguments = [threads.ToString(CultureInfo.InvariantCulture), statistic];
            var torchDefault = withTorch ? SideBySide.Python("torch_survival.py", arguments, []) : null;
            var torchBest = withTorch ? SideBySide.Python("torch_survival.py", arguments, [.. SideBySide.Best, .. SideBySide.On(threads)]) : null;
            Console.WriteLine();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"### Cox, {Rows} rows, value and gradient, float, {threads} thread{(threads == 1 ? "" : "s")}"));
            Console.WriteLine();
            Console.WriteLine("| loss | ours ms | M rows/s | bytes allocated a call | torch D ms | torch B ms | D / ours | B / ours |");
            Console.WriteLine("|---|---|---|---|---|---|---|---|");
            foreach (var (name, loss) in new (string, Func<Tensor>)[]
            {
                ("cox_breslow", () => new CoxBreslow().Apply(prediction, time, @event)),
                ("cox_efron", () => new CoxEfron().Apply(prediction, time, @event)),
            })
            {
                void Step()
                {
                    using var step = StepScope.Begin();
                    loss().Backward();
                    prediction.ClearGradient();
                }

                var ours = SideBySide.Time(quantile, Step);
                var before = GC.GetAllocatedBytesForCurrentThread();
                Step();
                var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                double? d = torchDefault?.TryGetValue(name, out var slow) == true ? slow : null;
                double? b = torchBest?.TryGetValue(name, out var fast) == true ? fast : null;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {ours:G3} | {Rows / ours / 1e3:F1} | {allocated} | {d:G3} | {b:G3} | {d / ours:F1} | {b / ours:F1} |"));
            }
        }
    }

    /// <summary>A seeded set of which every other row or so has an event.</summary>
    private static (Tensor Prediction, Tensor Time, Tensor Event) Draw()
    {
        var random = new Random(1);
        var (h, t, e) = (new float[Rows], new float[Rows], new float[Rows]);
        for (var i = 0; i < Rows; i++) (h[i], t[i], e[i]) = ((random.NextSingle() * 4) - 2, i + 1, random.Next(2));
        random.Shuffle(t);
        return (Tensor.Of(h, [Rows]).WithGradient(), Tensor.Of(t, [Rows]), Tensor.Of(e, [Rows]));
    }
}
