namespace Minima.Lab;

/// <summary>The options of a run of an experiment.</summary>
internal sealed class LabRun
{
    /// <summary>The number of seeds that judge if an experiment has no number of its own.</summary>
    public const int DefaultSeeds = 5;

    /// <summary>More take hours.</summary>
    public const int MostSeeds = 1000;

    /// <summary>The first seed that judges by default.</summary>
    public const int DefaultSeed = 1;

    /// <summary>From a million on seeds tune.</summary>
    public const int LastSeed = 900_000;

    /// <summary>Fewer give no interval.</summary>
    public const int FewestSeeds = 2;

    private readonly Lock _gate = new();
    private int _done;

    /// <summary>All of it, as documents show it; or a small version of a second or two, whose figures mean little, for tests.</summary>
    public bool IsSmall { get; init; }

    /// <summary>Fewer rows and steps than documents have, but enough for their findings: for tests that hold those.</summary>
    public bool IsShort { get; init; }

    /// <summary>The first of the seeds that judge.</summary>
    public int Seed { get; init; } = DefaultSeed;

    /// <summary>The number of seeds that judge.</summary>
    public int Seeds { get; init; } = DefaultSeeds;

    /// <summary>Receives each part: its name, its number, and the total.</summary>
    public Action<string, int, int>? Progress { get; init; }

    /// <summary>Checked before each part.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The number of parts.</summary>
    public int Parts { get; set; } = 1;

    /// <summary>The seeds that judge, one after the other.</summary>
    public int[] JudgingSeeds => SeedsFrom(FewestSeeds);

    /// <summary>The same, of a number of their own in the small version.</summary>
    public int[] SeedsFrom(int small) => [.. Enumerable.Range(Seed, IsSmall ? small : Seeds)];

    /// <summary>One number in the whole version, another in the small one, and a third in the short one if that has its own.</summary>
    public int Of(int whole, int small, int? shorter = null) => IsSmall ? small : IsShort ? shorter ?? whole : whole;

    /// <summary>Reports that a part begins; callable from any thread.</summary>
    public void Begin(string part)
    {
        Cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            Progress?.Invoke(part, ++_done, Math.Max(Parts, _done));
        }
    }
}
