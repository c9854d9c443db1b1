namespace Minima.Losses;

/// <summary>The kind of numbers in a row of predictions.</summary>
public enum ScoreKind
{
    /// <summary>Logits: softmax makes them probabilities.</summary>
    Logits,

    /// <summary>Probabilities.</summary>
    Probabilities,
}
