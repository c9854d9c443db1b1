using System.Collections.Concurrent;

namespace Minima.Training.Tests.Slicing;

/// <summary>Ranks that are threads of this process: the same bytes on the same ways, without MPI.</summary>
internal sealed class ThreadGroup : ProcessGroup
{
    private readonly Shared _shared;

    private ThreadGroup(Shared shared, int rank) => (_shared, Rank) = (shared, rank);

    public override int Rank { get; }

    public override int Ranks => _shared.Ranks;

    /// <summary>Runs the same on every rank; the first failure of one ends all and is thrown.</summary>
    public static T[] Run<T>(int ranks, Func<ProcessGroup, T> work)
    {
        using var shared = new Shared(ranks);
        var results = new T[ranks];
        Exception? failure = null;
        var threads = Enumerable.Range(0, ranks).Select(rank => new Thread(() =>
        {
            try
            {
                results[rank] = work(new ThreadGroup(shared, rank));
            }
            catch (Exception problem)
            {
                if (problem is not OperationCanceledException) Interlocked.CompareExchange(ref failure, problem, null);
                shared.Ended.Cancel();
            }
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        if (failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        return results;
    }

    public override string HostOf(int rank) => FormattableString.Invariant($"thread {rank}");

    public override void Exchange(ReadOnlySpan<GroupTransfer> transfers)
    {
        foreach (var transfer in transfers)
        {
            if (transfer.Sends) _shared.Box(Rank, transfer.Rank, transfer.Tag).Add(transfer.Bytes.ToArray());
        }

        foreach (var transfer in transfers)
        {
            if (!transfer.Sends) _shared.Box(transfer.Rank, Rank, transfer.Tag).Take(_shared.Ended.Token).CopyTo(transfer.Bytes);
        }
    }

    public override void Gather(ReadOnlySpan<byte> own, Span<byte> all)
    {
        for (var rank = 0; rank < Ranks; rank++) _shared.Box(Rank, rank, 0).Add(own.ToArray());
        for (var rank = 0; rank < Ranks; rank++) _shared.Box(rank, Rank, 0).Take(_shared.Ended.Token).CopyTo(all[(rank * own.Length)..]);
    }

    private sealed class Shared(int ranks) : IDisposable
    {
        private readonly ConcurrentDictionary<(int From, int To, int Tag), BlockingCollection<byte[]>> _boxes = new();

        public int Ranks => ranks;

        public CancellationTokenSource Ended { get; } = new();

        public BlockingCollection<byte[]> Box(int from, int to, int tag) => _boxes.GetOrAdd((from, to, tag), _ => []);

        public void Dispose()
        {
            foreach (var box in _boxes.Values) box.Dispose();
            Ended.Dispose();
        }
    }
}
