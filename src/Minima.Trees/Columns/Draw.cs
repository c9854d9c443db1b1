namespace Minima.Trees;

/// <summary>Random choices as functions of the seed, the round and what is drawn: nothing depends on the order in which they are asked for.</summary>
internal static class Draw
{
    public const ulong Rows = 1;
    public const ulong Columns = 2;
    public const ulong HeldOut = 3;
    public const ulong Quantiles = 4;
    public const ulong Signs = 5;

    /// <summary>A number in [0, 1).</summary>
    public static double Uniform(ulong seed, ulong purpose, ulong round, ulong item) => (SplitMix64.Mix(SplitMix64.Mix(SplitMix64.Mix(seed + purpose) + round) + item) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Some of <paramref name="count"/> items, at least one, ascending.</summary>
    public static int[] Some(int count, double share, ulong seed, ulong purpose, ulong round)
    {
        if (share >= 1) return [.. Enumerable.Range(0, count)];
        return [.. Enumerable.Range(0, count).OrderBy(i => Uniform(seed, purpose, round, (ulong)i)).Take(Math.Max(1, (int)Math.Round(share * count))).Order()];
    }
}
