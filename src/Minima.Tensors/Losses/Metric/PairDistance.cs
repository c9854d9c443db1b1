namespace Minima.Tensors.Losses;

/// <summary>The distance of a pair.</summary>
public enum PairDistance
{
    /// <summary>The distance of points.</summary>
    Euclidean,

    /// <summary>The variance of the difference over that of the anchor: noise over signal.</summary>
    Snr,
}
