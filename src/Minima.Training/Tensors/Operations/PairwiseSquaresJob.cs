using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training.Kernels;

/// <summary>
/// Squared distances of each row from all others, which come transposed: a lane is one pair, summed in the order of the components. So the distance of i
/// from j is that of j from i to the last bit, whatever the width of the lanes.
/// </summary>
internal sealed unsafe class PairwiseSquaresJob : RowsJob
{
    /// <summary>Components that are summed before they are added to the whole: rounding grows with the parts, not with the components.</summary>
    private const nint Part = 64;

    [ThreadStatic]
    private static PairwiseSquaresJob? pooled;

    private byte* _rows;
    private byte* _others;
    private byte* _to;
    private nint _count;
    private nint _width;

    /// <param name="rows">[N, D].</param>
    /// <param name="others">[D, M].</param>
    /// <param name="to">[N, M].</param>
    public static void Run(Node rows, Node others, Node to)
    {
        if (to.Count == 0) return;
        var job = pooled ??= new();
        job._rows = rows.Pointer;
        job._others = others.Pointer;
        job._to = to.Pointer;
        job._count = others.Shape[1];
        job._width = rows.Shape[1];
        job.RunAll(rows.Shape[0], (int)Math.Min((long)job._count * Math.Max(job._width, 1) / 16, int.MaxValue), to.Type);
        GC.KeepAlive(rows);
        GC.KeepAlive(others);
    }

    protected override void Rows<L, S, TElement>(int first, int last)
    {
        var rows = (TElement*)_rows;
        var to = (TElement*)_to;

        // Columns outside, so that those of the others stay in the nearest cache for all rows of the block.
        nint column = 0;
        for (; column + (2 * L.Count) <= _count; column += 2 * L.Count)
        {
            nint row = first;
            for (; row + 4 <= last; row += 4) Four<L, TElement>(rows + (row * _width), (TElement*)_others + column, to + (row * _count) + column, _count, _width);
            for (; row < last; row++)
            {
                One<L, TElement>(rows + (row * _width), (TElement*)_others + column, to + (row * _count) + column, _count, _width);
                One<L, TElement>(rows + (row * _width), (TElement*)_others + column + L.Count, to + (row * _count) + column + L.Count, _count, _width);
            }
        }

        for (; column < _count; column++)
        {
            for (nint row = first; row < last; row++) One<S, TElement>(rows + (row * _width), (TElement*)_others + column, to + (row * _count) + column, _count, _width);
        }
    }

    /// <summary>Four rows against two lanes of others.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Four<L, TElement>(TElement* x, TElement* y, TElement* to, nint count, nint width)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        L sum00 = L.Of(0), sum01 = L.Of(0), sum10 = L.Of(0), sum11 = L.Of(0), sum20 = L.Of(0), sum21 = L.Of(0), sum30 = L.Of(0), sum31 = L.Of(0);
        for (nint start = 0; start < width; start += Part)
        {
            L part00 = L.Of(0), part01 = L.Of(0), part10 = L.Of(0), part11 = L.Of(0), part20 = L.Of(0), part21 = L.Of(0), part30 = L.Of(0), part31 = L.Of(0);
            var end = start + Part < width ? start + Part : width;
            for (var k = start; k < end; k++)
            {
                var left = L.Load(y + (k * count));
                var right = L.Load(y + (k * count) + L.Count);
                Add(ref part00, ref part01, x[k], left, right);
                Add(ref part10, ref part11, x[width + k], left, right);
                Add(ref part20, ref part21, x[(2 * width) + k], left, right);
                Add(ref part30, ref part31, x[(3 * width) + k], left, right);
            }

            sum00 += part00;
            sum01 += part01;
            sum10 += part10;
            sum11 += part11;
            sum20 += part20;
            sum21 += part21;
            sum30 += part30;
            sum31 += part31;
        }

        L.Store(sum00, to);
        L.Store(sum01, to + L.Count);
        L.Store(sum10, to + count);
        L.Store(sum11, to + count + L.Count);
        L.Store(sum20, to + (2 * count));
        L.Store(sum21, to + (2 * count) + L.Count);
        L.Store(sum30, to + (3 * count));
        L.Store(sum31, to + (3 * count) + L.Count);

        [MethodImpl(AggressiveInlining)]
        static void Add(ref L sumLeft, ref L sumRight, TElement own, L left, L right)
        {
            var wide = LaneBroadcast.Of<L, TElement>(own);
            var (first, second) = (wide - left, wide - right);
            sumLeft = L.FusedMultiplyAdd(first, first, sumLeft);
            sumRight = L.FusedMultiplyAdd(second, second, sumRight);
        }
    }

    /// <summary>One row against one lane of others.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void One<L, TElement>(TElement* x, TElement* y, TElement* to, nint count, nint width)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var sum = L.Of(0);
        for (nint start = 0; start < width; start += Part)
        {
            var part = L.Of(0);
            var end = start + Part < width ? start + Part : width;
            for (var k = start; k < end; k++)
            {
                var difference = LaneBroadcast.Of<L, TElement>(x[k]) - L.Load(y + (k * count));
                part = L.FusedMultiplyAdd(difference, difference, part);
            }

            sum += part;
        }

        L.Store(sum, to);
    }
}
