namespace Minima.Training.Data;

/// <summary>Takes numbers in pieces.</summary>
internal delegate void NumberTaker(ReadOnlySpan<double> numbers);

/// <summary>
/// The exact median of more numbers than memory holds. They pass by several times: each time counts tell in which of 65536 intervals the wanted one
/// lies, until so few are left that they are sorted.
/// </summary>
/// <param name="most">So many numbers are sorted in memory.</param>
internal sealed class StoredMedian(int most = StoredMedian.UsualMost)
{
    public const int UsualMost = 1 << 20;

    private const int Step = 16;

    private long[] _counts = [];
    private double[] _left = [];

    /// <param name="walk">Hands over all numbers, in the same order each time; none is NaN.</param>
    /// <param name="count">How many there are, at least one.</param>
    public double Of(Action<NumberTaker> walk, long count)
    {
        var middle = (count - 1) / 2;
        var low = Ranked(walk, middle, count);
        if (count % 2 == 1) return low;
        var high = Ranked(walk, middle + 1, count);
        return RobustScale.QuantileOfSorted([low, high], 0.5);
    }

    /// <summary>The number with so many before it in ascending order.</summary>
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

    /// <summary>Bits that are in order where the numbers are.</summary>
    private static ulong Key(double number)
    {
        var bits = BitConverter.DoubleToUInt64Bits(number);
        return bits >> 63 == 0 ? bits | (1UL << 63) : ~bits;
    }

    private static double Number(ulong key) => BitConverter.UInt64BitsToDouble(key >> 63 == 0 ? ~key : key & ~(1UL << 63));
}
