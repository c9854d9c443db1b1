using Minima.Training;
using Minima.Training.Checkpoints;

namespace Minima.Tabular;

/// <summary>The result of training a network on a table.</summary>
public sealed class NetworkResult
{
    private readonly SavedModel _model;
    private readonly string _name;

    internal NetworkResult(TrainingEnd end, IReadOnlyList<EpochRecord> epochs, int bestEpoch, bool hasValidation, ScoreSheet? scores, SavedModel model, string name)
    {
        (End, Epochs, BestEpoch, HasValidation, Scores, _model, _name) = (end, epochs, bestEpoch, hasValidation, scores, model, name);
    }

    /// <summary>The end of the training: all epochs, early stopping or cancellation.</summary>
    public TrainingEnd End { get; }

    /// <summary>The training was not cancelled.</summary>
    public bool IsComplete => End != TrainingEnd.Cancelled;

    /// <summary>The record of each epoch.</summary>
    public IReadOnlyList<EpochRecord> Epochs { get; }

    /// <summary>The epoch whose weights the network has, from 1: that of the lowest validation loss, or the last one without validation rows.</summary>
    public int BestEpoch { get; }

    /// <summary><see cref="Scores"/> are of validation rows; else of the training rows, which are too optimistic.</summary>
    public bool HasValidation { get; }

    /// <summary>Metrics of the network compared with constants; null if the training was cancelled.</summary>
    public ScoreSheet? Scores { get; }

    /// <summary>Predicts with the network.</summary>
    public Predictor Predictor => field ??= Predictor.Of(NetworkModel.Of(_model, _name));

    /// <summary>Writes the network to <c>PATH.json</c> and <c>PATH.safetensors</c>, which <see cref="Predictor.Load"/> and <c>minima predict</c> read.</summary>
    /// <exception cref="CheckpointException">The files cannot be written.</exception>
    public void Save(string path) => ModelFile.Save(path, _model);
}
