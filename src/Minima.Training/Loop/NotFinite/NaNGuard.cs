namespace Minima.Training;

/// <summary>
/// Stops training at the first loss or gradient that is not finite, before it reaches the parameters, and finds where it came from: the step is
/// run again from the same random state, and every result of every operation is looked at. Costs nothing until then but one look at the loss and at
/// the norm of the gradients.
/// </summary>
public sealed class NaNGuard
{
    private readonly List<RandomSnapshot> _before = [];

    /// <summary>Where a replay file is written when it stops, for <c>minima doctor replay</c>; null for nowhere.</summary>
    public string? ReplayPath { get; init; }

    /// <summary>Takes note of what a step draws from.</summary>
    internal void Remember(Module model)
    {
        _before.Clear();
        var states = model.RandomStates;
        for (var i = 0; i < states.Count; i++) _before.Add(states[i].Snapshot);
    }

    /// <summary>Runs the step again, watching, and throws what it finds.</summary>
    /// <param name="trainer">Whose step it is.</param>
    /// <param name="batches">Its rows, as they were worked off.</param>
    /// <param name="loss">Its loss.</param>
    /// <param name="draw">Puts the generators where they stood before one of the batches, where that is not where the one before left them.</param>
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
