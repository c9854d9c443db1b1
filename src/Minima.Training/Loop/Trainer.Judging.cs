namespace Minima.Training;

/// <summary>Validation and early stopping.</summary>
public sealed partial class Trainer
{
    private readonly List<EpochRecord> _history = [];
    private int _batchesDone;
    private bool _isFinished;
    private int _epochsWithoutImprovement;

    private bool HasRunOutOfPatience => EarlyStopping is { } stopping && _epochsWithoutImprovement >= stopping.Patience;

    /// <summary>The loss and the metrics on rows, with the model in prediction mode (no dropout, running means). Each process that calls it evaluates all rows.</summary>
    /// <exception cref="TrainingException">The rows have no batch.</exception>
    public Judgement Judge(IBatchSource rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Judge(rows, null);
    }

    /// <param name="rows">The rows.</param>
    /// <param name="group">The processes that share the batches, all of which call this; null for this process alone.</param>
    private Judgement Judge(IBatchSource rows, ProcessGroup? group)
    {
        if (rows.Batches == 0) throw new TrainingException("There is no batch to evaluate the model on: the data has no rows.");
        using var average = AverageApplied();
        Model.Train(training: false);
        try
        {
            return JudgeBatches(rows, group);
        }
        finally
        {
            Model.Train();
        }
    }

    private Judgement JudgeBatches(IBatchSource rows, ProcessGroup? group)
    {
        foreach (var metric in Metrics) metric.Reset();
        var sums = new LossResult[Objective.Terms.Count];
        var batchSums = new LossResult[sums.Length];
        using var reader = rows.Open(0, 0);
        using (Autograd.NoGradient()) new JudgedOutputs(Model, group).Run(reader, Add);
        double loss = 0;
        for (var i = 0; i < sums.Length; i++) loss += Objective.Weights[i] * sums[i].Value;
        return new Judgement(loss, Metrics.ToDictionary(metric => metric.Name, metric => metric.Value, StringComparer.Ordinal));

        void Add(Tensor output, TrainingBatch batch)
        {
            Objective.Apply(output, batch, [], batchSums);
            for (var i = 0; i < sums.Length; i++) sums[i] += batchSums[i];
            if (Metrics.Count == 0) return;
            var term = Objective.Terms[0];
            var target = batch.TargetAt(term.Target);
            var judged = MetricOutput(Objective.OutputOf(output, term), target);
            foreach (var metric in Metrics) metric.Add(judged, target);
        }
    }

    /// <summary>The outputs of the first term in the shape of its target, if both have equally many numbers.</summary>
    private static Tensor MetricOutput(Tensor output, Tensor target) => output.Count == target.Count && output.Shape != target.Shape ? output.Reshape(target.Shape) : output;

    /// <summary>Puts the averaged weights into the model until the result is disposed.</summary>
    private WeightAverage.Applying AverageApplied() => Average is { Updates: > 0 } average ? average.Apply() : default;

    private void Watch(EpochRecord record)
    {
        if (EarlyStopping is not { } stopping) return;
        var score = record.ValidationLoss ?? record.TrainingLoss;
        if (stopping.Metric is { } name)
        {
            var metric = Metrics.FirstOrDefault(one => one.Name == name)
                ?? throw new TrainingException($"Early stopping watches '{name}', which is not among the metrics ({(Metrics.Count == 0 ? "none are given" : string.Join(", ", Metrics.Select(one => one.Name)))}). Add it to Metrics.");
            score = metric.LargerIsBetter ? -record.Metrics[name] : record.Metrics[name];
        }

        if (score < _best.Score - stopping.LeastImprovement || _best.Epoch == 0)
        {
            _epochsWithoutImprovement = 0;
            using var average = AverageApplied();
            _best.Take(double.IsNaN(score) ? double.PositiveInfinity : score, record.Epoch);
        }
        else
        {
            _epochsWithoutImprovement++;
        }
    }
}

/// <summary>The loss and the metrics of a model on some rows.</summary>
/// <param name="Loss">The mean of the objective.</param>
/// <param name="Metrics">The metrics by name.</param>
public sealed record Judgement(double Loss, IReadOnlyDictionary<string, double> Metrics);
