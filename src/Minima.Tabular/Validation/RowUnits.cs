namespace Minima.Tabular;

/// <summary>The units of resampling: rows, groups, or stretches of time.</summary>
internal sealed class RowUnits
{
    /// <summary>The largest number of units: more rows or groups are combined at random, which keeps the variance of means and saves time.</summary>
    private const int Most = 4096;

    private readonly int[] _unitOf;

    private RowUnits(ResampledUnit kind, int[] unitOf, int count, ulong seed) => (Kind, _unitOf, Count, Seed) = (kind, unitOf, count, seed);

    public ResampledUnit Kind { get; }

    public int Count { get; }

    /// <summary>The seed of the draws.</summary>
    public ulong Seed { get; }

    /// <param name="rows">The rows that may be tested.</param>
    /// <param name="groups">For every row of the table its group, or null.</param>
    /// <param name="times">For every row of the table its time, or null.</param>
    /// <param name="seed">The seed of the draws, and of combining the rows or groups of a large table.</param>
    public static RowUnits Of(int[] rows, int[]? groups, double[]? times, ulong seed)
    {
        var unitOf = new int[rows.Max() + 1];
        if (times is not null)
        {
            // Successive rows are correlated, over stretches about as long as the cube root of their number (S. Lahiri, "Resampling Methods for Dependent Data", 2003, section 7.2).
            int[] order = [.. rows.OrderBy(row => times[row]).ThenBy(row => row)];
            var stretches = Math.Clamp((int)Math.Round(Math.Pow(rows.Length, 2.0 / 3)), Math.Min(2, rows.Length), Most);
            for (var i = 0; i < order.Length; i++) unitOf[order[i]] = (int)((long)i * stretches / order.Length);
            return new(ResampledUnit.Stretch, unitOf, stretches, seed);
        }

        var keys = groups is null ? [.. rows.Select((_, i) => i)] : Places(Array.ConvertAll(rows, row => groups[row]));
        var most = keys.Max() + 1;
        int[] dealt = [.. Enumerable.Range(0, most)];
        if (most > Most)
        {
            new RandomState(seed).Shuffle<int>(dealt);
            for (var i = 0; i < dealt.Length; i++) dealt[i] %= Most;
        }

        for (var i = 0; i < rows.Length; i++) unitOf[rows[i]] = dealt[keys[i]];
        return new(groups is null ? ResampledUnit.Row : ResampledUnit.Group, unitOf, Math.Min(most, Most), seed);
    }

    public int this[int row] => _unitOf[row];

    /// <summary>The index of each value among the distinct ones.</summary>
    private static int[] Places(int[] values)
    {
        int[] different = [.. values.Distinct().Order()];
        return Array.ConvertAll(values, value => Array.BinarySearch(different, value));
    }
}
