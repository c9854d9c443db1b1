namespace Minima.Tensors.Losses;

/// <summary>What a triplet is measured by.</summary>
public enum TripletDistance
{
    /// <summary>The distance of points.</summary>
    Euclidean,

    /// <summary>The angle of directions, by its cosine.</summary>
    Cosine,
}
