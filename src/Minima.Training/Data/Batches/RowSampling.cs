namespace Minima.Training.Data;

/// <summary>Some of the rows, by chance.</summary>
internal static class RowSampling
{
    /// <summary>From this many training rows on, settings are chosen on a sample of so many: more would choose the same.</summary>
    public const int Most = 20_000;

    /// <summary>So many of the numbers below a bound, by chance and ascending.</summary>
    public static int[] Of(int bound, int count, ulong seed)
    {
        // Every number is taken with the chance that is left (Knuth's selection sampling): ascending, and without a list of all.
        var random = new RandomState(seed ^ 0x5851F42D4C957F2D);
        var taken = new int[Math.Min(count, bound)];
        for (int i = 0, next = 0; next < taken.Length; i++)
        {
            if (random.NextInt(bound - i) < taken.Length - next) taken[next++] = i;
        }

        return taken;
    }
}
