namespace Minima.Tensors.Streams;

/// <summary>Which changes of a mean are looked for.</summary>
public enum DriftDirection
{
    /// <summary>Both.</summary>
    Both,

    /// <summary>It rises.</summary>
    Up,

    /// <summary>It falls.</summary>
    Down,
}
