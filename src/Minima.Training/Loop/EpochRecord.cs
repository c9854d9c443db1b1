namespace Minima.Training;

/// <summary>What is known of an epoch when it ends.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Step">Optimizer steps so far.</param>
/// <param name="TrainingLoss">The mean over the rows of the epoch, each as the model was when it saw it.</param>
public sealed record EpochRecord(int Epoch, long Step, double TrainingLoss)
{
    /// <summary>The mean over the validation rows, or null without them.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>Figures on the validation rows (on the training rows where there are none), by name.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The mean of each term, where there are several.</summary>
    public IReadOnlyDictionary<string, double> Terms { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The weight of each term, the mean over the epoch's steps, where there are several.</summary>
    public IReadOnlyDictionary<string, double> TermWeights { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>
    /// The norm of each term's gradient, without its weight, where there are several: by the shared parameters in the mean over the steps where a balance
    /// computes it, by all parameters in the epoch's first step elsewhere.
    /// </summary>
    public IReadOnlyDictionary<string, double> TermGradientNorms { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The learning rate of the last step.</summary>
    public double LearningRate { get; init; }

    /// <summary>The norm of the gradients at the last step, before clipping.</summary>
    public double GradientNorm { get; init; }
}

/// <summary>Why training ended.</summary>
public enum TrainingEnd
{
    /// <summary>All epochs were done.</summary>
    Finished,

    /// <summary>The watched figure did not get better for as long as was allowed.</summary>
    StoppedEarly,

    /// <summary>It was asked to stop. A checkpoint was written if there is a place for it.</summary>
    Cancelled,
}

/// <summary>What came of a training.</summary>
/// <param name="End">Why it ended.</param>
/// <param name="History">One record for each epoch, in order.</param>
/// <param name="BestEpoch">The epoch whose weights the model has now, where the best are kept; else the last one.</param>
public sealed record TrainingResult(TrainingEnd End, IReadOnlyList<EpochRecord> History, int BestEpoch);
