namespace Minima.Training.Checkpoints;

/// <summary>The checkpoint found by a search, and the damaged ones that it skipped.</summary>
public sealed class CheckpointSearch
{
    internal CheckpointSearch(string? name, Checkpoint? found, IReadOnlyList<DamagedCheckpoint> damaged)
    {
        Name = name;
        Found = found;
        Damaged = damaged;
    }

    /// <summary>The checkpoint, or null if there is no intact one.</summary>
    public Checkpoint? Found { get; }

    /// <summary>Its name in the store, or null.</summary>
    public string? Name { get; }

    /// <summary>The skipped checkpoints, with the damage of each.</summary>
    public IReadOnlyList<DamagedCheckpoint> Damaged { get; }
}

/// <summary>A checkpoint that cannot be loaded.</summary>
/// <param name="Name">Its name in the store.</param>
/// <param name="Reason">The damaged file and the reason.</param>
public readonly record struct DamagedCheckpoint(string Name, string Reason);
