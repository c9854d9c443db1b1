using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Minima.Distributed;

/// <summary>
/// A thread in each rank that signals that the rank is alive, and monitors the others. Every rank holds a connection to rank 0, which forwards which rank
/// has ended. A killed process is noticed at once, because its machine closes the connection, and one that hangs after some seconds of silence.
/// </summary>
/// <remarks>It is independent of MPI, whose calls do not return when a rank has ended.</remarks>
internal sealed class GroupWatch : IDisposable
{
    private const int TokenLength = 16;
    private const int WaitMicroseconds = 100_000;
    private const int BeatMilliseconds = 500;
    private const int PollMilliseconds = 10;

    /// <summary>The delay of the other ranks after the end of a process, which a launcher notices a little later than they do.</summary>
    private const int LauncherMilliseconds = 250;

    /// <summary>
    /// The longest time that rank 0 may take to report: if its training thread does not come within <see cref="Grace"/>, its watch reports. It is also the longest time
    /// that the failed rank may take to end.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    /// <summary>The longest time that the training thread may take to end by itself after a failure.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private readonly WatchSettings _settings;
    private readonly Socket? _listener;
    private readonly byte[] _token;
    private readonly List<Watched> _others = [];
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _allLeft = new();
    private Thread? _thread;
    private WatchFrame? _failure;
    private WatchFrame? _report;
    private long _failedAt;
    private long? _cameAt;
    private long _beat;
    private long _step;
    private bool _hasFailed;
    private bool _speaks;
    private bool _left;
    private bool _ends;

    private GroupWatch(WatchSettings settings, Socket? listener, byte[] token) => (_settings, _listener, _token) = (settings, listener, token);

    /// <summary>The rank that has ended or no longer answers; null while all are alive.</summary>
    public WatchFrame? Failure
    {
        get
        {
            lock (_gate) return _failure;
        }
    }

    /// <summary>True if a rank has left long ago, while this one still waits for it.</summary>
    public bool SomebodyLeft
    {
        get
        {
            lock (_gate) return _others.Exists(other => other.HasLeft);
        }
    }

    public long Step
    {
        get => Interlocked.Read(ref _step);
        set => Interlocked.Exchange(ref _step, value);
    }

    /// <summary>True if this rank, among those alive, reports failures; the others would print the same.</summary>
    public bool Reports => Failure is { Rank: 0 } ? _settings.Rank == 1 : _settings.Rank == 0;

    /// <summary>True if nothing comes from rank 0 any more.</summary>
    private bool HasLostFirst => _settings.Rank != 0 && (_others is not [var first] || first.IsGone || first.Silence > _settings.Silence);

    /// <summary>Starts the watch: rank 0 listens, and the others connect.</summary>
    /// <param name="settings">The settings of the watch.</param>
    /// <param name="share">Sends every rank the text of rank 0.</param>
    /// <exception cref="ProcessGroupException">A rank did not connect.</exception>
    public static GroupWatch Start(WatchSettings settings, Func<string, string> share)
    {
        var address = "";
        var watch = settings.Rank == 0 ? Listen(settings, out address) : null;
        address = share(address);
        watch?.Accept();
        return watch ?? Connect(settings, address);
    }

    /// <summary>Starts rank 0, which listens.</summary>
    /// <param name="settings">The settings of the watch.</param>
    /// <param name="address">The address for the other ranks.</param>
    private static GroupWatch Listen(WatchSettings settings, out string address)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Any, 0));
        listener.Listen(settings.Ranks);
        var token = RandomNumberGenerator.GetBytes(TokenLength);
        var addresses = NetworkInterface.GetAllNetworkInterfaces()
            .Where(one => one.OperationalStatus == OperationalStatus.Up || one.NetworkInterfaceType == NetworkInterfaceType.Loopback)
            .SelectMany(one => one.GetIPProperties().UnicastAddresses)
            .Select(one => one.Address)
            .Where(one => one.AddressFamily == AddressFamily.InterNetwork)
            .OrderBy(IPAddress.IsLoopback)
            .Select(one => one.ToString());
        address = FormattableString.Invariant($"{((IPEndPoint)listener.LocalEndPoint!).Port} {Convert.ToHexString(token)} {string.Join(' ', addresses)}");
        return new GroupWatch(settings, listener, token);
    }

    /// <summary>Connects another rank to rank 0.</summary>
    /// <exception cref="ProcessGroupException">Rank 0 cannot be reached.</exception>
    private static GroupWatch Connect(WatchSettings settings, string address)
    {
        var words = address.Split(' ');
        var (port, token) = (int.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture), Convert.FromHexString(words[1]));
        var addresses = words[2..].Where(word => settings.HostOf(settings.Rank) == settings.HostOf(0) || !IPAddress.IsLoopback(IPAddress.Parse(word))).ToArray();
        foreach (var word in settings.HostOf(settings.Rank) == settings.HostOf(0) ? addresses.Reverse() : addresses)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            using var limit = new CancellationTokenSource(settings.Silence);
            try
            {
                socket.ConnectAsync(IPAddress.Parse(word), port, limit.Token).AsTask().GetAwaiter().GetResult();
                socket.Send([.. token, .. BitConverter.GetBytes(settings.Rank)]);
                var watch = new GroupWatch(settings, null, token);
                watch.Begin([new Watched(0, socket)]);
                return watch;
            }
            catch (Exception problem) when (problem is SocketException or OperationCanceledException)
            {
                socket.Dispose();
            }
        }

        throw new ProcessGroupException($"Rank {settings.Rank} ({settings.HostOf(settings.Rank)}) cannot reach rank 0 ({settings.HostOf(0)}) by TCP at {string.Join(", ", addresses)}, port {port}, by which ranks check that the others are alive. Allow connections between the machines, or start all ranks on one network.");
    }

    /// <summary>Waits on rank 0 until all have connected.</summary>
    /// <exception cref="ProcessGroupException">A rank did not connect.</exception>
    private void Accept()
    {
        var others = new List<Watched>();
        _listener!.ReceiveTimeout = (int)_settings.Silence.TotalMilliseconds;
        while (others.Count < _settings.Ranks - 1)
        {
            if (!_listener.Poll(_settings.Silence * 4, SelectMode.SelectRead))
            {
                var missing = Enumerable.Range(1, _settings.Ranks - 1).First(rank => !others.Exists(other => other.Rank == rank));
                throw new ProcessGroupException($"Rank {missing} ({_settings.HostOf(missing)}) did not connect to rank 0 ({_settings.HostOf(0)}) by TCP, by which ranks check that the others are alive. Allow connections between the machines, or start all ranks on one network.");
            }

            var socket = _listener.Accept();
            socket.NoDelay = true;
            socket.ReceiveTimeout = (int)_settings.Silence.TotalMilliseconds;
            if (RankOf(socket) is { } rank && !others.Exists(other => other.Rank == rank)) others.Add(new Watched(rank, socket));
            else socket.Dispose();
        }

        Begin(others);
    }

    /// <summary>Waits until all ranks are done, then ends shared resources and the watch. If this rank has failed, it leaves shared resources open, because ending them waits for ranks that do not come.</summary>
    /// <param name="hasFailed">True if this rank ends with an error.</param>
    /// <param name="describe">Describes the failure of a rank.</param>
    /// <param name="end">Ends the shared resources.</param>
    /// <exception cref="ProcessGroupException">A rank has ended instead.</exception>
    public void Close(bool hasFailed, Func<WatchFrame, string> describe, Action end)
    {
        if (!hasFailed && !Leave())
        {
            // This rank has yet to report, and needs its connections for that.
            StopThread();
            throw new ProcessGroupException(describe(Failure!.Value));
        }

        using (this)
        {
            if (!hasFailed) end();
        }
    }

    /// <summary>Signals that this rank is done.</summary>
    /// <returns>True if all are; false if one has failed meanwhile.</returns>
    private bool Leave()
    {
        lock (_gate)
        {
            _left = true;
            foreach (var other in _others) other.Send(new(WatchKind.Left, _settings.Rank, Step));
        }

        while (!_allLeft.Wait(BeatMilliseconds))
        {
            if (Failure is not null) return false;
        }

        return true;
    }

    /// <summary>Reports to the others that this rank's training has ended with an error.</summary>
    public void Fail(string text)
    {
        lock (_gate)
        {
            if (_failure is not null || _hasFailed) return;
            (_hasFailed, _left) = (true, true);
            foreach (var other in _others) other.Send(new(WatchKind.Failed, _settings.Rank, Step, text));
        }
    }

    /// <summary>
    /// True if this rank reports why all end. Rank 0 does. Another first waits until rank 0 has, because a launcher ends all ranks as soon as one has ended with an
    /// error; it reports itself if rank 0 is lost or does not report.
    /// </summary>
    /// <param name="patience">The longest wait.</param>
    public bool MustReport(TimeSpan patience)
    {
        var until = Come() + (long)patience.TotalMilliseconds;
        var isLost = false;
        Await(() => _report is not null || (isLost = HasLostFirst) || (_settings.Rank == 0 && !_speaks), until);
        lock (_gate)
        {
            if (_report is not null || _speaks) return false;
            return _speaks = _settings.Rank is 0 or 1 || (_hasFailed && !isLost);
        }
    }

    /// <summary>
    /// After the report, rank 0 informs the others. The rank that failed ends first, so that its exit code becomes the launcher's; then rank 0 ends, and then
    /// the others.
    /// </summary>
    /// <param name="patience">The longest wait.</param>
    public void Reported(TimeSpan patience)
    {
        var (came, wait) = (Come(), (long)patience.TotalMilliseconds);
        if (_settings.Rank != 0)
        {
            Await(() => HasLostFirst || _report is not null, came + wait);
            if (_report is { } report && report.Rank != _settings.Rank) Await(() => HasLostFirst, Environment.TickCount64 + wait + LauncherMilliseconds + BeatMilliseconds);
            return;
        }

        Watched? cause;
        lock (_gate)
        {
            // Both threads may come here, that of the training later than that of the watch: both wait.
            var failure = _hasFailed ? null : _failure;
            cause = failure is { Kind: WatchKind.Failed } ? _others.Find(other => other.Rank == failure.Value.Rank) : null;
            if (_report is null)
            {
                var report = new WatchFrame(WatchKind.Reported, failure?.Rank ?? 0, Step);
                _report = report;
                foreach (var other in _others) other.Send(report);
            }
        }

        if (cause is null) return;
        Await(() => cause.IsGone, Environment.TickCount64 + wait);
        Thread.Sleep(LauncherMilliseconds);
    }

    public void Dispose()
    {
        StopThread();
        lock (_gate)
        {
            foreach (var other in _others) other.Dispose();
            _others.Clear();
        }

        _listener?.Dispose();
        _allLeft.Dispose();
    }

    private void StopThread()
    {
        Volatile.Write(ref _ends, true);
        _thread?.Join();
    }

    /// <summary>Records that a thread has come to report the end: the watch does not end the process before that thread has had its time.</summary>
    /// <returns>The time at which the first thread came.</returns>
    private long Come()
    {
        lock (_gate) return _cameAt ??= Environment.TickCount64;
    }

    /// <summary>Waits on any thread, even if that of the watch does not run.</summary>
    private void Await(Func<bool> holds, long until)
    {
        while (true)
        {
            lock (_gate)
            {
                Turn();
                if (holds()) return;
            }

            if (Environment.TickCount64 > until) return;
            Thread.Sleep(PollMilliseconds);
        }
    }

    /// <summary>The rank of a new connection; null for a stranger, who connects without the token.</summary>
    private int? RankOf(Socket socket)
    {
        var hello = new byte[TokenLength + sizeof(int)];
        try
        {
            for (var read = 0; read < hello.Length;)
            {
                var count = socket.Receive(hello.AsSpan(read));
                if (count == 0) return null;
                read += count;
            }
        }
        catch (SocketException)
        {
            return null;
        }

        var rank = BitConverter.ToInt32(hello, TokenLength);
        return CryptographicOperations.FixedTimeEquals(hello.AsSpan(0, TokenLength), _token) && rank > 0 && rank < _settings.Ranks ? rank : null;
    }

    private void Begin(List<Watched> others)
    {
        // A rank that no longer reads must not block the thread that watches it.
        foreach (var other in others) other.Socket.Blocking = false;
        _others.AddRange(others);
        if (_others.Count == 0) _allLeft.Set();
        _thread = new Thread(Run) { IsBackground = true, Name = "minima ranks", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    private void Run()
    {
        if (_others.Count == 0) return;
        while (!Volatile.Read(ref _ends))
        {
            List<Socket> readable;
            lock (_gate) readable = [.. _others.Where(other => !other.IsGone).Select(other => other.Socket)];
            if (readable.Count > 0) Socket.Select(readable, null, null, WaitMicroseconds);
            else Thread.Sleep(WaitMicroseconds / 1000);
            bool isLate;
            lock (_gate)
            {
                Turn();
                var now = Environment.TickCount64;
                isLate = _failure is not null && now - _failedAt >= Grace.TotalMilliseconds && !(now - _cameAt < (2 * Patience).TotalMilliseconds);
            }

            if (_left && _allLeft.IsSet) return;

            // The training thread computes, or waits in native code, and does not check.
            if (isLate) _settings.EndAtOnce(Failure!.Value);
        }
    }

    /// <summary>Reads from the others and signals that this rank is alive, after a failure too: ranks that wait for the report must know whether rank 0 is there.</summary>
    private void Turn()
    {
        Hear();
        if (Environment.TickCount64 - _beat < BeatMilliseconds) return;
        _beat = Environment.TickCount64;
        foreach (var other in _others) other.Send(new(WatchKind.Beat, _settings.Rank, Step));
    }

    private void Hear()
    {
        foreach (var other in _others)
        {
            foreach (var frame in other.Read())
            {
                if (frame.Kind == WatchKind.AllLeft) _allLeft.Set();
                if (frame.Kind == WatchKind.Reported && _settings.Rank != 0) _report = frame;
                if (frame.Kind is WatchKind.Left or WatchKind.AllLeft or WatchKind.Reported) continue;
                if (frame.Kind == WatchKind.Gone && frame.Rank == other.Rank && (other.HasLeft || _allLeft.IsSet) && _left) continue;
                Found(frame);
            }

            if (other.Silence > _settings.Silence && !(other.HasLeft && _left)) Found(new(WatchKind.Silent, other.Rank, other.Step));
        }

        if (_settings.Rank == 0 && _failure is null && !_hasFailed && _left && !_allLeft.IsSet && _others.TrueForAll(other => other.HasLeft))
        {
            foreach (var other in _others) other.Send(new(WatchKind.AllLeft, 0, Step));
            _allLeft.Set();
        }
    }

    /// <summary>Records a failure. The first one counts; later ones follow from it.</summary>
    private void Found(WatchFrame failure)
    {
        if (_failure is not null) return;
        _failure = failure;
        _failedAt = Environment.TickCount64;
        if (_settings.Rank != 0) return;
        foreach (var other in _others.Where(other => other.Rank != failure.Rank)) other.Send(failure);
    }
}

/// <summary>The settings of a watch.</summary>
/// <param name="Rank">This rank.</param>
/// <param name="Ranks">The number of ranks.</param>
/// <param name="HostOf">The machine of a rank.</param>
/// <param name="Silence">The time after which a silent rank counts as hanging.</param>
/// <param name="EndAtOnce">Ends the process.</param>
internal sealed record WatchSettings(int Rank, int Ranks, Func<int, string> HostOf, TimeSpan Silence, Action<WatchFrame> EndAtOnce);
