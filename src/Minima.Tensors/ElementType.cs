namespace Minima.Tensors;

/// <summary>The type of a tensor's elements.</summary>
public enum ElementType
{
    /// <summary>float.</summary>
    Single,

    /// <summary>double.</summary>
    Double,

    /// <summary>int: labels and indices. Never differentiated.</summary>
    Int32,
}
