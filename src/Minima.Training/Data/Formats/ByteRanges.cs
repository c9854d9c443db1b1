using System.Globalization;

namespace Minima.Training.Data;

/// <summary>Bytes in the notation of encoding tables: <c>81-FE A1</c>.</summary>
internal static class ByteRanges
{
    /// <summary>All bytes of some ranges, in the order given.</summary>
    public static IReadOnlyList<byte> Of(string ranges) =>
        [.. ranges.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(range => Range(byte.Parse(range.AsSpan(0, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture), byte.Parse(range.AsSpan(range.Length - 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)))];

    private static IEnumerable<byte> Range(byte first, byte last) => Enumerable.Range(first, last - first + 1).Select(value => (byte)value);
}
