using System.Numerics;

namespace Minima.Training.Data;

/// <summary>A set of rows of a table, such as those for training, in ascending order. It takes a bit for each row of the table, for any number of rows in the set.</summary>
public sealed class RowSet
{
    private const int WordsPerMark = 8;

    private readonly ulong[]? _bits;
    private readonly int[] _marks = [];
    private readonly int _start;

    private RowSet(int start, int count)
    {
        _start = start;
        Count = count;
    }

    private RowSet(ulong[] bits)
    {
        _bits = bits;
        _marks = new int[(bits.Length + WordsPerMark - 1) / WordsPerMark];
        for (var i = 0; i < bits.Length; i++)
        {
            if (i % WordsPerMark == 0) _marks[i / WordsPerMark] = Count;
            Count += BitOperations.PopCount(bits[i]);
        }
    }

    /// <summary>The number of rows in the set.</summary>
    public int Count { get; }

    /// <summary>The row at an index; rows ascend.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is out of range.</exception>
    public int this[int place]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(place);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place, Count);
            return _bits is null ? _start + place : Select(place);
        }
    }

    /// <summary>All rows of a table.</summary>
    public static RowSet All(int rows) => Range(0, rows);

    /// <summary>Consecutive rows.</summary>
    public static RowSet Range(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, int.MaxValue - start);
        return new RowSet(start, count);
    }

    /// <summary>The given rows, in any order.</summary>
    /// <exception cref="TrainingException">A row is negative, or given twice.</exception>
    public static RowSet Of(params ReadOnlySpan<int> rows)
    {
        var last = -1;
        foreach (var row in rows)
        {
            if (row < 0) throw new TrainingException($"A set of rows cannot contain row {row}: rows are numbered from 0.");
            last = Math.Max(last, row);
        }

        var bits = new RowBits(last + 1);
        foreach (var row in rows)
        {
            if (bits[row]) throw new TrainingException($"A set of rows cannot contain row {row} twice. To count a row more than once, give it a weight.");
            bits.Set(row);
        }

        return bits.ToSet();
    }

    /// <summary>True if the set contains a row.</summary>
    public bool Contains(int row) => _bits is null
        ? row >= _start && row - _start < Count
        : (uint)row / 64 < (uint)_bits.Length && (_bits[row / 64] >> (row % 64) & 1) != 0;

    internal static RowSet OfBits(ulong[] bits) => new(bits);

    private int Select(int place)
    {
        var mark = Array.BinarySearch(_marks, place);
        if (mark < 0) mark = ~mark - 1;
        else while (mark + 1 < _marks.Length && _marks[mark + 1] == place) mark++;
        var word = mark * WordsPerMark;
        var left = place - _marks[mark];
        while (BitOperations.PopCount(_bits![word]) is var here && here <= left)
        {
            left -= here;
            word++;
        }

        var bits = _bits[word];
        for (; left > 0; left--) bits &= bits - 1;
        return (word * 64) + BitOperations.TrailingZeroCount(bits);
    }
}
