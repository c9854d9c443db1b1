namespace Minima.Training;

/// <summary>Ends training when a figure has not got better for some epochs, and gives the model the weights of the best one.</summary>
/// <param name="patience">Epochs without an improvement that are allowed.</param>
public sealed class EarlyStopping(int patience)
{
    /// <summary>Epochs without an improvement that are allowed.</summary>
    public int Patience { get; } = patience >= 1 ? patience : throw new TrainingException($"Early stopping was given a patience of {patience}; at least one epoch must be allowed.");

    /// <summary>The metric to watch; null for the validation loss.</summary>
    public string? Metric { get; init; }

    /// <summary>How much better counts as better.</summary>
    public double LeastImprovement { get; init; }

    /// <summary>Whether the model gets the weights of the best epoch in the end.</summary>
    public bool RestoresBest { get; init; } = true;
}
