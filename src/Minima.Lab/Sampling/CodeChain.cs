namespace Minima.Lab.Sampling;

/// <summary>A Markov chain that draws new rows of codebook entries, from the frequencies of first entries and of pairs of neighbours at each position.</summary>
internal sealed class CodeChain
{
    private readonly int[][][] _counts;

    /// <param name="rows">The entries, one row after the other.</param>
    /// <param name="places">The number of entries in a row.</param>
    /// <param name="entries">The size of the codebook.</param>
    public CodeChain(ReadOnlySpan<int> rows, int places, int entries)
    {
        _counts = new int[places][][];
        for (var place = 0; place < places; place++)
        {
            _counts[place] = new int[place == 0 ? 1 : entries][];
            for (var before = 0; before < _counts[place].Length; before++) _counts[place][before] = new int[entries];
        }

        for (var i = 0; i < rows.Length; i++) _counts[i % places][i % places == 0 ? 0 : rows[i - 1]][rows[i]]++;
    }

    public int[] Draw(int items, RandomState random)
    {
        var rows = new int[items * _counts.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var place = i % _counts.Length;
            rows[i] = One(_counts[place][place == 0 ? 0 : rows[i - 1]], random);
        }

        return rows;
    }

    private static int One(int[] counts, RandomState random)
    {
        var left = random.NextInt(counts.Sum());
        var entry = 0;
        while (left >= counts[entry]) left -= counts[entry++];
        return entry;
    }
}
