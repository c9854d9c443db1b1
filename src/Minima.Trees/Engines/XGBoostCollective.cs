namespace Minima.Trees;

/// <summary>The collective of XGBoost's library: its workers, which a tracker has brought together. The library adds up its histograms by it, and Minima what its losses need.</summary>
/// <remarks>A process joins once, and all trees that XGBoost grows there until <see cref="Dispose"/> are grown together with the other workers. The library keeps its workers by thread: the thread that joined does all the work.</remarks>
public sealed unsafe class XGBoostCollective : Collective, IDisposable
{
    private const int TypeLong = 4;
    private const int TypeDouble = 7;
    private const int OperationMax = 0;
    private const int OperationSum = 2;

    private bool _isDisposed;

    private XGBoostCollective() => (Rank, Ranks) = XGBoostLibrary.Place();

    /// <inheritdoc/>
    public override int Rank { get; }

    /// <inheritdoc/>
    public override int Ranks { get; }

    /// <summary>Refuses a library that is not there, or whose workers meet in another way.</summary>
    /// <exception cref="BoostException">It is so.</exception>
    public static void Require() => XGBoostLibrary.RequireCollective();

    /// <summary>Joins the workers that ask the same tracker; returns when all have come.</summary>
    /// <param name="host">The tracker's machine, by address or name.</param>
    /// <param name="port">The tracker's port.</param>
    /// <param name="rank">The rank that this worker asks for.</param>
    /// <exception cref="BoostException">The library is not there, or too old or new, or the tracker does not answer.</exception>
    public static XGBoostCollective Join(string host, int port, int rank)
    {
        ArgumentNullException.ThrowIfNull(host);
        XGBoostLibrary.Join(FormattableString.Invariant($$"""{"xgboost_communicator":"rabit","DMLC_TRACKER_URI":"{{host}}","DMLC_TRACKER_PORT":"{{port}}","DMLC_TASK_ID":"{{rank}}","DMLC_WORKER_CONNECT_RETRY":"3","rabit_enable_tcp_no_delay":"true"}"""));
        return new XGBoostCollective();
    }

    /// <inheritdoc/>
    public override void Sum(Span<long> numbers)
    {
        fixed (long* all = numbers) XGBoostLibrary.Reduce(all, numbers.Length, TypeLong, OperationSum);
    }

    /// <inheritdoc/>
    public override void Max(Span<double> numbers)
    {
        fixed (double* all = numbers) XGBoostLibrary.Reduce(all, numbers.Length, TypeDouble, OperationMax);
    }

    /// <inheritdoc/>
    public override byte[][] Gather(ReadOnlySpan<byte> own)
    {
        var lengths = new long[Ranks];
        lengths[Rank] = own.Length;
        Sum(lengths);
        var all = new byte[Ranks][];
        for (var rank = 0; rank < Ranks; rank++)
        {
            all[rank] = rank == Rank ? own.ToArray() : new byte[lengths[rank]];
            if (lengths[rank] == 0) continue;
            fixed (byte* bytes = all[rank]) XGBoostLibrary.Broadcast(bytes, all[rank].Length, rank);
        }

        return all;
    }

    /// <summary>Leaves the others.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        XGBoostLibrary.Leave();
    }
}
