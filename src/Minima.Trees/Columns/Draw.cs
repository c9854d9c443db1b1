namespace Minima.Trees;

/// <summary>Random choices as functions of the seed, the purpose, the round and the item. Nothing depends on the order of the calls.</summary>
internal static class Draw
{
    public const ulong Rows = 1;
    public const ulong Columns = 2;
    public const ulong HeldOut = 3;
    public const ulong Quantiles = 4;
    public const ulong Signs = 5;
    public const ulong Scores = 6;

    private const int Bits = 53;

    /// <summary>Bits that are counted at a time. They are few, so the array of counts is small: columns are drawn in every round.</summary>
    private const int Step = 11;

    /// <summary>A number in [0, 1).</summary>
    public static double Uniform(ulong seed, ulong purpose, ulong round, ulong item) => Number(seed, purpose, round, item) * (1.0 / (1UL << Bits));

    /// <summary>Draws a proportion of <paramref name="count"/> items, at least one, in ascending order.</summary>
    public static int[] Some(int count, double share, ulong seed, ulong purpose, ulong round)
    {
        if (share >= 1) return [.. Enumerable.Range(0, count)];
        var marks = Marks(count, share, seed, purpose, round);
        var (some, next) = (new int[marks.Count(mark => mark)], 0);
        for (var i = 0; i < count; i++)
        {
            if (marks[i]) some[next++] = i;
        }

        return some;
    }

    /// <summary>Marks a proportion of the items, at least one: those with the lowest random numbers, of equal numbers the first.</summary>
    public static bool[] Marks(int count, double share, ulong seed, ulong purpose, ulong round)
    {
        var most = Math.Max(1, (int)Math.Round(share * count));
        var marks = new bool[count];
        if (most >= count)
        {
            Array.Fill(marks, true);
            return marks;
        }

        // Finds the largest marked number by counting some bits at a time, instead of sorting all numbers.
        var (prefix, left, known) = (0UL, most, Bits);
        var counts = new int[1 << Step];
        while (known > 0)
        {
            var step = Math.Min(Step, known);
            Array.Clear(counts);
            for (var i = 0; i < count; i++)
            {
                var number = Number(seed, purpose, round, (ulong)i);
                if (number >> known == prefix) counts[(number >> (known - step)) & ((1UL << step) - 1)]++;
            }

            var bin = 0;
            while (counts[bin] < left) left -= counts[bin++];
            (prefix, known) = ((prefix << step) | (uint)bin, known - step);
        }

        for (var i = 0; i < count; i++)
        {
            var number = Number(seed, purpose, round, (ulong)i);
            marks[i] = number < prefix || (number == prefix && left-- > 0);
        }

        return marks;
    }

    private static ulong Number(ulong seed, ulong purpose, ulong round, ulong item) => SplitMix64.Mix(SplitMix64.Mix(SplitMix64.Mix(seed + purpose) + round) + item) >> (64 - Bits);
}
