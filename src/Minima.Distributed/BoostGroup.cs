using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Minima.Trees;

namespace Minima.Distributed;

/// <summary>Workers that train one boosted model together with XGBoost's library, each on its own part of the table. Dispose it after training: there all workers wait for each other.</summary>
/// <example><code>
/// using var group = BoostGroup.Enter("10.0.0.1:9091", rank, workers);
/// var options = new BoostOptions { Engine = BoostEngine.XGBoost, Collective = group };
/// </code></example>
/// <remarks>At most one in a thread, and used only by the thread that joined: the library keeps its workers by thread. Worker 0 runs the tracker at which all meet; a thread of each worker monitors the others.</remarks>
public sealed class BoostGroup : Collective, IDisposable
{
    /// <summary>The default time within which all workers must join.</summary>
    public static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(60);

    private const int PollMilliseconds = 100;
    private const int MomentMilliseconds = 2000;

    private readonly XGBoostTracker? _tracker;
    private readonly XGBoostCollective _collective;
    private readonly GroupWatch _watch;
    private readonly string[] _hosts;
    private readonly Action<string>? _report;
    private bool _hasFailed;
    private bool _isDisposed;

    private BoostGroup(XGBoostTracker? tracker, XGBoostCollective collective, Action<string>? report)
    {
        (_tracker, _collective, _report) = (tracker, collective, report);
        _hosts = Array.ConvertAll(collective.Gather(Encoding.UTF8.GetBytes(Environment.MachineName)), Encoding.UTF8.GetString);
        _watch = GroupWatch.Start(new(Rank, Ranks, rank => _hosts[rank], Mpi.UsualSilence, EndAtOnce), address => Encoding.UTF8.GetString(collective.Gather(Encoding.UTF8.GetBytes(address))[0]));
    }

    /// <inheritdoc/>
    public override int Rank => _collective.Rank;

    /// <inheritdoc/>
    public override int Ranks => _collective.Ranks;

    /// <summary>True if this worker, among those alive, reports failures; the others would print the same.</summary>
    public bool ReportsFailures => _watch.Reports;

    /// <summary>Joins the other workers, as a process that something else started.</summary>
    /// <param name="tracker">The meeting point, an address or name of worker 0's machine and a port: <c>10.0.0.1:9091</c>.</param>
    /// <param name="rank">The number of this worker, from 0 on: its part of the table comes after those of lower ranks.</param>
    /// <param name="workers">The number of workers.</param>
    /// <param name="report">Receives the message if this worker must end at once, because another has ended and this one's own thread cannot report it.</param>
    /// <param name="wait">The longest time to wait for the workers.</param>
    /// <exception cref="ProcessGroupException">A worker did not join, or the tracker cannot be reached.</exception>
    /// <exception cref="BoostException">XGBoost's library is missing, too old or too new.</exception>
    public static BoostGroup Enter(string tracker, int rank, int workers, Action<string>? report = null, TimeSpan? wait = null)
    {
        ArgumentNullException.ThrowIfNull(tracker);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(workers);
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rank, workers);
        var (host, port) = PlaceOf(tracker);
        XGBoostCollective.Require();
        var (address, until) = (AddressOf(host), Environment.TickCount64 + (long)(wait ?? UsualWait).TotalMilliseconds);
        if (rank == 0) return Meet(XGBoostTracker.Start(address, port, workers), address, rank, workers, until, () => false, report);
        AwaitTracker(host, address, port, until);
        return Meet(null, address, rank, workers, until, () => false, report, port);
    }

    /// <summary>Starts a group on this machine, as worker 0.</summary>
    /// <param name="workers">The number of workers, including this one.</param>
    /// <param name="start">Receives the address at which they meet, and starts the others with the ranks from 1 on.</param>
    /// <param name="hasEnded">Returns true if one of these has already ended, so that nobody waits for it.</param>
    /// <param name="report">Receives the message if this worker must end at once, because another has ended and this one's own thread cannot report it.</param>
    /// <param name="wait">The longest time to wait for the workers.</param>
    /// <exception cref="ProcessGroupException">A worker did not join.</exception>
    /// <exception cref="BoostException">XGBoost's library is missing, too old or too new.</exception>
    public static BoostGroup Start(int workers, Action<string> start, Func<bool> hasEnded, Action<string>? report = null, TimeSpan? wait = null)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(hasEnded);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(workers);
        XGBoostCollective.Require();
        var tracker = XGBoostTracker.Start(IPAddress.Loopback, 0, workers);
        start(FormattableString.Invariant($"{IPAddress.Loopback}:{tracker.Port}"));
        return Meet(tracker, IPAddress.Loopback, 0, workers, Environment.TickCount64 + (long)(wait ?? UsualWait).TotalMilliseconds, hasEnded, report);
    }

    private static BoostGroup Meet(XGBoostTracker? tracker, IPAddress address, int rank, int workers, long until, Func<bool> hasEnded, Action<string>? report, int port = 0)
    {
        if (tracker is not null) port = tracker.Port;
        using var isIn = new ManualResetEventSlim();
        var isLost = false;
        int? came = null;

        // The library waits in native code and belongs to the thread that joins. Another thread watches the clock; on a timeout it closes the tracker, so that the library gives up.
        var clock = new Thread(() =>
        {
            while (!isIn.Wait(PollMilliseconds))
            {
                isLost = hasEnded();
                if (!isLost && Environment.TickCount64 < until) continue;
                came = tracker?.Came;
                tracker?.Dispose();
                if (tracker is null && !isIn.Wait(Mpi.UsualSilence)) End();
                return;
            }
        })
        { IsBackground = true, Name = "minima join" };
        clock.Start();
        XGBoostCollective? joined = null;
        BoostException? problem = null;
        try
        {
            joined = XGBoostCollective.Join(address.ToString(), port, rank);
        }
        catch (BoostException refusal)
        {
            problem = refusal;
        }

        isIn.Set();
        clock.Join();
        if (joined is not null && came is null) return new BoostGroup(tracker, joined, report);
        tracker?.Dispose();
        throw new ProcessGroupException(
            isLost ? "A worker ended before it had joined the others. Start again."
            : came is { } count ? $"Of {workers} workers {count} came to {address}, port {port}, in time. Start all of them, with the numbers 0 to {workers - 1}, and let them reach this address."
            : $"Worker {rank} could not join the others at {address}, port {port}. XGBoost's library reports: {problem!.Message}");

        void End()
        {
            report?.Invoke(string.Create(CultureInfo.InvariantCulture, $"The tracker at {address}, port {port} does not answer. Look at the machine of worker 0, then start again."));
            NativeProcess.Exit(MpiGroup.EndedCode);
        }
    }

    /// <inheritdoc/>
    public override void Sum(Span<long> numbers) => Stepped(numbers, _collective.Sum);

    /// <inheritdoc/>
    public override void Max(Span<double> numbers) => Stepped(numbers, _collective.Max);

    /// <inheritdoc/>
    public override byte[][] Gather(ReadOnlySpan<byte> own)
    {
        byte[][] all = [];
        Stepped(own, bytes => all = _collective.Gather(bytes));
        return all;
    }

    /// <summary>Runs a step of all workers; if it fails, the exception is that of the watch.</summary>
    private void Stepped<T>(T numbers, Action<T> work)
        where T : allows ref struct
    {
        _watch.Step++;
        try
        {
            work(numbers);
        }
        catch (BoostException problem)
        {
            throw Explain(problem);
        }
    }

    /// <summary>Tells the others that this worker ends with an error.</summary>
    public void Fail(string message)
    {
        _hasFailed = true;
        _watch.Fail(message);
    }

    /// <inheritdoc/>
    public override Exception Explain(BoostException problem)
    {
        // The watch may notice it a little later than the library.
        for (var until = Environment.TickCount64 + MomentMilliseconds; _watch.Failure is null && Environment.TickCount64 < until;) Thread.Sleep(PollMilliseconds);
        if (_watch.Failure is not { } failure) return problem;
        _hasFailed = true;
        return new ProcessGroupException(Describe(failure));
    }

    /// <summary>Waits until all workers are done.</summary>
    /// <exception cref="ProcessGroupException">A worker has ended instead.</exception>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _watch.Close(_hasFailed, Describe, _collective.Dispose);
        if (_hasFailed) return;

        // The other workers sign off at the tracker too.
        _tracker?.AllLeft.Wait(Mpi.UsualSilence);
        _tracker?.Dispose();
    }

    private static (string Host, int Port) PlaceOf(string tracker)
    {
        var colon = tracker.LastIndexOf(':');
        return colon > 0 && int.TryParse(tracker[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue && tracker.AsSpan(0, colon).IndexOfAny("\"\\ ") < 0
            ? (tracker[..colon], port)
            : throw new ProcessGroupException($"The tracker is '{tracker}'; an address and a port are expected, as in 10.0.0.1:9091.");
    }

    private static IPAddress AddressOf(string host)
    {
        try
        {
            return Dns.GetHostAddresses(host, AddressFamily.InterNetwork) is [var first, ..] ? first : throw new SocketException((int)SocketError.HostNotFound);
        }
        catch (SocketException problem)
        {
            throw new ProcessGroupException($"The tracker's machine '{host}' is not found: {problem.Message.TrimEnd('.')}.");
        }
    }

    /// <summary>Waits until worker 0 listens, because XGBoost itself tries only a few times.</summary>
    private static void AwaitTracker(string host, IPAddress address, int port, long until)
    {
        while (true)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(address, port);
                return;
            }
            catch (SocketException problem)
            {
                if (Environment.TickCount64 > until) throw new ProcessGroupException($"The tracker at {host}, port {port} cannot be reached: {problem.Message.TrimEnd('.')}. Start worker 0 there, and allow connections to it.");
                Thread.Sleep(PollMilliseconds);
            }
        }
    }

    private string Describe(WatchFrame failure)
    {
        var who = failure.Rank;
        return failure.Kind switch
        {
            WatchKind.Silent => $"Worker {who} (host {_hosts[who]}) has not answered for {Mpi.UsualSilence.TotalSeconds} s. All workers end; no model was written. Look at that machine, then start again.",
            WatchKind.Failed => $"Worker {who} (host {_hosts[who]}) has ended with an error, and all workers end with it. It reports: {failure.Text}",
            _ => $"Worker {who} (host {_hosts[who]}) has ended without an error message: it was probably killed, or its machine was lost. All workers end; no model was written. Start again.",
        };
    }

    private void EndAtOnce(WatchFrame failure)
    {
        if (!_isDisposed && ReportsFailures) _report?.Invoke(Describe(failure));
        NativeProcess.Exit(MpiGroup.EndedCode);
    }
}
