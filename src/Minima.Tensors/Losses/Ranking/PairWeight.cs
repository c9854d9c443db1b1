namespace Minima.Tensors.Losses;

/// <summary>How the pairs of a list are weighted.</summary>
public enum PairWeight
{
    /// <summary>All alike.</summary>
    None,

    /// <summary>By the difference of their relevance, and the more the nearer their ranks are: what exchanging the two changes in a discounted sum.</summary>
    Dcg,
}
