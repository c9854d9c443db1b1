using System.Globalization;
using Minima.Tensors.Randomness;
using Minima.Training;
using Minima.Training.Adversarial;
using Minima.Training.Data;
using Minima.Training.MultiTask;

namespace Minima.Bench;

/// <summary>Steps in which losses act together, ours beside PyTorch's, in one sitting, as a Markdown table.</summary>
internal static class ConcertSideBySide
{
    private const int Batch = 256;

    private static readonly (string Name, Func<Action> Make)[] Steps =
    [
        ("WGAN-GP critic, 64-256-256-1, batch 256", Critic),
        ("PCGrad, two tasks on 64-256-256, batch 256", Surgery),
    ];

    public static void Run(bool withTorch, double quantile)
    {
        var statistic = quantile.ToString(CultureInfo.InvariantCulture);
        Console.WriteLine($"Times are the {statistic} quantile (0: the least, 0.5: the median) of many steps. D: PyTorch as installed; B: at its best.");
        foreach (var threads in (int[])[1, 2])
        {
            Threads.Most = threads;
            string[] arguments = [threads.ToString(CultureInfo.InvariantCulture), statistic];
            var peer = withTorch ? SideBySide.Python("torch_concert.py", arguments, SideBySide.On(threads)) : null;
            var best = withTorch ? SideBySide.Python("torch_concert.py", arguments, [.. SideBySide.Best, .. SideBySide.On(threads)]) : null;
            Console.WriteLine();
            Console.WriteLine($"### Steps of losses in concert, float, {threads} thread{(threads == 1 ? "" : "s")}{(best is null ? "" : best["openblas"] > 0 ? ", PyTorch on OpenBLAS" : ", PyTorch WITHOUT OpenBLAS: its products are not its best")}");
            Console.WriteLine();
            Console.WriteLine("| step | ours ms | torch D ms | torch B ms | D / ours | B / ours |");
            Console.WriteLine("|---|---|---|---|---|---|");
            foreach (var (name, make) in Steps)
            {
                var ours = SideBySide.Time(quantile, make());
                var d = peer?[name];
                var b = best?[name];
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {ours:G3} | {d:G3} | {b:G3} | {d / ours:F1} | {b / ours:F2} |"));
            }
        }
    }

    private static Action Critic()
    {
        var random = new RandomState(1);
        var (generator, critic) = (Models.Mlp(16, [256], 64, random), Models.Mlp(64, [256, 256], 1, random));
        var game = new GanTrainer(generator, critic, GanObjectives.WassersteinPenalty, new Adam(generator.Parameters, 1e-4), new Adam(critic.Parameters, 1e-4, 0.5, 0.9), random) { NoiseWidth = 16 };
        var real = Normal([Batch, 64], random);
        return () => game.CriticStep(() => real);
    }

    /// <summary>A whole epoch of one batch by the trainer: reading, loss, balance, step.</summary>
    private static Action Surgery()
    {
        var random = new RandomState(1);
        var model = new Sequential(
            new Linear(64, 256, random),
            Activations.ByName("relu"),
            new Linear(256, 256, random),
            Activations.ByName("relu"),
            new Heads(new Linear(256, 10, random), new Linear(256, 10, random)));
        LossTerm[] terms = [new("first", Loss.Create("cross_entropy")) { OutputCount = 10 }, new("second", Loss.Create("cross_entropy")) { OutputStart = 10, OutputCount = 10, Target = 1 }];
        var data = new ArrayData(
            [DataArray.Of("x", Normal([Batch, 64], random).Read<float>().ToArray(), [64])],
            [DataArray.Labels("first", Labels(random), 10), DataArray.Labels("second", Labels(random), 10)]);
        var loader = new DataLoader(data, new() { BatchSize = Batch, Shuffles = false, Prefetch = 0 });
        var trainer = new Trainer(model, new Objective(terms, TermWeights.AsGiven), new Adam(model.Parameters, 1e-3)) { Balance = TaskBalances.Create("pcgrad"), Epochs = int.MaxValue, Guard = null, Callbacks = [] };
        var steps = new Stepped(trainer, loader);
        return steps.Next;
    }

    private static int[] Labels(RandomState random) => [.. Enumerable.Range(0, Batch).Select(_ => random.NextInt(10))];

    private static Tensor Normal(Shape shape, RandomState random) => Tensor.Of([.. Enumerable.Range(0, shape.Count).Select(_ => (float)random.NextNormal())], shape);

    /// <summary>A trainer that is let go for one epoch at a time.</summary>
    private sealed class Stepped(Trainer trainer, DataLoader loader)
    {
        public void Next()
        {
            using var cancel = new CancellationTokenSource();
            cancel.Cancel();
            trainer.Fit(loader, cancellation: cancel.Token);
        }
    }
}
