using System.Numerics;
using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors.Kernels;

/// <summary>
/// Panels of positions from planes, without the gaps between rows: a vector of positions is merged from one load for each row that it crosses.
/// </summary>
internal static unsafe class PlanePanels<TLanes, V, TElement>
    where TLanes : struct, IProductLanes<V, TElement>
    where V : struct
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>The most loads of a vector: one for each lane.</summary>
    private const int MostLoads = 16;

    /// <summary>
    /// Finds how tiles can read the vectors of a panel in place, if each crosses at most one end of a row. The place is that of the first position.
    /// </summary>
    public static bool TryMerge(int planeWidth, int columns, int first, int width, out nint place, out PanelMerge merge)
    {
        merge = default;
        if (!TryFind(planeWidth, columns, first, out place, out merge.LeftGap, out merge.LeftSplit))
        {
            return false;
        }

        if (width > TLanes.Count)
        {
            if (!TryFind(planeWidth, columns, first + TLanes.Count, out var right, out merge.RightGap, out merge.RightSplit))
            {
                return false;
            }

            merge.Right = right - place;
        }

        return true;
    }

    /// <summary>Packs the panel of <paramref name="width"/> positions from <paramref name="first"/> on, for terms whose taps are at <paramref name="offsets"/>.</summary>
    public static void Pack(TElement* planes, int planeWidth, int columns, int first, int width, nint* offsets, nint depth, TElement* to)
    {
        var places = stackalloc nint[MostLoads];
        var starts = stackalloc int[MostLoads];
        for (var vector = 0; vector < width; vector += TLanes.Count)
        {
            var loads = 0;
            for (var lane = 0; lane < TLanes.Count; loads++)
            {
                var position = first + vector + lane;
                var column = position % columns;
                places[loads] = ((nint)(position / columns) * planeWidth) + column - lane;
                starts[loads] = lane;
                lane += columns - column;
            }

            PackVector(planes, places, starts, loads, offsets, depth, to + vector, width);
        }
    }

    /// <summary>Lanes from the split on are further away by the gap.</summary>
    private static bool TryFind(int planeWidth, int columns, int position, out nint place, out nint gap, out int split)
    {
        var (row, column) = Math.DivRem(position, columns);
        place = ((nint)row * planeWidth) + column;
        split = Math.Min(TLanes.Count, columns - column);
        gap = split < TLanes.Count ? planeWidth - columns : 0;
        return split + columns >= TLanes.Count;
    }

    /// <summary>Load by load from the last one: each writes the lanes before its end, and the next one overwrites those before its own.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void PackVector(TElement* planes, nint* places, int* starts, int loads, nint* offsets, nint depth, TElement* to, int width)
    {
        for (nint k = 0; k < depth; k++)
        {
            TLanes.Store(TLanes.Load(planes + offsets[k] + places[loads - 1]), to + (k * width));
        }

        for (var load = loads - 2; load >= 0; load--)
        {
            var mask = TLanes.MaskOfFirst(starts[load + 1]);
            for (nint k = 0; k < depth; k++)
            {
                TLanes.Store(TLanes.Merge(TLanes.Load(to + (k * width)), planes + places[load] + offsets[k], mask), to + (k * width));
            }
        }
    }
}
