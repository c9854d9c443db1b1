using System.Globalization;
using System.Runtime.Intrinsics;
using Minima.Tests.Lanes;

namespace Minima.FloatErrors;

/// <summary>Measures with the lanes of this process: a line for each loss, key, ulps and where.</summary>
internal static class OneWidth
{
    /// <summary>Bits of the widest lanes that this process has.</summary>
    private static int Widest => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    public static int Print(int width, IReadOnlyList<string> keys, int points)
    {
        if (Widest != width)
        {
            Console.Error.WriteLine($"This machine has no lanes of {width} bits; the measurement needs a processor that does.");
            return 1;
        }

        foreach (var key in keys)
        {
            var (ulps, where) = FloatMeasurement.Of(key, points);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{key}\t{ulps:R}\t{where}"));
        }

        return 0;
    }
}
