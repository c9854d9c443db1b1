namespace Minima.Training;

/// <summary>
/// Stops training at the first loss or gradient that is not finite, before it reaches the parameters, and finds its source. To do so, it reruns the step from
/// the same random state and checks the result of every operation. Until then it costs one check of the loss and of the norm of the gradients.
/// </summary>
public sealed class NaNGuard
{
    private readonly List<RandomSnapshot> _before = [];

    /// <summary>The path of the replay file to write when it stops, for <c>minima doctor replay</c>; null for none.</summary>
    public string? ReplayPath { get; init; }

    /// <summary>Records the random state of the model before a step.</summary>
    internal void Remember(Module model)
    {
        _before.Clear();
        var states = model.RandomStates;
        for (var i = 0; i < states.Count; i++) _before.Add(states[i].Snapshot);
    }

    /// <summary>Reruns the step, watching every operation, and throws the report.</summary>
    /// <param name="trainer">The trainer of the step.</param>
    /// <param name="batches">Its rows, in the parts in which they were processed.</param>
    /// <param name="loss">Its loss.</param>
    /// <param name="draw">Restores the generators to their state before one of the batches, if they do not continue from the previous one.</param>
    internal void Stop(Trainer trainer, IReadOnlyList<TrainingBatch> batches, double loss, Action<int>? draw = null)
    {
        var states = trainer.Model.RandomStates;
        for (var i = 0; i < states.Count; i++) states[i].Restore(_before[i]);
        var report = NonFiniteSearch.Run(trainer.Model, trainer.Objective, batches, draw) with
        {
            Epoch = trainer.EpochsDone + 1,
            Step = trainer.Step + 1,
            Loss = loss,
            LearningRate = trainer.Optimizer.LearningRate * trainer.Optimizer.LearningRateFactor,
        };
        if (ReplayPath is { } path && trainer.WritesFiles)
        {
            for (var i = 0; i < states.Count; i++) states[i].Restore(_before[i]);
            Replay.Save(path, trainer, batches, report, draw);
            report = report with { ReplayPath = path };
        }

        throw new NonFiniteException(report);
    }
}
