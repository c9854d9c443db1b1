using System.Globalization;

namespace Minima.Cli.Terminal;

/// <summary>Sizes of memory on a command line: 512MB, 4GB.</summary>
internal static class ByteSize
{
    private static readonly (string Unit, long Bytes)[] Units = [("KB", 1L << 10), ("MB", 1L << 20), ("GB", 1L << 30), ("TB", 1L << 40), ("B", 1), ("", 1)];

    /// <summary>The bytes of a word, from 1MB to 1024TB; null if it is not such a size.</summary>
    public static long? Read(string word)
    {
        var (unit, bytes) = Units.First(known => word.EndsWith(known.Unit, StringComparison.OrdinalIgnoreCase));
        return double.TryParse(word.AsSpan(0, word.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value * bytes is >= 1 << 20 and <= 1L << 50 ? (long)(value * bytes) : null;
    }
}
