using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Minima.Distributed.Worker;

/// <summary>Ten nets and optimizers on seeded rows; what comes of each is told by a checksum.</summary>
internal static class Nets
{
    private const int Rows = 300;
    private const int Columns = 6;
    private const int Classes = 3;

    public static readonly IReadOnlyList<string> Names = ["linear sgd", "deep momentum", "wide adam", "dropout adamw", "batch norm rmsprop", "layer norm nadam", "linear lbfgs", "clipped adagrad", "accumulated adam", "weighted lion"];

    /// <summary>Trains one.</summary>
    /// <param name="name">Which.</param>
    /// <param name="group">The ranks, or null.</param>
    /// <param name="checkpoints">A folder to go on from, or null.</param>
    /// <param name="epochs">How many are to be done at the end.</param>
    /// <returns>The checksum of weights, buffers and history.</returns>
    public static string Train(string name, ProcessGroup? group, string? checkpoints, int epochs)
    {
        var random = new RandomState(1);
        var relu = Activations.ByName("relu");
        var net = name.Split(' ')[0] == "batch" || name.Split(' ')[0] == "layer" ? name[..name.LastIndexOf(' ')] : name.Split(' ')[0];
        Module model = net switch
        {
            "linear" => new Linear(Columns, Classes, random),
            "deep" => new Sequential(new Linear(Columns, 16, random), Activations.ByName("tanh"), new Linear(16, 16, random), Activations.ByName("gelu"), new Linear(16, Classes, random)),

            // Its gradient is longer than 64 KB: the ranks share the additions.
            "wide" => new Sequential(new Linear(Columns, 4000, random), relu, new Linear(4000, Classes, random)),
            "dropout" => new Sequential(new Linear(Columns, 32, random), relu, new Dropout(0.3, random), new Linear(32, Classes, random)),
            "batch norm" => new Sequential(new Linear(Columns, 16, random), new BatchNorm(16), relu, new Linear(16, Classes, random)),
            "layer norm" => new Sequential(new Linear(Columns, 16, random), new LayerNorm(16), relu, new Linear(16, Classes, random)),
            _ => new Sequential(new Linear(Columns, 16, random), relu, new Linear(16, Classes, random)),
        };
        var rule = name.Split(' ')[^1];
        var optimizer = rule == "momentum" ? new Sgd(model.Parameters, 0.01, momentum: 0.9) : Optimizers.Create(rule, model.Parameters, rule == "lbfgs" ? null : 0.01);
        using var training = new DataLoader(Table(Rows, 2, net == "weighted"), new DataLoaderOptions { BatchSize = 64, Seed = 5, DropsLast = net == "batch norm" });
        using var validation = new DataLoader(Table(90, 3, weighted: false), new DataLoaderOptions { BatchSize = 20, Shuffles = false });
        var trainer = new Trainer(model, new Objective(Loss.Create("cross_entropy")), optimizer)
        {
            Epochs = epochs,
            Slices = 8,
            Distributed = group,
            ClipNorm = net == "clipped" ? 0.1 : null,
            AccumulatedBatches = net == "accumulated" ? 3 : 1,
            EarlyStopping = new EarlyStopping(50),
            Metrics = [new Accuracy()],
            Checkpoints = checkpoints is null ? null : new CheckpointStore(Path.Combine(checkpoints, name.Replace(' ', '-'))),
        };
        if (checkpoints is not null) trainer.Resume();
        trainer.Fit(training, validation);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var value in model.Parameters.Select(parameter => parameter.Value).Concat(model.Buffers.Select(buffer => buffer.Value))) hash.AppendData(MemoryMarshal.AsBytes<double>(value.ToArray()));
        foreach (var record in trainer.History) hash.AppendData(MemoryMarshal.AsBytes<double>([record.TrainingLoss, record.ValidationLoss!.Value, record.GradientNorm, record.Metrics["accuracy"]]));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static ArrayData Table(int rows, ulong seed, bool weighted)
    {
        var random = new RandomState(seed);
        var (features, labels, weights) = (new float[rows * Columns], new int[rows], new double[rows]);
        for (var i = 0; i < features.Length; i++) features[i] = (float)random.NextNormal();
        for (var row = 0; row < rows; row++)
        {
            labels[row] = features[row * Columns] + features[(row * Columns) + 1] > 0.5 ? 0 : features[(row * Columns) + 2] * features[(row * Columns) + 3] > 0 ? 1 : 2;
            weights[row] = 0.5 + random.NextDouble();
        }

        return new ArrayData(DataArray.Of("x", features, [Columns]), DataArray.Labels("label", labels), weighted ? weights : null);
    }
}
