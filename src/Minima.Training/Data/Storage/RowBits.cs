using System.Numerics;

namespace Minima.Training.Data;

/// <summary>A bit for each row of a table.</summary>
internal sealed class RowBits(int rows)
{
    private readonly ulong[] _words = new ulong[((long)rows + 63) / 64];

    /// <summary>The number of rows of the table.</summary>
    public int Rows => rows;

    /// <summary>True if a row is chosen.</summary>
    public bool this[int row] => (_words[row / 64] >> (row % 64) & 1) != 0;

    /// <summary>The bits of a table with every row chosen.</summary>
    public static RowBits All(int rows)
    {
        var all = new RowBits(rows);
        Array.Fill(all._words, ulong.MaxValue);
        if (rows % 64 > 0) all._words[^1] = (1UL << (rows % 64)) - 1;
        return all;
    }

    /// <summary>The number of chosen rows.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var word in _words) count += BitOperations.PopCount(word);
            return count;
        }
    }

    public void Set(int row) => _words[row / 64] |= 1UL << (row % 64);

    public void Clear(int row) => _words[row / 64] &= ~(1UL << (row % 64));

    /// <summary>The indices, relative to <paramref name="start"/>, of the chosen rows among the next <paramref name="length"/>.</summary>
    /// <returns>Their number.</returns>
    public int Places(int start, int length, Span<int> places)
    {
        var count = 0;
        for (var i = 0; i < length; i++)
        {
            if (this[start + i]) places[count++] = i;
        }

        return count;
    }

    /// <summary>These rows, renumbered within <paramref name="kept"/>: all other rows are left out.</summary>
    public RowSet Among(RowBits kept)
    {
        var among = new RowBits(kept.Count);
        var next = 0;
        for (var row = 0; row < rows; row++)
        {
            if (!kept[row]) continue;
            if (this[row]) among.Set(next);
            next++;
        }

        return among.ToSet();
    }

    /// <summary>The chosen rows as a set.</summary>
    public RowSet ToSet() => RowSet.OfBits(_words);
}
