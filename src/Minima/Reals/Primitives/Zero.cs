using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>Products in which a zero factor gives 0.</summary>
internal static class Zero
{
    /// <summary><paramref name="x"/> times <paramref name="factor"/>, 0 if x is 0: a selection, so that an infinite factor does not make NaN. A NaN in x or in <paramref name="y"/> stays.</summary>
    [MethodImpl(AggressiveInlining)]
    public static L Times<L>(L x, L y, L factor)
        where L : struct, ILanes<L>
    {
        var product = x * factor;
        var zero = L.IfLess(y, L.Of(0), L.Of(0), L.IfLess(L.Of(-1), y, L.Of(0), y));
        return L.IfLess(x, L.Of(0), product, L.IfLess(L.Of(0), x, product, x + zero));
    }
}
