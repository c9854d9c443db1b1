using System.Globalization;
using Minima.Losses;
using Minima.Tensors.Randomness;
using Minima.Training;

namespace Minima.Bench;

/// <summary>Training steps as a user writes them, ours beside PyTorch's, in one sitting, as a Markdown table.</summary>
internal static class TrainingSteps
{
    private static readonly (string Name, Func<Action> Make)[] Steps =
    [
        ("mlp 784-256-128-10, batch 128, Adam", Network),
        ("Adam, 10 M parameters", () => AdamOnly(1, 10_000_000)),
        ("Adam, 100 x 100 K parameters", () => AdamOnly(100, 100_000)),
        ("convolution 3x3, 64x32x28x28", () => Layer(random => new Conv2D(32, 32, 3, random, padding: 1), [64, 32, 28, 28], [64, 32, 28, 28])),
        ("layer normalisation, 8192x256", () => Layer(_ => new LayerNorm(256), [8192, 256], [8192, 256])),
        ("attention block, 8x128x256", () => Layer(random => new MultiHeadAttention(256, 8, random), [8, 128, 256], [8, 128, 256])),
        ("GRU, 32x100x64 to 128", () => Layer(random => new Gru(64, 128, random), [32, 100, 64], [32, 100, 128])),
    ];

    public static void Run(bool withTorch, double quantile, string? only)
    {
        var statistic = quantile.ToString(CultureInfo.InvariantCulture);
        Console.WriteLine($"Times are the {statistic} quantile (0: the least, 0.5: the median) of many steps. D: PyTorch as installed; B: at its best, with foreach optimizers.");
        foreach (var threads in (int[])[1, 2])
        {
            Threads.Most = threads;
            var count = threads.ToString(CultureInfo.InvariantCulture);
            var torchDefault = withTorch ? SideBySide.Python("torch_steps.py", [count, statistic, "0", only ?? string.Empty], SideBySide.On(threads)) : null;
            var torchBest = withTorch ? SideBySide.Python("torch_steps.py", [count, statistic, "1", only ?? string.Empty], [.. SideBySide.Best, .. SideBySide.On(threads)]) : null;
            Console.WriteLine();
            Console.WriteLine($"### Training steps, float, {threads} thread{(threads == 1 ? "" : "s")}");
            Console.WriteLine();
            Console.WriteLine("| step | ours ms | bytes allocated a step | torch D ms | torch B ms | D / ours | B / ours |");
            Console.WriteLine("|---|---|---|---|---|---|---|");
            foreach (var (name, make) in Steps)
            {
                if (only is not null && !name.Contains(only, StringComparison.Ordinal)) continue;
                var step = make();
                var ours = SideBySide.Time(quantile, step);
                var before = GC.GetAllocatedBytesForCurrentThread();
                for (var i = 0; i < 10; i++) step();
                var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / 10;
                var d = torchDefault?[name];
                var b = torchBest?[name];
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {ours:G3} | {allocated} | {d:G3} | {b:G3} | {d / ours:F1} | {b / ours:F1} |"));
            }
        }
    }

    private static Action Network()
    {
        var random = new RandomState(1);
        var model = new Sequential(new Linear(784, 256, random), new Activation<Relu>(), new Linear(256, 128, random), new Activation<Relu>(), new Linear(128, 10, random));
        // A rate so small that the loss stays away from 0, as on PyTorch's side.
        var optimizer = new Adam(model.Parameters, 1e-6);
        var x = Normal([128, 784], random);
        var y = Tensor.Of([.. Enumerable.Range(0, 128).Select(i => (i * 7 + 3) % 10)], [128]);
        var loss = new CrossEntropy();
        return () =>
        {
            using (StepScope.Begin())
            {
                optimizer.ClearGradients();
                loss.Apply(model.Forward(x), y).Backward();
                optimizer.Step();
            }
        };
    }

    /// <summary>Forward and backward of a layer, gradients of the input included.</summary>
    private static Action Layer(Func<RandomState, Module> make, Shape input, Shape output)
    {
        var random = new RandomState(1);
        var layer = make(random);
        var x = Normal(input, random).WithGradient();
        var g = Normal(output, random);
        return () =>
        {
            using (StepScope.Begin())
            {
                x.ClearGradient();
                layer.ClearGradients();
                layer.Forward(x).Backward(g);
            }
        };
    }

    private static Action AdamOnly(int count, int size)
    {
        var random = new RandomState(1);
        var parameters = new Parameter[count];
        for (var i = 0; i < count; i++) parameters[i] = new Parameter($"p{i}", Normal([size], random));
        foreach (var parameter in parameters) (parameter.Value * Normal([size], random)).Sum().Backward();
        var optimizer = new Adam(parameters, 1e-3);
        return optimizer.Step;
    }

    private static Tensor Normal(Shape shape, RandomState random)
    {
        var values = new float[shape.Count];
        random.FillNormal(values);
        return Tensor.Of(values, shape);
    }
}
