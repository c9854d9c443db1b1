namespace Minima.Trees;

/// <summary>The collective of XGBoost's library: workers that have met at a tracker. The library adds up its histograms over it, and Minima the sums of its losses.</summary>
/// <remarks>A process joins once. Until <see cref="Dispose"/>, XGBoost grows all its trees together with the other workers. The library binds a worker to its thread, so the thread that joined must make all calls.</remarks>
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

    /// <summary>Requires a library whose workers meet at this kind of tracker: version 1.7 or 2.0.</summary>
    /// <exception cref="BoostException">The library is missing or has another version.</exception>
    public static void Require() => XGBoostLibrary.RequireCollective();

    /// <summary>Joins the workers of a tracker, and returns when all have joined.</summary>
    /// <param name="host">The tracker's machine, by address or name.</param>
    /// <param name="port">The tracker's port.</param>
    /// <param name="rank">The rank that this worker requests.</param>
    /// <exception cref="BoostException">The library is missing, too old or too new, or the tracker does not answer.</exception>
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

    /// <summary>Leaves the other workers.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        XGBoostLibrary.Leave();
    }
}
