using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Minima;

/// <summary>
/// Vector loops with the same order of summation on every machine: always four lanes, for every width of the registers,
/// and no fused multiply-add.
/// </summary>
internal static class FixedOrder
{
    public static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        if (left.Length != right.Length) throw new ArgumentException("lengths differ", nameof(right));
        ref var leftStart = ref MemoryMarshal.GetReference(left);
        ref var rightStart = ref MemoryMarshal.GetReference(right);
        var lanes = Vector256<double>.Zero;
        var i = 0;
        for (; i + 4 <= left.Length; i += 4)
            lanes += Vector256.LoadUnsafe(ref leftStart, (nuint)i) * Vector256.LoadUnsafe(ref rightStart, (nuint)i);
        var sum = (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
        for (; i < left.Length; i++) sum += left[i] * right[i];
        return sum;
    }

    /// <summary>target += factor * source.</summary>
    public static void AddScaled(double factor, ReadOnlySpan<double> source, Span<double> target)
    {
        if (source.Length != target.Length) throw new ArgumentException("lengths differ", nameof(target));
        ref var sourceStart = ref MemoryMarshal.GetReference(source);
        ref var targetStart = ref MemoryMarshal.GetReference(target);
        var factors = Vector256.Create(factor);
        var i = 0;
        for (; i + 4 <= source.Length; i += 4)
        {
            var sum = Vector256.LoadUnsafe(ref targetStart, (nuint)i)
                + (factors * Vector256.LoadUnsafe(ref sourceStart, (nuint)i));
            sum.StoreUnsafe(ref targetStart, (nuint)i);
        }

        for (; i < source.Length; i++) target[i] += factor * source[i];
    }

    /// <summary>target += the sum of four vectors times their factors: one pass over the target instead of four.</summary>
    public static void AddScaled(
        double a, ReadOnlySpan<double> first,
        double b, ReadOnlySpan<double> second,
        double c, ReadOnlySpan<double> third,
        double d, ReadOnlySpan<double> fourth,
        Span<double> target)
    {
        if (first.Length != target.Length || second.Length != target.Length || third.Length != target.Length || fourth.Length != target.Length)
            throw new ArgumentException("lengths differ", nameof(target));
        ref var firstStart = ref MemoryMarshal.GetReference(first);
        ref var secondStart = ref MemoryMarshal.GetReference(second);
        ref var thirdStart = ref MemoryMarshal.GetReference(third);
        ref var fourthStart = ref MemoryMarshal.GetReference(fourth);
        ref var targetStart = ref MemoryMarshal.GetReference(target);
        var (fa, fb, fc, fd) = (Vector256.Create(a), Vector256.Create(b), Vector256.Create(c), Vector256.Create(d));
        var i = 0;
        for (; i + 4 <= target.Length; i += 4)
        {
            var at = (nuint)i;
            var sum = Vector256.LoadUnsafe(ref targetStart, at)
                + (((fa * Vector256.LoadUnsafe(ref firstStart, at)) + (fb * Vector256.LoadUnsafe(ref secondStart, at)))
                    + ((fc * Vector256.LoadUnsafe(ref thirdStart, at)) + (fd * Vector256.LoadUnsafe(ref fourthStart, at))));
            sum.StoreUnsafe(ref targetStart, at);
        }

        for (; i < target.Length; i++) target[i] += ((a * first[i]) + (b * second[i])) + ((c * third[i]) + (d * fourth[i]));
    }

    public static double LargestMagnitude(ReadOnlySpan<double> values)
    {
        // Math.Max propagates a NaN.
        var largest = 0.0;
        foreach (var value in values) largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }
}
