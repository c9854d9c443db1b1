using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training.Kernels;

/// <summary>Sums over one row of neighbours: four chains of additions at once, because one waits for itself, joined in a fixed order.</summary>
internal static unsafe class RowSums
{
    /// <summary>The sum of the elements.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static double Sum<L, TElement>(TElement* x, nint width)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var a = L.Of(0);
        var b = L.Of(0);
        var c = L.Of(0);
        var d = L.Of(0);
        nint i = 0;
        for (; i + (4 * L.Count) <= width; i += 4 * L.Count)
        {
            a += L.Load(x + i);
            b += L.Load(x + i + L.Count);
            c += L.Load(x + i + (2 * L.Count));
            d += L.Load(x + i + (3 * L.Count));
        }

        for (; i + L.Count <= width; i += L.Count) a += L.Load(x + i);
        var sum = Joined<L, TElement>((a + b) + (c + d));
        for (; i < width; i++) sum += double.CreateTruncating(x[i]);
        return sum;
    }

    /// <summary>The sum of squared distances from a number.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static double SquaresAround<L, TElement>(TElement* x, nint width, double mean)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var a = L.Of(0);
        var b = L.Of(0);
        var c = L.Of(0);
        var d = L.Of(0);
        nint i = 0;
        for (; i + (4 * L.Count) <= width; i += 4 * L.Count)
        {
            a = PlusSquare<L, TElement>(a, x + i, mean);
            b = PlusSquare<L, TElement>(b, x + i + L.Count, mean);
            c = PlusSquare<L, TElement>(c, x + i + (2 * L.Count), mean);
            d = PlusSquare<L, TElement>(d, x + i + (3 * L.Count), mean);
        }

        for (; i + L.Count <= width; i += L.Count) a = PlusSquare<L, TElement>(a, x + i, mean);
        var sum = Joined<L, TElement>((a + b) + (c + d));
        for (; i < width; i++) sum += (double.CreateTruncating(x[i]) - mean) * (double.CreateTruncating(x[i]) - mean);
        return sum;
    }

    /// <summary>The elements of lanes, added as a tree: a chain of sixteen additions would take longer than the row.</summary>
    [MethodImpl(AggressiveInlining)]
    public static double Joined<L, TElement>(L lanes)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var x = (TElement*)&lanes;
        if (L.Count == 16)
        {
            return ((Two(x, 0) + Two(x, 2)) + (Two(x, 4) + Two(x, 6))) + ((Two(x, 8) + Two(x, 10)) + (Two(x, 12) + Two(x, 14)));
        }

        if (L.Count == 8) return (Two(x, 0) + Two(x, 2)) + (Two(x, 4) + Two(x, 6));
        return L.Count == 4 ? Two(x, 0) + Two(x, 2) : Two(x, 0);
    }

    [MethodImpl(AggressiveInlining)]
    private static L PlusSquare<L, TElement>(L sum, TElement* x, double mean)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var difference = L.Load(x) - mean;
        return L.FusedMultiplyAdd(difference, difference, sum);
    }

    [MethodImpl(AggressiveInlining)]
    private static double Two<TElement>(TElement* x, int first)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => double.CreateTruncating(x[first]) + double.CreateTruncating(x[first + 1]);
}
