namespace Minima.Tensors;

/// <summary>What the elements of a tensor are.</summary>
public enum ElementType
{
    /// <summary>float.</summary>
    Single,

    /// <summary>double.</summary>
    Double,

    /// <summary>int: labels and indices. Never differentiated.</summary>
    Int32,
}
