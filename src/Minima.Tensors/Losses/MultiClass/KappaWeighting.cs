namespace Minima.Tensors.Losses;

/// <summary>The cost of a confusion of two ordered classes.</summary>
public enum KappaWeighting
{
    /// <summary>The square of their distance.</summary>
    Quadratic,

    /// <summary>Their distance.</summary>
    Linear,
}
