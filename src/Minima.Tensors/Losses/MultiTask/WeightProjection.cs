namespace Minima.Tensors.Losses;

/// <summary>The projection of changed weights back to weights of a mixture.</summary>
public enum WeightProjection
{
    /// <summary>Their softmax.</summary>
    Softmax,

    /// <summary>The nearest point of the simplex.</summary>
    Simplex,
}
