using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors.Kernels;

/// <summary>
/// The position of a row of B that crosses the ends of image rows: lanes from the split of each vector on are further away by a gap. The right vector
/// begins some elements after the left one.
/// </summary>
internal struct PanelMerge
{
    public nint LeftGap;
    public nint Right;
    public nint RightGap;
    public int LeftSplit;
    public int RightSplit;
}

/// <summary>The operands of a tile: A by its strides (packed or in place), B row by row, C row by row.</summary>
internal unsafe struct TileOperands<TElement>
    where TElement : unmanaged
{
    /// <summary>The number of products that are summed: columns of A, rows of B.</summary>
    public nint Depth;

    public TElement* A;

    /// <summary>The step from a row of A to the next.</summary>
    public nint ARow;

    /// <summary>The step from a column of A to the next.</summary>
    public nint AStep;

    public TElement* B;

    /// <summary>The step from a row of B to the next.</summary>
    public nint BStep;

    public TElement* C;

    /// <summary>The step from a row of C to the next.</summary>
    public nint CRow;

    /// <summary>True to add the sums to the content of C.</summary>
    public bool Add;

    /// <summary>The number of columns of the last vector, if it is masked.</summary>
    public int Last;

    /// <summary>The starts of the rows of A or of B, in elements, if they are listed.</summary>
    public nint* Offsets;

    /// <summary>If the rows of A are listed, the depth is <see cref="Runs"/> times as long: after each run A skips <see cref="Gap"/> elements.</summary>
    public nint Runs;
    public nint Gap;

    /// <summary>The way to merge the vectors of B, if its rows are listed.</summary>
    public PanelMerge Merge;
}

/// <summary>
/// The micro-kernel: a tile of C, its sums in registers, one broadcast of A for two fused multiply-adds. Each element is one chain of
/// multiply-adds over the depth in every kernel, so that its bits do not depend on its tile.
/// </summary>
/// <remarks>Twelve rows are written out because accumulators must be locals to be registers (Goto and van de Geijn 2008).</remarks>
internal static unsafe class ProductTile<TLanes, V, TElement>
    where TLanes : struct, IProductLanes<V, TElement>
    where V : struct
    where TElement : unmanaged
{
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Run<TRows, TColumns, TLists>(in TileOperands<TElement> tile)
        where TRows : struct, ITileRows
        where TColumns : struct, ITileColumns
        where TLists : struct, ITileLists
    {
        var offsets = tile.Offsets;
        var row = tile.ARow;
        var step = tile.AStep;
        var a0 = tile.A;
        var a3 = a0 + (3 * row);
        var a6 = a3 + (3 * row);
        var a9 = a6 + (3 * row);
        var row2 = 2 * row;
        var b = tile.B;
        var bStep = tile.BStep;
        var leftGap = tile.Merge.LeftGap;
        var rightStart = tile.Merge.Right;
        var rightRest = rightStart + tile.Merge.RightGap;
        var leftMask = TLists.OfB ? TLanes.MaskOfFirst(tile.Merge.LeftSplit) : default;
        var rightMask = TLists.OfB ? TLanes.MaskOfFirst(tile.Merge.RightSplit) : default;
        var mask = TColumns.IsMasked ? TLanes.MaskOfFirst(tile.Last) : default;
        V c0 = TLanes.Zero, d0 = TLanes.Zero;
        V c1 = TLanes.Zero, d1 = TLanes.Zero;
        V c2 = TLanes.Zero, d2 = TLanes.Zero;
        V c3 = TLanes.Zero, d3 = TLanes.Zero;
        V c4 = TLanes.Zero, d4 = TLanes.Zero;
        V c5 = TLanes.Zero, d5 = TLanes.Zero;
        V c6 = TLanes.Zero, d6 = TLanes.Zero;
        V c7 = TLanes.Zero, d7 = TLanes.Zero;
        V c8 = TLanes.Zero, d8 = TLanes.Zero;
        V c9 = TLanes.Zero, d9 = TLanes.Zero;
        V c10 = TLanes.Zero, d10 = TLanes.Zero;
        V c11 = TLanes.Zero, d11 = TLanes.Zero;
        var runs = TLists.OfA ? tile.Runs : 1;
        do
        {
            for (var k = tile.Depth; k > 0; k--)
            {
                var from = b;
                if (TLists.OfB)
                {
                    from = b + *offsets++;
                }
                else
                {
                    b += bStep;
                }

                V left, right;
                if (TLists.OfB)
                {
                    left = TLanes.Merge(TLanes.Load(from + leftGap), from, leftMask);
                    right = TColumns.HasTwo ? TLanes.Merge(TLanes.Load(from + rightRest), from + rightStart, rightMask) : left;
                }
                else
                {
                    left = TColumns.IsMasked && !TColumns.HasTwo ? TLanes.Load(from, mask) : TLanes.Load(from);
                    right = !TColumns.HasTwo ? left : TColumns.IsMasked ? TLanes.Load(from + TLanes.Count, mask) : TLanes.Load(from + TLanes.Count);
                }

                {
                    var x = TLanes.Broadcast(TLists.OfA ? a0 + offsets[0] : a0);
                    c0 = TLanes.MultiplyAdd(x, left, c0);
                    d0 = TColumns.HasTwo ? TLanes.MultiplyAdd(x, right, d0) : d0;
                }

                if (TRows.Count > 1)
                {
                    var x = TLanes.Broadcast(TLists.OfA ? a0 + offsets[1] : a0 + row);
                    c1 = TLanes.MultiplyAdd(x, left, c1);
                    d1 = TColumns.HasTwo ? TLanes.MultiplyAdd(x, right, d1) : d1;
                }

                if (TRows.Count > 2)
                {
                    var x = TLanes.Broadcast(TLists.OfA ? a0 + offsets[2] : a0 + row2);
                    c2 = TLanes.MultiplyAdd(x, left, c2);
                    d2 = TColumns.HasTwo ? TLanes.MultiplyAdd(x, right, d2) : d2;
                }

                if (TRows.Count > 3)
                {
                    var x = TLanes.Broadcast(TLists.OfA ? a0 + offsets[3] : a3);
                    c3 = TLanes.MultiplyAdd(x, left, c3);
                    d3 = TColumns.HasTwo ? TLanes.MultiplyAdd(x, right, d3) : d3;
                }

                if (TRows.Count > 4)
                {
                    var x = TLanes.Broadcast(TLists.OfA ? a0 + offsets[4] : a3 + row);
                    c4 = TLanes.MultiplyAdd(x, left, c4);
                    d4 = TColumns.HasTwo ? TLanes.MultiplyAdd(x, right, d4) : d4;
                }

                if (TRows.Count > 5)
                {
                    var x = TLanes.Broadcast(TLists.OfA ? a0 + offsets[5] : a3 + row2);
                    c5 = TLanes.MultiplyAdd(x, left, c5);
                    d5 = TColumns.HasTwo ? TLanes.MultiplyAdd(x, right, d5) : d5;
                }

                if (TRows.Count > 6)
                {
                    var x = TLanes.Broadcast(TLists.OfA ? a0 + offsets[6] : a6);
                    c6 = TLanes.MultiplyAdd(x, left, c6);
                    d6 = TColumns.HasTwo ? TLanes.MultiplyAdd(x, right, d6) : d6;
                }

                if (TRows.Count > 7)
                {
                    var x = TLanes.Broadcast(TLists.OfA ? a0 + offsets[7] : a6 + row);
                    c7 = TLanes.MultiplyAdd(x, left, c7);
                    d7 = TColumns.HasTwo ? TLanes.MultiplyAdd(x, right, d7) : d7;
                }

                if (TRows.Count > 8)
                {
                    var x = TLanes.Broadcast(TLists.OfA ? a0 + offsets[8] : a6 + row2);
                    c8 = TLanes.MultiplyAdd(x, left, c8);
                    d8 = TColumns.HasTwo ? TLanes.MultiplyAdd(x, right, d8) : d8;
                }

                if (TRows.Count > 9)
                {
                    var x = TLanes.Broadcast(TLists.OfA ? a0 + offsets[9] : a9);
                    c9 = TLanes.MultiplyAdd(x, left, c9);
                    d9 = TColumns.HasTwo ? TLanes.MultiplyAdd(x, right, d9) : d9;
                }

                if (TRows.Count > 10)
                {
                    var x = TLanes.Broadcast(TLists.OfA ? a0 + offsets[10] : a9 + row);
                    c10 = TLanes.MultiplyAdd(x, left, c10);
                    d10 = TColumns.HasTwo ? TLanes.MultiplyAdd(x, right, d10) : d10;
                }

                if (TRows.Count > 11)
                {
                    var x = TLanes.Broadcast(TLists.OfA ? a0 + offsets[11] : a9 + row2);
                    c11 = TLanes.MultiplyAdd(x, left, c11);
                    d11 = TColumns.HasTwo ? TLanes.MultiplyAdd(x, right, d11) : d11;
                }

                a0 += step;
                a3 += step;
                a6 += step;
                a9 += step;
            }

            if (TLists.OfA)
            {
                a0 += tile.Gap;
            }
        }
        while (--runs > 0);

        var c = tile.C;
        var cRow = tile.CRow;
        var add = tile.Add;
        Put<TColumns>(c0, d0, c, mask, add);
        if (TRows.Count > 1)
        {
            Put<TColumns>(c1, d1, c += cRow, mask, add);
        }

        if (TRows.Count > 2)
        {
            Put<TColumns>(c2, d2, c += cRow, mask, add);
        }

        if (TRows.Count > 3)
        {
            Put<TColumns>(c3, d3, c += cRow, mask, add);
        }

        if (TRows.Count > 4)
        {
            Put<TColumns>(c4, d4, c += cRow, mask, add);
        }

        if (TRows.Count > 5)
        {
            Put<TColumns>(c5, d5, c += cRow, mask, add);
        }

        if (TRows.Count > 6)
        {
            Put<TColumns>(c6, d6, c += cRow, mask, add);
        }

        if (TRows.Count > 7)
        {
            Put<TColumns>(c7, d7, c += cRow, mask, add);
        }

        if (TRows.Count > 8)
        {
            Put<TColumns>(c8, d8, c += cRow, mask, add);
        }

        if (TRows.Count > 9)
        {
            Put<TColumns>(c9, d9, c += cRow, mask, add);
        }

        if (TRows.Count > 10)
        {
            Put<TColumns>(c10, d10, c += cRow, mask, add);
        }

        if (TRows.Count > 11)
        {
            Put<TColumns>(c11, d11, c += cRow, mask, add);
        }
    }

    [MethodImpl(AggressiveInlining)]
    private static void Put<TColumns>(V left, V right, TElement* to, V mask, bool add)
        where TColumns : struct, ITileColumns
    {
        if (TColumns.HasTwo)
        {
            TLanes.Store(add ? TLanes.Add(TLanes.Load(to), left) : left, to);
            PutLast<TColumns>(right, to + TLanes.Count, mask, add);
        }
        else
        {
            PutLast<TColumns>(left, to, mask, add);
        }
    }

    [MethodImpl(AggressiveInlining)]
    private static void PutLast<TColumns>(V x, TElement* to, V mask, bool add)
        where TColumns : struct, ITileColumns
    {
        if (TColumns.IsMasked)
        {
            TLanes.Store(add ? TLanes.Add(TLanes.Load(to, mask), x) : x, to, mask);
        }
        else
        {
            TLanes.Store(add ? TLanes.Add(TLanes.Load(to), x) : x, to);
        }
    }
}
