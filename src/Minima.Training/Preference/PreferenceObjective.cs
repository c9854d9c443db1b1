namespace Minima.Training.Preference;

/// <summary>A loss on pairs of answers, one of which was preferred.</summary>
/// <param name="Name">What reports call it.</param>
/// <param name="Loss">One number of what the models say.</param>
public sealed record PreferenceObjective(string Name, Func<PreferenceScores, Tensor> Loss)
{
    /// <summary>It compares with the reference model.</summary>
    public bool UsesReference { get; init; } = true;

    /// <summary>It asks how far the policy has gone from the reference already.</summary>
    public bool UsesDrift { get; init; }
}
