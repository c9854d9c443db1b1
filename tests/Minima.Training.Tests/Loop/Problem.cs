using Minima.Tensors.Randomness;

namespace Minima.Training.Tests.Loop;

/// <summary>Small seeded problems that train in milliseconds.</summary>
internal static class Problem
{
    /// <summary>Three noisy clouds, one for each label.</summary>
    public static RowsInMemory Clouds(int rows = 90, int batch = 16, ulong seed = 3, bool weighted = false)
    {
        var random = new RandomState(seed);
        var features = new float[rows * 2];
        var labels = new int[rows];
        var weights = new float[rows];
        for (var i = 0; i < rows; i++)
        {
            labels[i] = i % 3;
            features[2 * i] = (float)((labels[i] == 0 ? -2 : labels[i] == 1 ? 2 : 0) + random.NextNormal());
            features[(2 * i) + 1] = (float)((labels[i] == 2 ? 2 : -1) + random.NextNormal());
            weights[i] = (float)(0.5 + random.NextDouble());
        }

        return new RowsInMemory(Tensor.Of(features, [rows, 2]), Tensor.Of(labels, [rows]), weighted ? Tensor.Of(weights, [rows]) : default, batch, seed);
    }

    /// <summary>y = 2 x0 - x1 + 0.5 with noise.</summary>
    public static RowsInMemory Line(int rows = 64, int batch = 16, ulong seed = 4)
    {
        var random = new RandomState(seed);
        var features = new float[rows * 2];
        var targets = new float[rows];
        for (var i = 0; i < rows; i++)
        {
            features[2 * i] = (float)random.NextNormal();
            features[(2 * i) + 1] = (float)random.NextNormal();
            targets[i] = (2 * features[2 * i]) - features[(2 * i) + 1] + 0.5f + (0.1f * (float)random.NextNormal());
        }

        return new RowsInMemory(Tensor.Of(features, [rows, 2]), Tensor.Of(targets, [rows]), default, batch, seed);
    }

    public static Trainer Classifier(ulong seed = 1, Func<Module, Optimizer>? optimizer = null, Func<Trainer, Trainer>? with = null, Loss? loss = null)
    {
        var model = new TwoLayers(2, 8, 3, new RandomState(seed));
        var trainer = new Trainer(model, new Objective(loss ?? Loss.Create("cross_entropy")), optimizer?.Invoke(model) ?? new Adam(model.Parameters, 0.02));
        return with?.Invoke(trainer) ?? trainer;
    }

    public static double[] Weights(Module model) => [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray())];
}

/// <summary>Linear, a noisy tanh, linear: something that draws random numbers while it trains.</summary>
internal sealed class TwoLayers : Module
{
    private readonly Linear _first;
    private readonly Linear _second;
    private readonly RandomState _noise;

    public TwoLayers(int inputs, int hidden, int outputs, RandomState random)
    {
        _first = Add("first", new Linear(inputs, hidden, random));
        _second = Add("second", new Linear(hidden, outputs, random));
        _noise = random.Fork("noise");
        AddRandom(_noise);
    }

    protected override Tensor Compute(Tensor input)
    {
        var hidden = _first.Forward(input);
        hidden = ((hidden * hidden) + 1).Sqrt() * 0.5 + (hidden * 0.5);
        return _second.Forward(IsTraining ? hidden * (1 + (0.01 * _noise.NextNormal())) : hidden);
    }
}

/// <summary>Rows in memory, shuffled by epoch.</summary>
internal sealed class RowsInMemory(Tensor features, Tensor target, Tensor weight, int batch, ulong seed) : IBatchSource
{
    public long Rows => features.Shape[0];

    public int Batches => (features.Shape[0] + batch - 1) / batch;

    public int Opened { get; private set; }

    public RowsInMemory InBatchesOf(int rows) => new(features, target, weight, rows, seed);

    public IBatchReader Open(int epoch, int firstBatch)
    {
        Opened++;
        var order = Enumerable.Range(0, features.Shape[0]).ToArray();
        new RandomState(seed).Fork($"epoch {epoch}").Shuffle(order.AsSpan());
        return new Reader(features, target, weight, order, batch, firstBatch);
    }

    private sealed class Reader(Tensor features, Tensor target, Tensor weight, int[] order, int batch, int next) : IBatchReader
    {
        private int _next = next;

        public bool Next(out TrainingBatch read)
        {
            var start = _next++ * batch;
            if (start >= order.Length)
            {
                read = default;
                return false;
            }

            var rows = order.AsSpan(start, Math.Min(batch, order.Length - start)).ToArray();
            read = new TrainingBatch(Take(features, rows), Take(target, rows), weight.IsNone ? default : Take(weight, rows)) { RowNumbers = rows };
            return true;
        }

        public void Dispose()
        {
        }

        private static Tensor Take(Tensor from, int[] rows)
        {
            var width = from.Count / from.Shape[0];
            var all = from.ToArray();
            var values = rows.SelectMany(row => all.Skip(row * width).Take(width)).ToArray();
            var shape = from.Shape.With(0, rows.Length);
            return Tensor.Of(values, shape).To(from.Type);
        }
    }
}
