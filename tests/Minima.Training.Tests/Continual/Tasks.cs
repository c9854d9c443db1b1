using Minima.Tensors.Randomness;
using Minima.Training.Tests.Loop;

namespace Minima.Training.Tests.Continual;

/// <summary>Two small tasks in double, one after the other.</summary>
internal static class Tasks
{
    /// <summary>Two inputs, three hidden units, three classes.</summary>
    public static Sequential Model(ulong seed = 1) => Models.Mlp(2, [3], 3, new RandomState(seed), "tanh", type: ElementType.Double);

    public static Objective CrossEntropy() => new(Loss.Create("cross_entropy"));

    /// <summary>Clouds around three centres, which a turn puts elsewhere.</summary>
    public static RowsInMemory Clouds(int rows, double turn = 0, bool weighted = false, int batch = 4)
    {
        var random = new RandomState(7);
        var (features, labels, weights) = (new double[2 * rows], new int[rows], new double[rows]);
        for (var i = 0; i < rows; i++)
        {
            labels[i] = i % 3;
            var angle = turn + (labels[i] * 2 * Math.PI / 3);
            features[2 * i] = (2 * Math.Cos(angle)) + (0.5 * random.NextNormal());
            features[(2 * i) + 1] = (2 * Math.Sin(angle)) + (0.5 * random.NextNormal());
            weights[i] = i % 4;
        }

        return new(Tensor.Of(features, [rows, 2]), Tensor.Of(labels, [rows]), weighted ? Tensor.Of(weights, [rows]) : default, batch, seed: 5);
    }

    /// <summary>All rows of a source, each as a batch of its own.</summary>
    public static List<TrainingBatch> Rows(RowsInMemory rows)
    {
        var all = new List<TrainingBatch>();
        using var reader = rows.InBatchesOf(1).Open(0, 0);
        while (reader.Next(out var row)) all.Add(row);
        return all;
    }

    public static double LossOf(Module model, Objective objective, in TrainingBatch batch)
    {
        using var silence = Autograd.NoGradient();
        return objective.Apply(model.Forward(batch.Features), batch with { Weight = default }, [], new LossResult[1]).Item();
    }

    /// <summary>The derivatives of a number with respect to all parameters of a model, by central differences: the parameters one behind the other.</summary>
    public static double[] Differences(Module model, Func<double> number)
    {
        const double Width = 1e-6;
        var slopes = new List<double>();
        foreach (var parameter in model.Parameters)
        {
            for (var k = 0; k < parameter.Value.Count; k++)
            {
                var kept = parameter.Value.Read<double>()[k];
                parameter.Value.Write<double>()[k] = kept + Width;
                var above = number();
                parameter.Value.Write<double>()[k] = kept - Width;
                var below = number();
                parameter.Value.Write<double>()[k] = kept;
                slopes.Add((above - below) / (2 * Width));
            }
        }

        return [.. slopes];
    }

    public static double[] Flat(IEnumerable<Tensor> tensors) => [.. tensors.SelectMany(tensor => tensor.ToArray())];

    public static double[] Weights(Module model) => Flat(model.Parameters.Select(parameter => parameter.Value));

    /// <summary>Moves every weight a little, each another way.</summary>
    public static void Disturb(Module model)
    {
        var i = 0;
        foreach (var parameter in model.Parameters)
        {
            foreach (ref var weight in parameter.Value.Write<double>()) weight += 0.3 * Math.Sin(++i);
        }
    }

    public static void Near(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance * Math.Max(1, Math.Abs(expected[i])));
    }
}
