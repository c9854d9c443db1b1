namespace Minima.Training.Checkpoints;

/// <summary>A checkpoint that was found, and those that were passed over because they are damaged.</summary>
public sealed class CheckpointSearch
{
    internal CheckpointSearch(string? name, Checkpoint? found, IReadOnlyList<DamagedCheckpoint> damaged)
    {
        Name = name;
        Found = found;
        Damaged = damaged;
    }

    /// <summary>The checkpoint, or null where there is no good one.</summary>
    public Checkpoint? Found { get; }

    /// <summary>Its name in the store, or null.</summary>
    public string? Name { get; }

    /// <summary>Those that would have come first, and what is wrong with each.</summary>
    public IReadOnlyList<DamagedCheckpoint> Damaged { get; }
}

/// <summary>A checkpoint that cannot be loaded.</summary>
/// <param name="Name">Its name in the store.</param>
/// <param name="Reason">What is wrong with which of its files.</param>
public readonly record struct DamagedCheckpoint(string Name, string Reason);
