namespace Minima.Tensors.Losses;

/// <summary>The weighting of the pairs of a list.</summary>
public enum PairWeight
{
    /// <summary>All alike.</summary>
    None,

    /// <summary>By the difference of their relevance, and the more the nearer their ranks are, as discounts of ranks give it.</summary>
    Dcg,
}
