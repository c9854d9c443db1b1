using System.Buffers.Binary;
using System.Text;

namespace Minima.Distributed;

/// <summary>A message between ranks, independent of the training: a sign of life, the current step, or how a rank ended.</summary>
/// <param name="Kind">The kind of message.</param>
/// <param name="Rank">The rank that it is about.</param>
/// <param name="Step">The current step of that rank.</param>
/// <param name="Text">For a failure, the rank's report.</param>
internal readonly record struct WatchFrame(WatchKind Kind, int Rank, long Step, string Text = "")
{
    private const int HeadLength = 1 + sizeof(int) + sizeof(long) + sizeof(int);

    private const int LongestText = 4096;

    /// <summary>Reads the first frame of the bytes; returns its number of bytes, or 0 if it is incomplete.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a frame.</exception>
    public static int Read(ReadOnlySpan<byte> bytes, out WatchFrame frame)
    {
        frame = default;
        if (bytes.Length < HeadLength) return 0;
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[(HeadLength - sizeof(int))..]);
        if (length is < 0 or > LongestText || bytes[0] > (byte)WatchKind.Reported) throw new InvalidDataException();
        if (bytes.Length < HeadLength + length) return 0;
        frame = new((WatchKind)bytes[0], BinaryPrimitives.ReadInt32LittleEndian(bytes[1..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[5..]), Encoding.UTF8.GetString(bytes.Slice(HeadLength, length)));
        return HeadLength + length;
    }

    public byte[] Write()
    {
        var text = Encoding.UTF8.GetBytes(Text.Length > LongestText / 4 ? Text[..(LongestText / 4)] : Text);
        var bytes = new byte[HeadLength + text.Length];
        bytes[0] = (byte)Kind;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(1), Rank);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(5), Step);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(HeadLength - sizeof(int)), text.Length);
        text.CopyTo(bytes.AsSpan(HeadLength));
        return bytes;
    }
}

/// <summary>The kinds of a <see cref="WatchFrame"/>.</summary>
internal enum WatchKind : byte
{
    /// <summary>The rank is alive.</summary>
    Beat,

    /// <summary>The rank's process has ended: its connection was closed.</summary>
    Gone,

    /// <summary>The rank has not answered for too long.</summary>
    Silent,

    /// <summary>The rank's training has ended with an error.</summary>
    Failed,

    /// <summary>The rank is done, and needs no other any more.</summary>
    Left,

    /// <summary>All ranks are done.</summary>
    AllLeft,

    /// <summary>Rank 0 has reported why all ranks end; the frame is about the rank that may end first.</summary>
    Reported,
}
