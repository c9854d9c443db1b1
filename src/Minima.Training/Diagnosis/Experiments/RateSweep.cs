namespace Minima.Training.Diagnosis.Experiments;

/// <summary>
/// The learning rate test of Smith (2017, "Cyclical learning rates for training neural networks"): the rate grows by a fixed factor at each training step. The
/// loss is measured on a fixed set of rows.
/// </summary>
/// <param name="Steepest">The rate at which the loss falls fastest; NaN if it never falls.</param>
/// <param name="Diverging">The rate from which the loss is far above the start; infinite if it never is.</param>
internal sealed record RateSweep(double Steepest, double Diverging)
{
    private const double Slowest = 1e-7;
    private const double Fastest = 10;
    private const int MostRows = 256;

    /// <summary>Beyond these bounds, a factor would no longer change the rate, and the sweep would not end.</summary>
    private const double Least = 1e-300;
    private const double Most = 1e300;

    /// <summary>The loss counts as falling if it falls by this proportion of the learnable part within a factor of ten.</summary>
    private const double LeastFall = 0.01;

    public static RateSweep Run(Examination examination)
    {
        using var trial = examination.NewTrial();
        var optimizer = examination.NewOptimizer(trial.Model);
        var chosen = optimizer.LearningRate;
        var perDecade = examination.Options.RangeStepsPerDecade;
        var (slowest, fastest) = (Math.Max(Math.Min(Slowest, chosen / 10), Least), Math.Min(Math.Max(Fastest, chosen * 10), Most));
        var factor = Math.Pow(10, 1.0 / perDecade);
        var steps = new TrialSteps(trial.Model, examination.Objective, optimizer) { ClipNorm = examination.Options.ClipNorm };
        var rows = examination.Training.First(Math.Min(MostRows, examination.Options.MostProbeRows));
        var learnable = examination.LossUnit;
        var first = TrialSteps.PredictedLossOf(trial.Model, examination.Objective, rows);
        var points = new List<(double Rate, double Loss)>();
        using var batches = new EndlessBatches(examination.TrainingSource);
        for (var rate = slowest; rate <= fastest * 1.0001; rate *= factor)
        {
            examination.Cancellation.ThrowIfCancellationRequested();
            optimizer.LearningRate = rate;
            var made = steps.Run(batches.Next());
            var loss = double.IsNaN(made) ? double.NaN : TrialSteps.PredictedLossOf(trial.Model, examination.Objective, rows);
            points.Add((rate, loss));
            if (!double.IsFinite(loss) || loss > first + Math.Max(learnable, Math.Abs(first))) return Judged(points, perDecade, learnable, rate);
        }

        return Judged(points, perDecade, learnable, double.PositiveInfinity);
    }

    private static RateSweep Judged(List<(double Rate, double Loss)> points, int perDecade, double learnable, double diverging)
    {
        // The slope over a third of a decade: single steps are noisy.
        var reach = Math.Max(1, perDecade / 3);
        var (steepest, fall) = (double.NaN, LeastFall * learnable * reach / perDecade);
        for (var i = reach; i < points.Count; i++)
        {
            var fallen = points[i - reach].Loss - points[i].Loss;
            if (fallen > fall) (steepest, fall) = (Math.Sqrt(points[i - reach].Rate * points[i].Rate), fallen);
        }

        return new RateSweep(steepest, diverging);
    }
}

/// <summary>The batches of a source, epoch after epoch.</summary>
internal sealed class EndlessBatches(IBatchSource source) : IDisposable
{
    private IBatchReader? _reader;

    /// <summary>The epoch of the latest batch, counted from 0.</summary>
    public int Epoch { get; private set; }

    public TrainingBatch Next()
    {
        _reader ??= source.Open(0, 0);
        if (_reader.Next(out var batch)) return batch;
        _reader.Dispose();
        _reader = source.Open(++Epoch, 0);
        return _reader.Next(out batch) ? batch : throw new TrainingException($"Epoch {Epoch + 1} of the training data has no batch though the first one had: IBatchSource.Open must give the same number of batches each time.");
    }

    public void Dispose() => _reader?.Dispose();
}
