namespace Minima.Training;

/// <summary>The results of an epoch.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Step">Optimizer steps so far.</param>
/// <param name="TrainingLoss">The mean over the samples of the epoch, each measured with the weights at its step.</param>
public sealed record EpochRecord(int Epoch, long Step, double TrainingLoss)
{
    /// <summary>The mean over the validation rows; null without validation data.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>The metrics on the validation rows (on the training rows without validation data), by name.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The mean of each term, if there are several.</summary>
    public IReadOnlyDictionary<string, double> Terms { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The mean weight of each term over the epoch's steps, if there are several.</summary>
    public IReadOnlyDictionary<string, double> TermWeights { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>
    /// The norm of each term's gradient, without its weight, if there are several. With a balance that computes it: with respect to the shared parameters, the
    /// mean over the steps. Otherwise: with respect to all parameters, in the epoch's first step.
    /// </summary>
    public IReadOnlyDictionary<string, double> TermGradientNorms { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The learning rate of the last step.</summary>
    public double LearningRate { get; init; }

    /// <summary>The norm of the gradients in the last step, before clipping.</summary>
    public double GradientNorm { get; init; }
}

/// <summary>The reason why training ended.</summary>
public enum TrainingEnd
{
    /// <summary>All epochs were done.</summary>
    Finished,

    /// <summary>The monitored metric did not improve within the allowed number of epochs.</summary>
    StoppedEarly,

    /// <summary>Training was cancelled. A checkpoint was written if there is a place for it.</summary>
    Cancelled,
}

/// <summary>The result of a training.</summary>
/// <param name="End">The reason why it ended.</param>
/// <param name="History">One record for each epoch, in order.</param>
/// <param name="BestEpoch">The epoch whose weights the model has now if the best are kept; otherwise the last one.</param>
public sealed record TrainingResult(TrainingEnd End, IReadOnlyList<EpochRecord> History, int BestEpoch);
