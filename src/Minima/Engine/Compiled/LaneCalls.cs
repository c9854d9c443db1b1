using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima;

/// <summary>Lane operations of more than one instruction, on bare vectors, for compiled kernels.</summary>
/// <typeparam name="L">The lanes.</typeparam>
/// <typeparam name="TVector">The vector that the lanes consist of.</typeparam>
internal static class LaneCalls<L, TVector>
    where L : struct, ILanes<L>
    where TVector : struct
{
    [MethodImpl(AggressiveInlining)]
    public static TVector AtLeast(TVector x, double low) => Vector(L.AtLeast(Lanes(x), low));

    [MethodImpl(AggressiveInlining)]
    public static TVector AtMost(TVector x, double high) => Vector(L.AtMost(Lanes(x), high));

    [MethodImpl(AggressiveInlining)]
    public static TVector Scale(TVector x, TVector n) => Vector(L.Scale(Lanes(x), Lanes(n)));

    [MethodImpl(AggressiveInlining)]
    public static TVector Mantissa(TVector x) => Vector(L.SplitExponent(Lanes(x), out _));

    [MethodImpl(AggressiveInlining)]
    public static TVector Exponent(TVector x)
    {
        L.SplitExponent(Lanes(x), out var exponent);
        return Vector(exponent);
    }

    [MethodImpl(AggressiveInlining)]
    public static TVector LogEdge(TVector x, TVector y) => Vector(L.LogEdge(Lanes(x), Lanes(y)));

    [MethodImpl(AggressiveInlining)]
    public static void Accumulate(TVector x, ref Vector512<double> low, ref Vector512<double> high) => L.Accumulate(Lanes(x), ref low, ref high);

    [MethodImpl(AggressiveInlining)]
    private static L Lanes(TVector x) => Unsafe.BitCast<TVector, L>(x);

    [MethodImpl(AggressiveInlining)]
    private static TVector Vector(L x) => Unsafe.BitCast<L, TVector>(x);
}
