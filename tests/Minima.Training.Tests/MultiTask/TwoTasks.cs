using Minima.Tensors.Randomness;
using Minima.Training.Data;

namespace Minima.Training.Tests.MultiTask;

/// <summary>Two regressions on a narrow trunk, in double: what a method does to the gradients can be computed beside it.</summary>
internal static class TwoTasks
{
    public const int Inputs = 3;

    public static ArrayData Rows(int rows = 24, ulong seed = 5)
    {
        var random = new RandomState(seed);
        double[] x = new double[rows * Inputs], first = new double[rows], second = new double[rows];
        for (var i = 0; i < x.Length; i++) x[i] = random.NextNormal();
        for (var row = 0; row < rows; row++)
        {
            first[row] = x[row * Inputs] - x[(row * Inputs) + 1];
            second[row] = 5 * (x[(row * Inputs) + 1] + (0.5 * x[(row * Inputs) + 2]));
        }

        return new ArrayData([DataArray.Of("x", x, [Inputs])], [DataArray.Of("first", first, [1]), DataArray.Of("second", second, [1])]);
    }

    public static DataLoader Loader(ArrayData rows, int batch = 8) => new(rows, new() { BatchSize = batch, Seed = 3, Prefetch = 0 });

    public static Module Network(ulong seed = 1)
    {
        var random = new RandomState(seed);
        return new Sequential(
            new Linear(Inputs, 4, random, type: ElementType.Double),
            Minima.Training.Activations.ByName("tanh"),
            new Heads(new Linear(4, 1, random, type: ElementType.Double), new Linear(4, 1, random, type: ElementType.Double)));
    }

    public static LossTerm[] Terms() =>
    [
        new("first", Loss.Create("mse")) { OutputCount = 1 },
        new("second", Loss.Create("mse")) { OutputStart = 1, OutputCount = 1, Target = 1 },
    ];

    public static double[] Weights(Module model) => [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray())];

    /// <summary>The gradient of each term of all rows, parameter by parameter.</summary>
    public static double[][][] Gradients(Module model, ArrayData rows)
    {
        using var loader = Loader(rows, rows.Rows);
        foreach (var batch in loader.Epoch(0)) return Gradients(model, batch);
        throw new InvalidOperationException("no rows");
    }

    /// <summary>The gradient of each term of a batch, parameter by parameter.</summary>
    public static double[][][] Gradients(Module model, Batch batch)
    {
        var output = model.Forward(batch.Features);
        return
        [
            .. Enumerable.Range(0, 2).Select(task =>
            {
                var error = output.Slice(1, task, 1) - batch.TargetAt(task).Reshape([batch.Count, 1]);
                return Array.ConvertAll(Autograd.Gradient((error * error).Mean(), [.. model.Parameters.Select(parameter => parameter.Value)]), gradient => gradient.ToArray());
            }),
        ];
    }
}
