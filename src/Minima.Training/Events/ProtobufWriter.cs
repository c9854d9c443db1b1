using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Minima.Training.Events;

/// <summary>The parts of the Protocol Buffers encoding that event files need. The memory is reused for the next message.</summary>
internal sealed class ProtobufWriter
{
    private const int VaryingNumber = 0;
    private const int EightBytes = 1;
    private const int LengthAndBytes = 2;
    private const int FourBytes = 5;

    // Seven bits per byte.
    private const int LongestNumber = 10;

    private readonly ArrayBufferWriter<byte> _buffer = new(256);

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public void Clear() => _buffer.ResetWrittenCount();

    public void Number(int field, long value)
    {
        Tag(field, VaryingNumber);
        Varint((ulong)value);
    }

    public void Double(int field, double value)
    {
        Tag(field, EightBytes);
        BinaryPrimitives.WriteDoubleLittleEndian(_buffer.GetSpan(sizeof(double)), value);
        _buffer.Advance(sizeof(double));
    }

    public void Single(int field, float value)
    {
        Tag(field, FourBytes);
        BinaryPrimitives.WriteSingleLittleEndian(_buffer.GetSpan(sizeof(float)), value);
        _buffer.Advance(sizeof(float));
    }

    public void Text(int field, string value)
    {
        Tag(field, LengthAndBytes);
        Varint((ulong)Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, _buffer);
    }

    public void Doubles(int field, ReadOnlySpan<double> values)
    {
        Tag(field, LengthAndBytes);
        Varint((ulong)values.Length * sizeof(double));
        _buffer.Write(MemoryMarshal.AsBytes(values));
    }

    public void Message(int field, ProtobufWriter message)
    {
        Tag(field, LengthAndBytes);
        Varint((ulong)message.Written.Length);
        _buffer.Write(message.Written);
    }

    private void Tag(int field, int kind) => Varint((ulong)((field << 3) | kind));

    private void Varint(ulong value)
    {
        var span = _buffer.GetSpan(LongestNumber);
        var length = 0;
        for (; value >= 0x80; value >>= 7) span[length++] = (byte)(value | 0x80);
        span[length++] = (byte)value;
        _buffer.Advance(length);
    }
}
