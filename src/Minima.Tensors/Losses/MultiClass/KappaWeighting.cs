namespace Minima.Tensors.Losses;

/// <summary>What a confusion of two ordered classes costs.</summary>
public enum KappaWeighting
{
    /// <summary>The square of how far they lie apart.</summary>
    Quadratic,

    /// <summary>How far they lie apart.</summary>
    Linear,
}
