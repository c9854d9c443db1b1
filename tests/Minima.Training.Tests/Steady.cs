namespace Minima.Training.Tests;

/// <summary>What a step allocates once it is warm.</summary>
internal static class Steady
{
    /// <summary>Bytes that a number of steps allocate on this thread: the least of several rounds.</summary>
    /// <remarks>
    /// A collection that a test beside this one causes takes this thread's open piece of the heap away (up to 8 KiB, which then count as allocated)
    /// and empties the pool of arrays. A step that allocates does so in every round.
    /// </remarks>
    public static long Allocated(Action step, int steps)
    {
        var least = long.MaxValue;
        for (var round = 0; round < 20 && least != 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < steps; i++) step();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
