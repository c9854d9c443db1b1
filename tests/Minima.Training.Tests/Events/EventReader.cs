using System.Buffers.Binary;
using System.Text;

namespace Minima.Training.Tests.Events;

/// <summary>Reads event files as their formats are described, bit by bit: nothing of it is taken from the writer.</summary>
internal static class EventReader
{
    /// <summary>The records of a file, whose checksums hold.</summary>
    public static List<byte[]> Records(byte[] file)
    {
        var records = new List<byte[]>();
        for (var at = 0; at < file.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
            Assert.Equal(Mask(Checksum(file.AsSpan(at, 8))), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            var record = file.AsSpan(at + 12, length);
            Assert.Equal(Mask(Checksum(record)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            records.Add(record.ToArray());
            at += 16 + length;
        }

        return records;
    }

    /// <summary>The fields of a message: number, and a ulong or bytes.</summary>
    public static ILookup<int, object> Fields(byte[] message)
    {
        var fields = new List<(int Field, object Value)>();
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message, ref at);
            object value;
            switch (tag & 7)
            {
                case 0: value = Varint(message, ref at); break;
                case 1: (value, at) = (BinaryPrimitives.ReadUInt64LittleEndian(message.AsSpan(at)), at + 8); break;
                case 5: (value, at) = ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(message.AsSpan(at)), at + 4); break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    (value, at) = (message.AsSpan(at, length).ToArray(), at + length);
                    break;
                default: throw new InvalidDataException($"wire type {tag & 7}");
            }

            fields.Add(((int)(tag >> 3), value));
        }

        return fields.ToLookup(field => field.Field, field => field.Value);
    }

    public static double Double(object value) => BitConverter.UInt64BitsToDouble((ulong)value);

    public static float Single(object value) => BitConverter.UInt32BitsToSingle((uint)(ulong)value);

    public static string Text(object value) => Encoding.UTF8.GetString((byte[])value);

    public static double[] Doubles(object value) => [.. ((byte[])value).Chunk(8).Select(bytes => BitConverter.ToDouble(bytes))];

    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78);
        }

        return ~crc;
    }

    private static uint Mask(uint crc) => ((crc >> 15) | (crc << 17)) + 0xA282EAD8;

    private static ulong Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = message[at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }
    }
}
