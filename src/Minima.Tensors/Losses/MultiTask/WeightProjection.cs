namespace Minima.Tensors.Losses;

/// <summary>How weights that were moved become weights of a mixture again.</summary>
public enum WeightProjection
{
    /// <summary>Their softmax.</summary>
    Softmax,

    /// <summary>The nearest point of the simplex.</summary>
    Simplex,
}
