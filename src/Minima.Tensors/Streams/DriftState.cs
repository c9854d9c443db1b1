namespace Minima.Tensors.Streams;

/// <summary>The state of a stream according to a detector.</summary>
public enum DriftState
{
    /// <summary>No change detected.</summary>
    Stable,

    /// <summary>Something may have changed: the time to keep recent items for a new model.</summary>
    Warning,

    /// <summary>The stream has changed.</summary>
    Drift,
}
