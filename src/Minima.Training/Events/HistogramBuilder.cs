using System.Numerics;

namespace Minima.Training.Events;

/// <summary>Counts numbers in buckets of equal width from the smallest to the largest, in the form of TensorFlow's HistogramProto.</summary>
internal sealed class HistogramBuilder
{
    private const int Buckets = 64;

    // Fields of HistogramProto.
    private const int Smallest = 1;
    private const int Largest = 2;
    private const int Number = 3;
    private const int Sum = 4;
    private const int SumOfSquares = 5;
    private const int Limits = 6;
    private const int Counts = 7;

    private readonly double[] _limits = new double[Buckets];
    private readonly double[] _counts = new double[Buckets];
    private double _smallest;
    private double _largest;
    private double _sum;
    private double _sumOfSquares;
    private long _number;

    /// <summary>True if the last count had no finite number.</summary>
    public bool IsEmpty => _number == 0;

    /// <summary>Counts the finite numbers after discarding previous counts.</summary>
    public void Count<T>(ReadOnlySpan<T> values)
        where T : unmanaged, INumberBase<T>
    {
        (_smallest, _largest, _sum, _sumOfSquares, _number) = (double.PositiveInfinity, double.NegativeInfinity, 0, 0, 0);
        foreach (var element in values)
        {
            var value = double.CreateTruncating(element);
            if (!double.IsFinite(value)) continue;
            _smallest = Math.Min(_smallest, value);
            _largest = Math.Max(_largest, value);
            _sum += value;
            _sumOfSquares += value * value;
            _number++;
        }

        if (!IsEmpty) Distribute(values);
    }

    public void WriteTo(ProtobufWriter message)
    {
        message.Double(Smallest, _smallest);
        message.Double(Largest, _largest);
        message.Double(Number, _number);
        message.Double(Sum, _sum);
        message.Double(SumOfSquares, _sumOfSquares);
        var buckets = _smallest == _largest ? 1 : Buckets;
        message.Doubles(Limits, _limits.AsSpan(Buckets - buckets));
        message.Doubles(Counts, _counts.AsSpan(0, buckets));
    }

    private void Distribute<T>(ReadOnlySpan<T> values)
        where T : unmanaged, INumberBase<T>
    {
        Array.Clear(_counts);

        // Halved, so that the range of all finite numbers is finite. If all are equal, 0 / 0 puts them into the first bucket.
        var (start, width) = (0.5 * _smallest, 0.5 * _largest - 0.5 * _smallest);
        for (var i = 0; i < Buckets; i++) _limits[i] = i == Buckets - 1 ? _largest : 2 * (start + width * ((i + 1.0) / Buckets));
        foreach (var element in values)
        {
            var value = double.CreateTruncating(element);
            if (double.IsFinite(value)) _counts[Math.Min((int)((0.5 * value - start) / width * Buckets), Buckets - 1)]++;
        }
    }
}
