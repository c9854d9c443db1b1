namespace Minima.Trees;

/// <summary>Random choices as functions of the seed, the round and what is drawn: nothing depends on the order in which they are asked for.</summary>
internal static class Draw
{
    public const ulong Rows = 1;
    public const ulong Columns = 2;
    public const ulong HeldOut = 3;
    public const ulong Quantiles = 4;

    /// <summary>A number in [0, 1).</summary>
    public static double Uniform(ulong seed, ulong purpose, ulong round, ulong item) => (Mix(Mix(Mix(seed + purpose) + round) + item) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Some of <paramref name="count"/> items, at least one, ascending.</summary>
    public static int[] Some(int count, double share, ulong seed, ulong purpose, ulong round)
    {
        if (share >= 1) return [.. Enumerable.Range(0, count)];
        return [.. Enumerable.Range(0, count).OrderBy(i => Uniform(seed, purpose, round, (ulong)i)).Take(Math.Max(1, (int)Math.Round(share * count))).Order()];
    }

    /// <summary>SplitMix64's step and its scrambling.</summary>
    private static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9;
        x = (x ^ x >> 27) * 0x94D049BB133111EB;
        return x ^ x >> 31;
    }
}
