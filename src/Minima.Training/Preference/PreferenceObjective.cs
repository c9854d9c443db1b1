namespace Minima.Training.Preference;

/// <summary>A loss on pairs of answers, one of which is preferred.</summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="Loss">Computes one number from the models' log-probabilities.</param>
public sealed record PreferenceObjective(string Name, Func<PreferenceScores, Tensor> Loss)
{
    /// <summary>True if it uses the reference model.</summary>
    public bool UsesReference { get; init; } = true;

    /// <summary>True if it uses an estimate of the policy's divergence from the reference.</summary>
    public bool UsesDrift { get; init; }
}
