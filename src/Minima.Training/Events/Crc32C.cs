using System.Buffers.Binary;
using System.Numerics;

namespace Minima.Training.Events;

/// <summary>CRC-32C (Castagnoli 1993), as RFC 3720 computes it, and masked as TFRecord files store it.</summary>
internal static class Crc32C
{
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var b in bytes) crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }

    /// <summary>The masked checksum: a checksum of bytes that contain their own checksum is weak, so it is rotated and offset before it is stored (LevelDB, TensorFlow).</summary>
    public static uint Masked(ReadOnlySpan<byte> bytes) => BitOperations.RotateRight(Of(bytes), 15) + 0xA282EAD8;
}
