namespace Minima.Losses;

/// <summary>What a row of predictions holds.</summary>
public enum ScoreKind
{
    /// <summary>Logits: softmax makes them probabilities.</summary>
    Logits,

    /// <summary>Probabilities.</summary>
    Probabilities,
}
