using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima;

/// <summary>
/// Sums of a block in double: sixteen accumulators by index mod 16, joined in a fixed order, for every machine width.
/// </summary>
internal static unsafe class BlockSum
{
    /// <summary>The sum of <paramref name="count"/> elements.</summary>
    [MethodImpl(AggressiveInlining)]
    public static double Of<TElement>(TElement* x, int count)
        where TElement : unmanaged => typeof(TElement) == typeof(float) ? Of((float*)x, count) : Of((double*)x, count);

    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static double Of(float* x, int count)
    {
        var even = Vector512<double>.Zero;
        var odd = Vector512<double>.Zero;
        var i = 0;
        for (; i <= count - 16; i += 16)
        {
            var (low, high) = Vector512.Widen(Vector512.Load(x + i));
            even += low;
            odd += high;
        }

        var rest = stackalloc double[16];
        Spill(even, odd, rest);
        for (; i < count; i++)
        {
            rest[i & 15] += x[i];
        }

        return Join(rest);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static double Of(double* x, int count)
    {
        var even = Vector512<double>.Zero;
        var odd = Vector512<double>.Zero;
        var i = 0;
        for (; i <= count - 16; i += 16)
        {
            even += Vector512.Load(x + i);
            odd += Vector512.Load(x + i + 8);
        }

        var rest = stackalloc double[16];
        Spill(even, odd, rest);
        for (; i < count; i++)
        {
            rest[i & 15] += x[i];
        }

        return Join(rest);
    }

    [MethodImpl(AggressiveInlining)]
    private static void Spill(Vector512<double> even, Vector512<double> odd, double* to)
    {
        even.Store(to);
        odd.Store(to + 8);
    }

    /// <summary>Sixteen accumulators joined in a fixed order.</summary>
    public static double Join(double* x)
    {
        for (var width = 8; width > 0; width /= 2)
        {
            for (var i = 0; i < width; i++)
            {
                x[i] += x[i + width];
            }
        }

        return x[0];
    }
}
