using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>Reduces lanes to one number in a fixed order, without going through memory.</summary>
internal static class LaneReduction
{
    /// <summary>The sum of the lanes in double.</summary>
    [MethodImpl(AggressiveInlining)]
    public static double Sum<L, TElement>(L x)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (typeof(L) == typeof(V16))
        {
            var lanes = Unsafe.BitCast<L, V16>(x).V;
            return Vector512.Sum(Vector512.WidenLower(lanes) + Vector512.WidenUpper(lanes));
        }

        if (typeof(L) == typeof(V8))
        {
            var lanes = Unsafe.BitCast<L, V8>(x).V;
            return Vector256.Sum(Vector256.WidenLower(lanes) + Vector256.WidenUpper(lanes));
        }

        if (typeof(L) == typeof(V4))
        {
            var lanes = Unsafe.BitCast<L, V4>(x).V;
            return Vector128.Sum(Vector128.WidenLower(lanes) + Vector128.WidenUpper(lanes));
        }

        if (typeof(L) == typeof(W8)) return Vector512.Sum(Unsafe.BitCast<L, W8>(x).V);
        if (typeof(L) == typeof(W4)) return Vector256.Sum(Unsafe.BitCast<L, W4>(x).V);
        if (typeof(L) == typeof(W2)) return Vector128.Sum(Unsafe.BitCast<L, W2>(x).V);
        return double.CreateTruncating(Unsafe.BitCast<L, TElement>(x));
    }

    /// <summary>The largest of the lanes that are not NaN.</summary>
    [MethodImpl(AggressiveInlining)]
    public static double Largest<L, TElement>(L x)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (typeof(L) == typeof(V16))
        {
            var lanes = Unsafe.BitCast<L, V16>(x).V;
            return Largest(Vector256.Max(lanes.GetLower(), lanes.GetUpper()));
        }

        if (typeof(L) == typeof(W8))
        {
            var lanes = Unsafe.BitCast<L, W8>(x).V;
            return Largest(Vector256.Max(lanes.GetLower(), lanes.GetUpper()));
        }

        if (typeof(L) == typeof(V8)) return Largest(Unsafe.BitCast<L, V8>(x).V);
        if (typeof(L) == typeof(W4)) return Largest(Unsafe.BitCast<L, W4>(x).V);
        if (typeof(L) == typeof(V4)) return Largest(Unsafe.BitCast<L, V4>(x).V);
        if (typeof(L) == typeof(W2)) return Largest(Unsafe.BitCast<L, W2>(x).V);
        return double.CreateTruncating(Unsafe.BitCast<L, TElement>(x));
    }

    [MethodImpl(AggressiveInlining)]
    private static double Largest(Vector256<float> x) => Largest(Vector128.Max(x.GetLower(), x.GetUpper()));

    [MethodImpl(AggressiveInlining)]
    private static double Largest(Vector256<double> x) => Largest(Vector128.Max(x.GetLower(), x.GetUpper()));

    [MethodImpl(AggressiveInlining)]
    private static double Largest(Vector128<float> x) => Math.Max(Math.Max(x[0], x[1]), Math.Max(x[2], x[3]));

    [MethodImpl(AggressiveInlining)]
    private static double Largest(Vector128<double> x) => Math.Max(x[0], x[1]);
}
