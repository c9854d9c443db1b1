using Minima.Training.Data;

namespace Minima.Lab;

/// <summary>The accuracy before training and after each epoch.</summary>
internal sealed class EpochScores(Module model, DataLoader rows) : TrainingCallback
{
    private readonly List<double> _scores = [Scoring.Accuracy(model, rows)];

    public override void EpochEnded(Trainer trainer, EpochRecord record) => _scores.Add(Scoring.Accuracy(model, rows));

    /// <summary>The scores; 0 for epochs that a training which broke off did not reach.</summary>
    public double[] Padded(int epochs) => [.. _scores, .. new double[epochs + 1 - _scores.Count]];
}
