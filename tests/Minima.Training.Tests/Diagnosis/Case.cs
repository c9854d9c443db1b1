using Minima.Tensors.Randomness;
using Minima.Training.Diagnosis;
using Minima.Training.Tests.Loop;

namespace Minima.Training.Tests.Diagnosis;

/// <summary>A training as the doctor is shown it. The three sound ones are the start of every broken one.</summary>
internal sealed record Case
{
    public required Func<ulong, Module> Model { get; init; }

    public required Objective Objective { get; init; }

    public required Func<Module, Optimizer> Optimizer { get; init; }

    public required Rows Training { get; init; }

    public required Rows? Validation { get; init; }

    public DoctorOptions Options { get; init; } = new() { OneBatchSteps = 150, TrainingSteps = 200 };

    /// <summary>Three clouds of points, softmax cross-entropy, Adam.</summary>
    public static Case Classes(ulong seed = 1) => new()
    {
        Model = s => Models.Mlp(4, [16, 16], 3, new RandomState(s)),
        Objective = new Objective(Loss.Create("cross_entropy")),
        Optimizer = model => new Adam(model.Parameters, 1e-2),
        Training = Clouds(240, seed),
        Validation = Clouds(120, seed + 1000),
        Options = new DoctorOptions { OneBatchSteps = 150, TrainingSteps = 200, Seed = seed },
    };

    /// <summary>A smooth function of three numbers with noise, squared error, SGD with momentum.</summary>
    public static Case Numbers(ulong seed = 1) => new()
    {
        Model = s => Models.Mlp(3, [24], 1, new RandomState(s), "tanh"),
        Objective = new Objective(Loss.Create("mse")),
        Optimizer = model => new Sgd(model.Parameters, 0.02, momentum: 0.9),
        Training = Waves(256, seed),
        Validation = Waves(128, seed + 1000),
        Options = new DoctorOptions { OneBatchSteps = 150, TrainingSteps = 200, Seed = seed },
    };

    /// <summary>Two classes on either side of a bent line, cross-entropy over one logit, AdamW.</summary>
    public static Case Binary(ulong seed = 1) => new()
    {
        Model = s => Models.Mlp(3, [16], 1, new RandomState(s), "gelu"),
        Objective = new Objective(Loss.Create("bce_with_logits")),
        Optimizer = model => new AdamW(model.Parameters, 5e-3),
        Training = Sides(256, seed),
        Validation = Sides(128, seed + 1000),
        Options = new DoctorOptions { OneBatchSteps = 150, TrainingSteps = 200, Seed = seed },
    };

    public DiagnosisReport Examine() => Doctor.Examine(Model, Objective, Optimizer, Training, Validation, Options);

    public string[] Codes() => [.. Examine().Findings.Select(finding => finding.Code)];

    public static Rows Clouds(int rows, ulong seed)
    {
        var random = new RandomState(seed);
        var features = new float[rows * 4];
        var labels = new int[rows];
        for (var i = 0; i < rows; i++)
        {
            labels[i] = random.NextInt(3);
            for (var j = 0; j < 4; j++) features[(4 * i) + j] = (float)((j == labels[i] ? 1.5 : -0.5) + (0.7 * random.NextNormal()));
        }

        return new Rows(features, 4, [.. labels.Select(label => (double)label)], seed, isLabels: true);
    }

    public static Rows Waves(int rows, ulong seed)
    {
        var random = new RandomState(seed);
        var features = new float[rows * 3];
        var targets = new double[rows];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < 3; j++) features[(3 * i) + j] = (float)random.NextNormal();
            targets[i] = Math.Sin(features[3 * i]) + (0.5 * features[(3 * i) + 1]) + (0.2 * random.NextNormal());
        }

        return new Rows(features, 3, targets, seed);
    }

    public static Rows Sides(int rows, ulong seed)
    {
        var random = new RandomState(seed);
        var features = new float[rows * 3];
        var targets = new double[rows];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < 3; j++) features[(3 * i) + j] = (float)random.NextNormal();
            targets[i] = features[3 * i] + (features[(3 * i) + 1] * features[(3 * i) + 1]) - 0.8 + (0.5 * random.NextNormal()) > 0 ? 1 : 0;
        }

        return new Rows(features, 3, targets, seed);
    }
}

/// <summary>Rows that a test can change.</summary>
internal sealed class Rows(float[] features, int width, double[] target, ulong seed, bool isLabels = false, int batch = 32) : IBatchSource
{
    private readonly RowsInMemory _rows = new(
        Tensor.Of(features, [target.Length, width]),
        isLabels ? Tensor.Of(Array.ConvertAll(target, label => (int)label), [target.Length]) : Tensor.Of(Array.ConvertAll(target, value => (float)value), [target.Length, 1]),
        default,
        batch,
        seed);

    public int Width => width;

    long IBatchSource.Rows => target.Length;

    public int Batches => _rows.Batches;

    public IBatchReader Open(int epoch, int firstBatch) => _rows.Open(epoch, firstBatch);

    /// <summary>The same rows with other features.</summary>
    public Rows WithFeature(Func<int, int, double, double> change)
    {
        var changed = (float[])features.Clone();
        for (var i = 0; i < changed.Length; i++) changed[i] = (float)change(i / width, i % width, changed[i]);
        return new Rows(changed, width, target, seed, isLabels, batch);
    }

    /// <summary>The same rows with other targets.</summary>
    public Rows WithTarget(Func<int, double, double> change) => new(features, width, [.. target.Select((value, row) => change(row, value))], seed, isLabels, batch);

    /// <summary>Some of the rows.</summary>
    public Rows Take(IEnumerable<int> rows)
    {
        var chosen = rows.ToArray();
        return new Rows([.. chosen.SelectMany(row => features.Skip(row * width).Take(width))], width, [.. chosen.Select(row => target[row])], seed, isLabels, batch);
    }

    public Rows InBatchesOf(int count) => new(features, width, target, seed, isLabels, count);

    public double Target(int row) => target[row];

    /// <summary>The rows with a target.</summary>
    public IEnumerable<int> IndicesOf(double value) => Enumerable.Range(0, target.Length).Where(row => target[row] == value);
}
