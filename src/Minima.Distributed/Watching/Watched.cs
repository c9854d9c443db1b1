using System.Diagnostics;
using System.Net.Sockets;

namespace Minima.Distributed;

/// <summary>Another rank as the watch knows it: its connection, the time of its last message, and its last known step.</summary>
internal sealed class Watched(int rank, Socket socket) : IDisposable
{
    private const int Piece = 4096;

    private readonly byte[] _piece = new byte[Piece];
    private readonly List<byte> _unread = [];
    private long _heard = Stopwatch.GetTimestamp();

    public int Rank => rank;

    public Socket Socket => socket;

    /// <summary>The step that it reported last.</summary>
    public long Step { get; private set; }

    public bool HasLeft { get; private set; }

    /// <summary>True if its connection is closed: nothing more comes.</summary>
    public bool IsGone { get; private set; }

    public TimeSpan Silence => Stopwatch.GetElapsedTime(_heard);

    /// <summary>Reads the messages that have arrived.</summary>
    /// <returns>The frames that are not beats; a frame <see cref="WatchKind.Gone"/> if the connection was closed.</returns>
    public List<WatchFrame> Read()
    {
        var frames = new List<WatchFrame>();
        if (IsGone) return frames;
        try
        {
            // Messages sent before the connection was closed come first.
            Receive();
            for (int length; (length = WatchFrame.Read(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_unread), out var frame)) > 0; _unread.RemoveRange(0, length))
            {
                // Rank 0 also forwards frames about others.
                if (frame.Rank == rank) Step = Math.Max(Step, frame.Step);
                if (frame.Kind == WatchKind.Left) HasLeft = true;
                if (frame.Kind != WatchKind.Beat) frames.Add(frame);
            }
        }
        catch (InvalidDataException)
        {
            IsGone = true;
        }

        if (IsGone) frames.Add(new(WatchKind.Gone, rank, Step));
        return frames;
    }

    /// <summary>Sends a frame; <see cref="Read"/> notices if that fails.</summary>
    public void Send(in WatchFrame frame)
    {
        try
        {
            socket.Send(frame.Write());
        }
        catch (SocketException)
        {
            // Either the connection is closed, which the next read notices, or its buffer is full because the rank no longer reads, which its silence shows.
        }
    }

    public void Dispose() => socket.Dispose();

    private void Receive()
    {
        try
        {
            while (socket.Available > 0 || socket.Poll(0, SelectMode.SelectRead))
            {
                var count = socket.Receive(_piece);
                IsGone = count == 0;
                if (IsGone) return;
                _heard = Stopwatch.GetTimestamp();
                _unread.AddRange(_piece.AsSpan(0, count));
            }
        }
        catch (SocketException)
        {
            IsGone = true;
        }
    }
}
