using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Minima.Distributed;

/// <summary>
/// Connects the workers of XGBoost 1.7 and 2.0, as the tracker of its Python package does. Every worker asks it for its rank, its neighbours in a
/// tree and in a ring, and the addresses of those that already listen. After that the tracker is not needed until the workers sign off.
/// </summary>
/// <remarks>A client that does not speak the protocol, requests a rank that does not exist, or is slow is refused, and the others continue.</remarks>
internal sealed class XGBoostTracker : IDisposable
{
    private const int Magic = 0xff99;

    /// <summary>The largest length of a worker's texts (a task, a command).</summary>
    private const int LongestText = 256;

    /// <summary>The largest number of clients served at a time.</summary>
    private const int MostGuests = 1024;

    /// <summary>The longest time that a worker may take to answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Socket _listener;
    private readonly int _workers;
    private readonly Thread _thread;
    private readonly Dictionary<int, Worker> _newcomers = [];
    private readonly Dictionary<int, Worker> _waiting = [];
    private readonly HashSet<int> _left = [];
    private readonly Lock _gate = new();
    private int _guests;
    private bool _ranked;
    private volatile bool _ends;

    private XGBoostTracker(Socket listener, int workers)
    {
        (_listener, _workers) = (listener, workers);
        _thread = new Thread(Run) { IsBackground = true, Name = "minima tracker" };
        _thread.Start();
    }

    /// <summary>The port on which the tracker listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>The number of workers that have joined so far.</summary>
    public int Came
    {
        get
        {
            lock (_gate) return _newcomers.Count;
        }
    }

    /// <summary>Set when all workers have signed off.</summary>
    public ManualResetEventSlim AllLeft { get; } = new();

    /// <summary>Starts listening.</summary>
    /// <param name="address">The address to listen on.</param>
    /// <param name="port">The port; 0 for a free one.</param>
    /// <param name="workers">The number of expected workers.</param>
    /// <exception cref="ProcessGroupException">The port is taken, or not allowed.</exception>
    public static XGBoostTracker Start(IPAddress address, int port, int workers)
    {
        var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(address, port));
            listener.Listen(256);
            return new XGBoostTracker(listener, workers);
        }
        catch (SocketException problem)
        {
            listener.Dispose();
            throw new ProcessGroupException($"The tracker cannot listen at {address}, port {port}: {problem.Message.TrimEnd('.')}. Give an address of this machine and a free port.");
        }
    }

    public void Dispose()
    {
        _ends = true;
        _listener.Dispose();
        _thread.Join();
        lock (_gate)
        {
            foreach (var worker in _newcomers.Values) worker.Dispose();
        }
    }

    private void Run()
    {
        while (!_ends)
        {
            Socket socket;
            try
            {
                socket = _listener.Accept();
            }
            catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
            {
                return;
            }

            if (Interlocked.Increment(ref _guests) <= MostGuests) new Thread(() => Greet(socket)) { IsBackground = true, Name = "minima tracker guest" }.Start();
            else
            {
                Interlocked.Decrement(ref _guests);
                socket.Dispose();
            }
        }
    }

    /// <summary>Identifies a client. Each has a thread, so that a silent one blocks nobody.</summary>
    private void Greet(Socket socket)
    {
        var worker = new Worker(socket, Patience);
        try
        {
            if (worker.Begins(_workers) && !Receive(worker)) worker.Dispose();
        }
        finally
        {
            Interlocked.Decrement(ref _guests);
        }
    }

    /// <returns>True if the connection is kept.</returns>
    private bool Receive(Worker worker)
    {
        lock (_gate)
        {
            if (worker.Command == "shutdown" && _ranked && _left.Add(worker.Task) && _left.Count == _workers) AllLeft.Set();
            if (_ends || _ranked || worker.Command != "start" || !_newcomers.TryAdd(worker.Task, worker)) return false;
            if (_newcomers.Count < _workers) return true;

            // Ranks are assigned in order when all workers are here: a worker connects to neighbours of lower rank, which listen by then.
            _ranked = true;
            for (var rank = 0; rank < _workers && Assign(_newcomers[rank], rank); rank++)
            {
                // Assign does the work, and stops the loop at the first failure.
            }

            foreach (var each in _newcomers.Values) each.Dispose();
            return true;
        }
    }

    /// <summary>Sends a worker its rank, and the neighbours to connect to.</summary>
    private bool Assign(Worker worker, int rank)
    {
        var (parent, neighbours, before, after) = (rank == 0 ? -1 : (rank - 1) / 2, Neighbours(rank), (rank + _workers - 1) % _workers, (rank + 1) % _workers);
        var links = new HashSet<int>(neighbours);
        if (_workers > 1) links.UnionWith([before, after]);
        links.Remove(rank);
        try
        {
            worker.Write(rank, parent, _workers, neighbours.Length);
            worker.Write(neighbours);
            worker.Write(_workers > 1 ? before : -1, _workers > 1 ? after : -1);
            while (true)
            {
                var good = worker.Numbers(worker.Number(0, links.Count), 0, _workers - 1);
                int[] missing = [.. links.Except(good)], there = [.. missing.Where(_waiting.ContainsKey)];
                worker.Write(there.Length, missing.Length - there.Length);
                foreach (var other in there)
                {
                    worker.Write(_waiting[other].Host);
                    worker.Write(_waiting[other].Port, other);
                }

                if (worker.Number(0, int.MaxValue) != 0) continue;
                worker.Port = worker.Number(0, ushort.MaxValue);
                foreach (var other in there)
                {
                    if (--_waiting[other].Awaited == 0) _waiting.Remove(other);
                }

                worker.Awaited = missing.Length - there.Length;
                if (worker.Awaited > 0) _waiting[rank] = worker;
                return true;
            }
        }
        catch (Exception problem) when (problem is IOException or SocketException or InvalidDataException)
        {
            // It has ended, or is not a worker; the others will not find it and report that.
            return false;
        }
    }

    /// <summary>The parent and the children in a binary tree.</summary>
    private int[] Neighbours(int rank) => [.. new[] { rank == 0 ? -1 : (rank - 1) / 2, (2 * rank) + 1, (2 * rank) + 2 }.Where(other => other >= 0 && other < _workers)];

    /// <summary>A worker at the other end of a connection.</summary>
    private sealed class Worker : IDisposable
    {
        private readonly NetworkStream _stream;

        public Worker(Socket socket, TimeSpan patience)
        {
            socket.NoDelay = true;
            _stream = new NetworkStream(socket, ownsSocket: true) { ReadTimeout = (int)patience.TotalMilliseconds, WriteTimeout = (int)patience.TotalMilliseconds };
            Host = ((IPEndPoint)socket.RemoteEndPoint!).Address.ToString();
        }

        public string Host { get; }

        /// <summary>The rank that it requests.</summary>
        public int Task { get; private set; }

        public string Command { get; private set; } = "";

        /// <summary>The port on which it listens for its neighbours.</summary>
        public int Port { get; set; }

        /// <summary>The number of neighbours that have not connected to it yet.</summary>
        public int Awaited { get; set; }

        /// <summary>Reads the worker's identity; false for a stranger.</summary>
        public bool Begins(int workers)
        {
            try
            {
                if (Number(int.MinValue, int.MaxValue) != Magic) return false;
                Write(Magic);
                _ = Number(-1, workers - 1);
                if (Number(-1, workers) is > 0 and var asked && asked != workers) return false;
                var task = Text();
                Command = Text();
                if (!int.TryParse(task, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var rank) || rank >= workers) return false;
                Task = rank;
                return true;
            }
            catch (Exception problem) when (problem is IOException or SocketException or InvalidDataException)
            {
                return false;
            }
        }

        public void Write(params ReadOnlySpan<int> numbers)
        {
            var bytes = new byte[sizeof(int) * numbers.Length];
            for (var i = 0; i < numbers.Length; i++) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(sizeof(int) * i), numbers[i]);
            _stream.Write(bytes);
        }

        public void Write(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            Write(bytes.Length);
            _stream.Write(bytes);
        }

        /// <exception cref="InvalidDataException">The number is out of range.</exception>
        public int Number(int low, int high)
        {
            Span<byte> bytes = stackalloc byte[sizeof(int)];
            _stream.ReadExactly(bytes);
            var number = BinaryPrimitives.ReadInt32LittleEndian(bytes);
            return number >= low && number <= high ? number : throw new InvalidDataException();
        }

        public int[] Numbers(int count, int low, int high)
        {
            var numbers = new int[count];
            for (var i = 0; i < count; i++) numbers[i] = Number(low, high);
            return numbers;
        }

        public void Dispose() => _stream.Dispose();

        private string Text()
        {
            var bytes = new byte[Number(0, LongestText)];
            _stream.ReadExactly(bytes);
            return Encoding.UTF8.GetString(bytes);
        }
    }
}
