namespace Minima.Training.Data;

/// <summary>Random samples of rows.</summary>
internal static class RowSampling
{
    /// <summary>The maximum number of training rows for choosing settings; beyond it a sample of this size is used, because more rows would lead to the same choice.</summary>
    public const int Most = 20_000;

    /// <summary>The given number of random integers below a bound, in ascending order.</summary>
    public static int[] Of(int bound, int count, ulong seed)
    {
        // Knuth's selection sampling takes every number with the remaining chance: ascending, and without a list of all.
        var random = new RandomState(seed ^ 0x5851F42D4C957F2D);
        var taken = new int[Math.Min(count, bound)];
        for (int i = 0, next = 0; next < taken.Length; i++)
        {
            if (random.NextInt(bound - i) < taken.Length - next) taken[next++] = i;
        }

        return taken;
    }
}
