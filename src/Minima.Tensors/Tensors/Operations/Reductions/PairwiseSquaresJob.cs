using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>
/// Squared distances of each row from all others, which are transposed: a lane is one pair, summed in the order of the components. So the distances from i
/// to j and from j to i are bit-identical, for every width of the lanes.
/// </summary>
internal sealed unsafe class PairwiseSquaresJob : RowsJob
{
    /// <summary>The number of components summed before they are added to the total: rounding errors grow with the number of parts, not of components.</summary>
    private const nint Part = 64;

    /// <summary>The number of components for which a strip of columns is copied first: with a power of two of columns, all of them would compete for a few cache lines.</summary>
    private const int MostPacked = 512;

    /// <summary>The number of rows of a block if rows are long: four are processed together, and a strip is copied for all of them.</summary>
    private const int FewestRows = 64;

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
        var job = Pooled<PairwiseSquaresJob>.Own;
        job._rows = rows.Pointer;
        job._others = others.Pointer;
        job._to = to.Pointer;
        job._count = others.Shape[1];
        job._width = rows.Shape[1];
        job.RunAll(rows.Shape[0], (int)Math.Min((long)job._count * Math.Max(job._width, 1) / 16, RowsJob.Block / FewestRows), to.Type);
        GC.KeepAlive(rows);
        GC.KeepAlive(others);
    }

    protected override void Rows<L, S, TElement>(int first, int last)
    {
        var rows = (TElement*)_rows;
        var to = (TElement*)_to;

        // Columns in the outer loop, so that those of the others stay in the first-level cache for all rows of the block.
        nint column = 0;
        var isPacked = _width <= MostPacked;
        var strip = stackalloc TElement[isPacked ? (int)_width * 2 * L.Count : 0];
        for (; column + (2 * L.Count) <= _count; column += 2 * L.Count)
        {
            var others = (TElement*)_others + column;
            var stride = _count;
            if (isPacked)
            {
                for (nint k = 0; k < _width; k++)
                {
                    L.Store(L.Load(others + (k * _count)), strip + (k * 2 * L.Count));
                    L.Store(L.Load(others + (k * _count) + L.Count), strip + (k * 2 * L.Count) + L.Count);
                }

                others = strip;
                stride = 2 * L.Count;
            }

            nint row = first;
            for (; row + 4 <= last; row += 4) Four<L, TElement>(rows + (row * _width), others, stride, to + (row * _count) + column, _count, _width);
            for (; row < last; row++)
            {
                One<L, TElement>(rows + (row * _width), others, stride, to + (row * _count) + column, _width);
                One<L, TElement>(rows + (row * _width), others + L.Count, stride, to + (row * _count) + column + L.Count, _width);
            }
        }

        for (; column < _count; column++)
        {
            for (nint row = first; row < last; row++) One<S, TElement>(rows + (row * _width), (TElement*)_others + column, _count, to + (row * _count) + column, _width);
        }
    }

    /// <summary>Four rows against two lanes of others.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Four<L, TElement>(TElement* x, TElement* y, nint stride, TElement* to, nint count, nint width)
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
                var left = L.Load(y + (k * stride));
                var right = L.Load(y + (k * stride) + L.Count);
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
    private static void One<L, TElement>(TElement* x, TElement* y, nint stride, TElement* to, nint width)
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
                var difference = LaneBroadcast.Of<L, TElement>(x[k]) - L.Load(y + (k * stride));
                part = L.FusedMultiplyAdd(difference, difference, part);
            }

            sum += part;
        }

        L.Store(sum, to);
    }
}
