using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>A term of a sum over elements, in double.</summary>
internal interface ISumTerm
{
    static abstract Vector512<double> Of(Vector512<double> x, Vector512<double> y);

    static abstract double Of(double x, double y);
}

/// <summary>x y.</summary>
internal readonly struct ProductTerm : ISumTerm
{
    [MethodImpl(AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> x, Vector512<double> y) => x * y;

    [MethodImpl(AggressiveInlining)]
    public static double Of(double x, double y) => x * y;
}

/// <summary>|x|.</summary>
internal readonly struct AbsoluteTerm : ISumTerm
{
    [MethodImpl(AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> x, Vector512<double> y) => Vector512.Abs(x);

    [MethodImpl(AggressiveInlining)]
    public static double Of(double x, double y) => Math.Abs(x);
}

/// <summary>Sums of terms in double: sixteen accumulators by index mod 16, joined in a fixed order, which makes them bit-identical on every machine.</summary>
internal static unsafe class TermSum<TTerm>
    where TTerm : struct, ISumTerm
{
    /// <summary>The sum over elements of either type, <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/>.</summary>
    public static double Of(void* x, void* y, ElementType type, nint start, nint count) => type == ElementType.Single
        ? Of((float*)x + start, (float*)y + start, count)
        : Of((double*)x + start, (double*)y + start, count);

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static double Of(float* x, float* y, nint count)
    {
        var even = Vector512<double>.Zero;
        var odd = Vector512<double>.Zero;
        nint i = 0;
        for (; i <= count - 16; i += 16)
        {
            var (xLow, xHigh) = Vector512.Widen(Vector512.Load(x + i));
            var (yLow, yHigh) = Vector512.Widen(Vector512.Load(y + i));
            even += TTerm.Of(xLow, yLow);
            odd += TTerm.Of(xHigh, yHigh);
        }

        var sums = stackalloc double[16];
        even.Store(sums);
        odd.Store(sums + 8);
        for (; i < count; i++) sums[i & 15] += TTerm.Of(x[i], y[i]);
        return BlockSum.Join(sums);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static double Of(double* x, double* y, nint count)
    {
        var even = Vector512<double>.Zero;
        var odd = Vector512<double>.Zero;
        nint i = 0;
        for (; i <= count - 16; i += 16)
        {
            even += TTerm.Of(Vector512.Load(x + i), Vector512.Load(y + i));
            odd += TTerm.Of(Vector512.Load(x + i + 8), Vector512.Load(y + i + 8));
        }

        var sums = stackalloc double[16];
        even.Store(sums);
        odd.Store(sums + 8);
        for (; i < count; i++) sums[i & 15] += TTerm.Of(x[i], y[i]);
        return BlockSum.Join(sums);
    }
}
