namespace Minima.Training;

/// <summary>Ends training when a metric has not improved for some epochs, and by default restores the weights of the best epoch.</summary>
/// <param name="patience">The number of epochs without an improvement that are allowed.</param>
public sealed class EarlyStopping(int patience)
{
    /// <summary>The number of epochs without an improvement that are allowed.</summary>
    public int Patience { get; } = patience >= 1 ? patience : throw new TrainingException($"Early stopping was given a patience of {patience}; give it at least 1 epoch.");

    /// <summary>The metric to watch; null for the validation loss.</summary>
    public string? Metric { get; init; }

    /// <summary>The decrease of the loss (or gain of the metric) that an improvement must exceed.</summary>
    public double LeastImprovement { get; init; }

    /// <summary>True if the model gets the weights of the best epoch at the end.</summary>
    public bool RestoresBest { get; init; } = true;
}
