using System.Diagnostics;

namespace Minima.Ranks;

/// <summary>A step that computes far longer than it sends: 13 thousand million multiplications and additions, 4.3 MB of gradients.</summary>
internal static class Steps
{
    private const int Inputs = 512;
    private const int Hidden = 2048;
    private const int Outputs = 10;
    private const int Skipped = 3;

    /// <summary>The rows of a step unless others are asked for.</summary>
    public const int Rows = 2048;

    /// <summary>Bytes of its gradients.</summary>
    public const long Bytes = 4L * ((Inputs * Hidden) + Hidden + (Hidden * Outputs) + Outputs);

    /// <summary>The median and the least time of a step in milliseconds.</summary>
    public static (double Median, double Least) Milliseconds(ProcessGroup? group, int threads, int steps, int rows)
    {
        Threads.Most = threads;
        var random = new RandomState(1);
        var model = new Sequential(new Linear(Inputs, Hidden, random), Activations.ByName("relu"), new Linear(Hidden, Outputs, random));
        var (features, labels) = (new float[rows * Inputs], new int[rows]);
        random.FillNormal(features);
        for (var i = 0; i < labels.Length; i++) labels[i] = i % Outputs;
        using var loader = new DataLoader(new ArrayData(DataArray.Of("x", features, [Inputs]), DataArray.Labels("y", labels)), new() { BatchSize = rows, Seed = 1 });
        var times = new StepTimes();
        new Trainer(model, new Objective(Loss.Create("cross_entropy")), new Sgd(model.Parameters, 1e-3)) { Epochs = steps + Skipped, Slices = 8, Distributed = group, Callbacks = [times] }.Fit(loader);
        return (times.Of(0.5), times.Of(0));
    }

    /// <summary>From the end of a step to the end of the next.</summary>
    private sealed class StepTimes : TrainingCallback
    {
        private readonly List<double> _times = [];
        private long _last;

        public double Of(double quantile) => _times.Skip(Skipped).Order().ElementAt((int)((_times.Count - Skipped) * quantile));

        public override void StepEnded(Trainer trainer, in StepReport step)
        {
            if (_last != 0) _times.Add(Stopwatch.GetElapsedTime(_last).TotalMilliseconds);
            _last = Stopwatch.GetTimestamp();
        }
    }
}
