namespace Minima.Tensors.Streams;

/// <summary>The changes of a mean that a detector looks for.</summary>
public enum DriftDirection
{
    /// <summary>Rises and falls.</summary>
    Both,

    /// <summary>Rises.</summary>
    Up,

    /// <summary>Falls.</summary>
    Down,
}
