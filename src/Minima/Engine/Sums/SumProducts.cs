using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima;

/// <summary>Multiplies the derivative of a term by that of the loss with respect to its sum.</summary>
internal interface ISumProduct
{
    static abstract L Of<L>(L slope, L factor)
        where L : struct, ILanes<L>;
}

/// <summary>A product and nothing else: for factors that are neither 0 nor infinite.</summary>
internal readonly struct PlainProduct : ISumProduct
{
    [MethodImpl(AggressiveInlining)]
    public static L Of<L>(L slope, L factor)
        where L : struct, ILanes<L> => slope * factor;
}

/// <summary>0 if either factor is 0, even if the other is infinite.</summary>
internal readonly struct GuardedProduct : ISumProduct
{
    [MethodImpl(AggressiveInlining)]
    public static L Of<L>(L slope, L factor)
        where L : struct, ILanes<L>
    {
        var zero = L.Of(0);
        var product = slope * factor;
        var bySlope = L.IfLess(slope, zero, product, L.IfLess(zero, slope, product, slope));
        return L.IfLess(factor, zero, bySlope, L.IfLess(zero, factor, bySlope, L.Chain(slope, factor)));
    }
}
