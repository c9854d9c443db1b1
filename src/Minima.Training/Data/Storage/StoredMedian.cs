namespace Minima.Training.Data;

/// <summary>Receives numbers in pieces.</summary>
internal delegate void NumberTaker(ReadOnlySpan<double> numbers);

/// <summary>
/// The exact median of more numbers than memory holds, in several passes. Each pass counts the numbers in 65536 intervals to find the one with the median, until
/// few enough are left to sort.
/// </summary>
/// <param name="most">The maximum count of numbers sorted in memory.</param>
internal sealed class StoredMedian(int most = StoredMedian.UsualMost)
{
    public const int UsualMost = 1 << 20;

    private const int Step = 16;

    private long[] _counts = [];
    private double[] _left = [];

    /// <param name="walk">Passes all numbers, in the same order each time; none is NaN.</param>
    /// <param name="count">Their count, at least one.</param>
    public double Of(Action<NumberTaker> walk, long count)
    {
        var middle = (count - 1) / 2;
        var low = Ranked(walk, middle, count);
        if (count % 2 == 1) return low;
        var high = Ranked(walk, middle + 1, count);
        return RobustScale.QuantileOfSorted([low, high], 0.5);
    }

    /// <summary>The number with the given rank, counted from 0, in ascending order.</summary>
    public double Ranked(Action<NumberTaker> walk, long rank, long count)
    {
        var prefix = 0UL;
        var known = 0;
        while (count > most && known < 64)
        {
            if (_counts.Length == 0) _counts = new long[1 << Step];
            Array.Clear(_counts);
            walk(numbers =>
            {
                foreach (var number in numbers)
                {
                    var key = Key(number);
                    if (known == 0 || key >> (64 - known) == prefix) _counts[(key << known) >> (64 - Step)]++;
                }
            });
            var interval = 0;
            for (; rank >= _counts[interval]; interval++) rank -= _counts[interval];
            count = _counts[interval];
            prefix = (prefix << Step) | (uint)interval;
            known += Step;
        }

        if (known == 64) return Number(prefix);
        if (_left.Length < count) _left = new double[Math.Min(most, Math.Max(count, 2L * _left.Length))];
        var next = 0;
        walk(numbers =>
        {
            foreach (var number in numbers)
            {
                if (known == 0 || Key(number) >> (64 - known) == prefix) _left[next++] = number;
            }
        });
        Array.Sort(_left, 0, next);
        return _left[rank];
    }

    /// <summary>Bits with the same order as the numbers.</summary>
    private static ulong Key(double number)
    {
        var bits = BitConverter.DoubleToUInt64Bits(number);
        return bits >> 63 == 0 ? bits | (1UL << 63) : ~bits;
    }

    private static double Number(ulong key) => BitConverter.UInt64BitsToDouble(key >> 63 == 0 ? ~key : key & ~(1UL << 63));
}
