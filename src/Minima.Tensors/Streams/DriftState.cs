namespace Minima.Tensors.Streams;

/// <summary>What a detector says of a stream.</summary>
public enum DriftState
{
    /// <summary>Nothing has changed as far as it can tell.</summary>
    Stable,

    /// <summary>Something may have changed: the time to keep recent items for a new model.</summary>
    Warning,

    /// <summary>The stream has changed.</summary>
    Drift,
}
