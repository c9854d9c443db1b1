namespace Minima;

/// <summary>One loop of a compiled kernel, and the scalar functions that run before it.</summary>
/// <param name="nodes">The operations, in order.</param>
/// <param name="calls">The calls whose operands the previous stage has written.</param>
internal sealed class KernelStage(List<int> nodes, List<int> calls)
{
    public IReadOnlyList<int> Nodes => nodes;

    public IReadOnlyList<int> Calls => calls;

    /// <summary>The operations whose results later stages read.</summary>
    public List<int> Stores { get; } = [];

    /// <summary>The buffers of <see cref="Stores"/> and of the results of <see cref="Calls"/>.</summary>
    public Dictionary<int, int> Buffers { get; } = [];

    /// <summary>The buffers of the second operands of calls.</summary>
    public Dictionary<int, int> SecondBuffers { get; } = [];

    /// <summary>The stage after this one, or null.</summary>
    public KernelStage? Next { get; set; }
}
