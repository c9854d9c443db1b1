namespace Minima.Tensors.Losses;

/// <summary>What a pair is measured by.</summary>
public enum PairDistance
{
    /// <summary>The distance of points.</summary>
    Euclidean,

    /// <summary>The variance of the difference over that of the anchor: noise over signal.</summary>
    Snr,
}
