using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.Intrinsics.X86;

namespace Minima;

/// <summary>Work divided into numbered blocks that may run on any thread in any order.</summary>
internal abstract class BlockJob
{
    private double[] sums = [];

    public abstract void Run(int block);

    /// <summary>Sets the contribution of block <paramref name="block"/> to the job's sum.</summary>
    protected void SetSum(int block, double sum) => sums[block] = sum;

    /// <summary>Runs every block, each of which sets its sum, and adds the sums in the order of the blocks.</summary>
    protected double SumOfBlocks(int blocks, int threads)
    {
        // The job keeps it and the thread keeps the job: the garbage collector would empty a shared pool now and then.
        if (sums.Length < blocks)
        {
            sums = new double[Math.Max(blocks, 2 * sums.Length)];
        }

        Workers.Run(this, blocks, threads);
        double sum = 0;
        for (var i = 0; i < blocks; i++)
        {
            sum += sums[i];
        }

        return sum;
    }
}

/// <summary>
/// The threads that share a job's blocks with its caller: an atomic counter hands the blocks out. A finished worker spins for
/// some microseconds, yields, then sleeps, so that a call costs little and an idle library costs nothing.
/// </summary>
/// <remarks>One job at a time. A second caller meanwhile runs its blocks alone; the results are bit-identical.</remarks>
internal static class Workers
{
    private const int Closed = 1;
    private const int Participant = 2;

    /// <summary>The most threads created, for every request: they live as long as the process. A browser has only the threads that it reports.</summary>
    private static readonly int Most = OperatingSystem.IsBrowser() || OperatingSystem.IsWasi() ? Environment.ProcessorCount : Math.Max(Environment.ProcessorCount, 16);

    private static readonly long SpinTicks = Stopwatch.Frequency / 20_000;
    private static readonly Lock StartGate = new();
    private static readonly SemaphoreSlim Wake = new(0);
    private static int started;
    private static int busy;
    private static int sleeping;
    private static int state = Closed;
    private static int generation;
    private static int next;
    private static int blockCount;
    private static int seats;
    private static int handful;
    private static BlockJob? job;
    private static ExceptionDispatchInfo? failure;

    /// <summary>
    /// Runs blocks 0 to <paramref name="blocks"/> - 1 on the calling thread and on up to <paramref name="threads"/> - 1 others. An exception of a
    /// formula reaches the caller unchanged, from every thread.
    /// </summary>
    public static void Run(BlockJob work, int blocks, int threads)
    {
        if (blocks == 0)
        {
            return;
        }

        var helpers = Math.Min(Math.Min(threads, Most), blocks) - 1;
        if (helpers <= 0 || Interlocked.CompareExchange(ref busy, 1, 0) != 0)
        {
            work.Run(0);
            for (var block = 1; block < blocks; block++)
            {
                WorkBudget.Check();
                work.Run(block);
            }

            FenceStreamedStores();
            return;
        }

        try
        {
            Share(work, blocks, helpers);
        }
        finally
        {
            Volatile.Write(ref busy, 0);
        }
    }

    private static void Share(BlockJob work, int blocks, int helpers)
    {
        EnsureStarted(helpers);
        failure = null;
        job = work;
        next = 0;
        blockCount = blocks;
        seats = helpers;

        // Neighbouring blocks in one handful read memory in order; several handfuls per thread balance an uneven machine.
        handful = Math.Clamp(blocks / (32 * (helpers + 1)), 1, 16);
        Volatile.Write(ref state, 0);
        Interlocked.Increment(ref generation);
        var asleep = Volatile.Read(ref sleeping);
        if (asleep > 0)
        {
            Wake.Release(Math.Min(asleep, helpers));
        }

        Drain(work);
        Interlocked.Or(ref state, Closed);
        var spinner = default(SpinWait);
        while (Volatile.Read(ref state) != Closed)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
        }

        job = null;
        failure?.Throw();
    }

    private static void Drain(BlockJob work)
    {
        try
        {
            for (int block; (block = Interlocked.Add(ref next, handful) - handful) < blockCount;)
            {
                for (var end = Math.Min(block + handful, blockCount); block < end; block++)
                {
                    work.Run(block);
                }

                // The caller's thread has the budget, if there is one; if it ends here, no further blocks are handed out.
                WorkBudget.Check();
            }
        }
        catch (Exception exception)
        {
            // A formula of a user may throw; the caller gets the exception, and no further blocks are handed out.
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
            Volatile.Write(ref next, int.MaxValue / 2);
        }

        FenceStreamedStores();
    }

    /// <summary>Makes stores that a kernel streamed past the caches visible to other threads before its job counts as done.</summary>
    private static void FenceStreamedStores()
    {
        if (Sse.IsSupported)
        {
            Sse.StoreFence();
        }
    }

    private static void EnsureStarted(int helpers)
    {
        if (Volatile.Read(ref started) >= helpers)
        {
            return;
        }

        lock (StartGate)
        {
            for (; started < helpers; started++)
            {
                // Unsafe: the execution context of the first caller (its AsyncLocals) must not live on in the worker.
                new Thread(Work) { IsBackground = true, Name = "Minima worker" }.UnsafeStart();
            }
        }
    }

    private static void Work()
    {
        var seen = 0;
        while (true)
        {
            WaitForChange(ref seen);
            if (!TryJoin())
            {
                continue;
            }

            if (Interlocked.Decrement(ref seats) >= 0)
            {
                Drain(job!);
            }

            Interlocked.Add(ref state, -Participant);
        }
    }

    /// <summary>Waits until the generation differs from <paramref name="seen"/>.</summary>
    private static void WaitForChange(ref int seen)
    {
        var start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref generation) == seen)
        {
            var waited = Stopwatch.GetTimestamp() - start;
            if (waited < SpinTicks)
            {
                Thread.SpinWait(16);
            }
            else if (waited < 2 * SpinTicks)
            {
                Thread.Yield();
            }
            else
            {
                Interlocked.Increment(ref sleeping);
                if (Volatile.Read(ref generation) == seen)
                {
                    Wake.Wait();
                }

                Interlocked.Decrement(ref sleeping);
            }
        }

        seen = Volatile.Read(ref generation);
    }

    /// <summary>Joins the current job unless it is closed: its caller leaves only when every participant has left.</summary>
    private static bool TryJoin()
    {
        var current = Volatile.Read(ref state);
        while ((current & Closed) == 0)
        {
            var before = Interlocked.CompareExchange(ref state, current + Participant, current);
            if (before == current)
            {
                return true;
            }

            current = before;
        }

        return false;
    }
}
