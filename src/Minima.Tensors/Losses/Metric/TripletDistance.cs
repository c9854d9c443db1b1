namespace Minima.Tensors.Losses;

/// <summary>The distance of a triplet.</summary>
public enum TripletDistance
{
    /// <summary>The distance of points.</summary>
    Euclidean,

    /// <summary>The angle of directions, by its cosine.</summary>
    Cosine,
}
