namespace Minima.Lab;

/// <summary>How an experiment is run.</summary>
internal sealed class LabRun
{
    private int _done;

    /// <summary>All of it, as documents show it; or a small version of a second or two, whose figures mean little, for tests.</summary>
    public bool IsSmall { get; init; }

    /// <summary>Told of each part: what it is, which one, of how many.</summary>
    public Action<string, int, int>? Progress { get; init; }

    /// <summary>Asked before each part.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>How many parts there will be.</summary>
    public int Parts { get; set; } = 1;

    /// <summary>One number in the whole version, another in the small one.</summary>
    public int Of(int whole, int small) => IsSmall ? small : whole;

    /// <summary>A part begins.</summary>
    public void Begin(string part)
    {
        Cancellation.ThrowIfCancellationRequested();
        Progress?.Invoke(part, ++_done, Math.Max(Parts, _done));
    }
}
