namespace Minima.Training.Tests.Checkpoints;

/// <summary>What disks, transfers and attackers do to a file.</summary>
internal static class Damage
{
    public static byte[] To(byte[] good, Random random)
    {
        var bytes = good.ToList();
        for (var damages = random.Next(1, 4); damages > 0; damages--) One(bytes, random);
        return bytes.SequenceEqual(good) ? To(good, random) : [.. bytes];
    }

    private static void One(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count + 1);
        switch (random.Next(8))
        {
            case 0: bytes.RemoveRange(at, bytes.Count - at); break;
            case 1: bytes.RemoveRange(at, random.Next(bytes.Count - at + 1)); break;
            case 2: bytes.InsertRange(at, bytes.GetRange(at, random.Next(bytes.Count - at + 1))); break;
            case 3: bytes.InsertRange(at, new byte[random.Next(1, 20)]); break;
            case 4 when at < bytes.Count: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 5 when at < bytes.Count: bytes[at] = (byte)random.Next(256); break;
            case 6: Digit(bytes, at, random); break;
            default: Sign(bytes, at, random); break;
        }
    }

    /// <summary>A digit at or after a place becomes another: shapes, offsets and lengths that lie.</summary>
    private static void Digit(List<byte> bytes, int at, Random random)
    {
        var digit = bytes.FindIndex(at, b => b is >= (byte)'0' and <= (byte)'9');
        if (digit >= 0) bytes[digit] = (byte)('0' + random.Next(10));
        if (digit >= 0 && random.Next(3) == 0) bytes.Insert(digit, (byte)'9');
    }

    private static void Sign(List<byte> bytes, int at, Random random) => bytes.Insert(at, "{}[],:\"-\\e."u8[random.Next(11)]);
}
