using System.Runtime;

namespace Minima.Cli.Evaluate;

/// <summary>The memory of a service between requests.</summary>
internal static class Memory
{
    /// <summary>Gives the system back what nothing uses any more: pooled arrays too, which the pool lets go of in a full collection under pressure only.</summary>
    public static void GiveBack()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
