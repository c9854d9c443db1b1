using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Minima.Distributed;

/// <summary>
/// A thread of its own in each rank that says that the rank lives and hears whether the others do. Every rank holds a connection to rank 0, which passes on who
/// has ended: a killed process is known at once, because its machine closes the connection, and one that hangs after some seconds of silence.
/// </summary>
/// <remarks>It is apart from MPI, whose calls do not return when a rank has gone.</remarks>
internal sealed class GroupWatch : IDisposable
{
    private const int TokenLength = 16;
    private const int WaitMicroseconds = 100_000;
    private const int BeatMilliseconds = 500;

    /// <summary>So long may the thread of the training take to end by itself after a failure.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private readonly WatchSettings _settings;
    private readonly Socket? _listener;
    private readonly byte[] _token;
    private readonly List<Watched> _others = [];
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _allLeft = new();
    private Thread? _thread;
    private WatchFrame? _failure;
    private long _failedAt;
    private long _step;
    private bool _left;
    private bool _ends;

    private GroupWatch(WatchSettings settings, Socket? listener, byte[] token) => (_settings, _listener, _token) = (settings, listener, token);

    /// <summary>A rank has ended, or no longer answers; null while all live.</summary>
    public WatchFrame? Failure
    {
        get
        {
            lock (_gate) return _failure;
        }
    }

    /// <summary>A rank has left long ago, while this one still waits for it.</summary>
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

    /// <summary>Of the ranks that live, this is the one that reports: the others would say the same.</summary>
    public bool Reports => Failure is { Rank: 0 } ? _settings.Rank == 1 : _settings.Rank == 0;

    /// <summary>Rank 0 listens, and the others connect.</summary>
    /// <param name="settings">Who watches.</param>
    /// <param name="share">Gives every rank the text of rank 0.</param>
    /// <exception cref="ProcessGroupException">A rank did not connect.</exception>
    public static GroupWatch Start(WatchSettings settings, Func<string, string> share)
    {
        var address = "";
        var watch = settings.Rank == 0 ? Listen(settings, out address) : null;
        address = share(address);
        watch?.Accept();
        return watch ?? Connect(settings, address);
    }

    /// <summary>Rank 0 listens.</summary>
    /// <param name="settings">Who watches.</param>
    /// <param name="address">Where it is reached, for the other ranks.</param>
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

    /// <summary>Another rank connects to rank 0.</summary>
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

        throw new ProcessGroupException($"Rank {settings.Rank} ({settings.HostOf(settings.Rank)}) cannot reach rank 0 ({settings.HostOf(0)}) by TCP at {string.Join(", ", addresses)}, port {port}, by which ranks hear whether the others live. Open the way between the machines, or start all ranks on one network.");
    }

    /// <summary>Rank 0 waits until all have connected.</summary>
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
                throw new ProcessGroupException($"Rank {missing} ({_settings.HostOf(missing)}) did not connect to rank 0 ({_settings.HostOf(0)}) by TCP, by which ranks hear whether the others live. Open the way between the machines, or start all ranks on one network.");
            }

            var socket = _listener.Accept();
            socket.NoDelay = true;
            socket.ReceiveTimeout = (int)_settings.Silence.TotalMilliseconds;
            if (RankOf(socket) is { } rank && !others.Exists(other => other.Rank == rank)) others.Add(new Watched(rank, socket));
            else socket.Dispose();
        }

        Begin(others);
    }

    /// <summary>Waits until all ranks are done, ends what they share, and then the watch. Where this rank has failed, the shared is left as it is: ending it waits for ranks that do not come.</summary>
    /// <param name="hasFailed">This rank ends with an error.</param>
    /// <param name="describe">Puts the failure of a rank in words.</param>
    /// <param name="end">Ends what the ranks share.</param>
    /// <exception cref="ProcessGroupException">A rank has ended instead.</exception>
    public void Close(bool hasFailed, Func<WatchFrame, string> describe, Action end)
    {
        using (this)
        {
            if (hasFailed) return;
            if (!Leave()) throw new ProcessGroupException(describe(Failure!.Value));
            end();
        }
    }

    /// <summary>This rank is done.</summary>
    /// <returns>Whether all are; otherwise one has failed meanwhile.</returns>
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

    /// <summary>This rank's training has ended with an error, which it reports to the others.</summary>
    public void Fail(string text)
    {
        lock (_gate)
        {
            if (_failure is not null) return;
            _left = true;
            foreach (var other in _others) other.Send(new(WatchKind.Failed, _settings.Rank, Step, text));
        }
    }

    public void Dispose()
    {
        Volatile.Write(ref _ends, true);
        _thread?.Join();
        foreach (var other in _others) other.Dispose();
        _listener?.Dispose();
        _allLeft.Dispose();
    }

    /// <summary>Whoever connects without the token is a stranger.</summary>
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
        // A rank that no longer reads must not hold up the thread that watches it.
        foreach (var other in others) other.Socket.Blocking = false;
        _others.AddRange(others);
        if (_others.Count == 0) _allLeft.Set();
        _thread = new Thread(Run) { IsBackground = true, Name = "minima ranks", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    private void Run()
    {
        var beat = 0L;
        while (!Volatile.Read(ref _ends))
        {
            var readable = _others.ConvertAll(other => other.Socket);
            if (readable.Count == 0) return;
            Socket.Select(readable, null, null, WaitMicroseconds);
            lock (_gate)
            {
                if (_failure is null) Hear();
                if (_failure is null && Environment.TickCount64 - beat >= BeatMilliseconds)
                {
                    beat = Environment.TickCount64;
                    foreach (var other in _others) other.Send(new(WatchKind.Beat, _settings.Rank, Step));
                }
            }

            if (_left && _allLeft.IsSet) return;
            if (Failure is not { } failure) continue;
            if (Environment.TickCount64 - _failedAt < Grace.TotalMilliseconds)
            {
                Thread.Sleep(WaitMicroseconds / 1000);
                continue;
            }

            // The thread of the training computes, or waits in native code, and does not come to look.
            _settings.EndAtOnce(failure);
        }
    }

    private void Hear()
    {
        foreach (var other in _others)
        {
            foreach (var frame in other.Read())
            {
                if (frame.Kind == WatchKind.AllLeft) _allLeft.Set();
                if (frame.Kind is WatchKind.Left or WatchKind.AllLeft) continue;
                if (frame.Kind == WatchKind.Gone && frame.Rank == other.Rank && (other.HasLeft || _allLeft.IsSet) && _left) continue;
                Found(frame);
                return;
            }

            if (other.Silence > _settings.Silence && !(other.HasLeft && _left))
            {
                Found(new(WatchKind.Silent, other.Rank, other.Step));
                return;
            }
        }

        if (_settings.Rank == 0 && _left && !_allLeft.IsSet && _others.TrueForAll(other => other.HasLeft))
        {
            foreach (var other in _others) other.Send(new(WatchKind.AllLeft, 0, Step));
            _allLeft.Set();
        }
    }

    private void Found(WatchFrame failure)
    {
        _failure = failure;
        _failedAt = Environment.TickCount64;
        if (_settings.Rank != 0) return;
        foreach (var other in _others.Where(other => other.Rank != failure.Rank)) other.Send(failure);
    }
}

/// <summary>Who watches whom.</summary>
/// <param name="Rank">This rank.</param>
/// <param name="Ranks">How many there are.</param>
/// <param name="HostOf">The machine of a rank.</param>
/// <param name="Silence">After so long without a word a rank counts as hanging.</param>
/// <param name="EndAtOnce">Ends the process.</param>
internal sealed record WatchSettings(int Rank, int Ranks, Func<int, string> HostOf, TimeSpan Silence, Action<WatchFrame> EndAtOnce);
