using System.Runtime;

namespace Minima.Cli.Evaluate;

/// <summary>The memory of a service between requests.</summary>
internal static class Memory
{
    /// <summary>Returns unused memory to the system, including pooled arrays, which the pool releases only in a full collection under memory pressure.</summary>
    public static void GiveBack()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
