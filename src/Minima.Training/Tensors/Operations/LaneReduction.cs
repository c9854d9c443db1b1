using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training.Kernels;

/// <summary>Lanes joined to one number, in a fixed order. Calls, not inlined: a local whose address is taken lives in memory for the whole of its method.</summary>
internal static unsafe class LaneReduction
{
    /// <summary>The sum of the lanes in double.</summary>
    [MethodImpl(NoInlining)]
    public static double Sum<L, TElement>(L x)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        // As a tree: a chain of sixteen additions would take as long as the row.
        var parts = stackalloc double[16];
        for (var i = 0; i < L.Count; i++) parts[i] = double.CreateTruncating(((TElement*)&x)[i]);
        for (var width = L.Count / 2; width > 0; width /= 2)
        {
            for (var i = 0; i < width; i++) parts[i] += parts[i + width];
        }

        return parts[0];
    }

    /// <summary>The largest lane; a NaN does not count.</summary>
    [MethodImpl(NoInlining)]
    public static double Largest<L, TElement>(L x)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var largest = TElement.NegativeInfinity;
        for (var i = 0; i < L.Count; i++)
        {
            var next = ((TElement*)&x)[i];
            if (next > largest) largest = next;
        }

        return double.CreateTruncating(largest);
    }
}
