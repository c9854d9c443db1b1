using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors.Kernels;

/// <summary>One block of C by tiles, on one thread: A of the block and panels of B, packed or in place.</summary>
internal unsafe struct ProductBlock<TElement>
    where TElement : unmanaged
{
    public int Rows;
    public int Columns;
    public nint Depth;

    public TElement* A;
    public nint ARow;
    public nint AColumn;

    /// <summary>True if A is packed: each tile's rows side by side, tile after tile.</summary>
    public bool AIsPacked;

    public TElement* B;

    /// <summary>The step from a row of B to the next, if B is not packed.</summary>
    public nint BRow;

    /// <summary>True if B is packed: panels of two vectors (the last one may be of one), padded with zeros.</summary>
    public bool BIsPacked;

    /// <summary>The starts of the rows of A or of B, in elements, if they are listed.</summary>
    public nint* Offsets;

    /// <summary>If the rows of A are listed: the number of runs over the depth, and the elements that A skips after each run.</summary>
    public nint Runs;
    public nint Gap;

    /// <summary>If the rows of B are listed: the way to merge their vectors; the block has one panel.</summary>
    public PanelMerge Merge;

    public TElement* C;
    public nint CRow;
    public bool Add;
}

/// <summary>Runs blocks of C through tiles.</summary>
internal static unsafe class ProductBlocks<TLanes, V, TElement>
    where TLanes : struct, IProductLanes<V, TElement>
    where V : struct
    where TElement : unmanaged
{
    /// <summary>The number of columns of a full panel.</summary>
    public static int Panel => 2 * TLanes.Count;

    /// <summary>The number of rows of the tile at row <paramref name="i"/> of <paramref name="rows"/>: all that fit, but the last few are balanced, because tiles of few rows wait for loads.</summary>
    public static int TileRows(int i, int rows)
    {
        var left = rows - i;
        var full = TLanes.TileRows;
        if (left <= full || left >= 4 * full)
        {
            return Math.Min(left, full);
        }

        var tiles = (left + full - 1) / full;
        return (left + tiles - 1) / tiles;
    }

    /// <summary>The number of columns of the packed panel at column <paramref name="j"/> of <paramref name="columns"/>.</summary>
    public static int PackedWidth(int j, int columns) => columns - j > TLanes.Count ? Panel : TLanes.Count;

    /// <summary>Packs rows of A, tile after tile.</summary>
    public static void PackA(TElement* a, nint row, nint column, int rows, nint depth, TElement* to)
    {
        for (int i = 0, count; i < rows; i += count)
        {
            count = TileRows(i, rows);
            if (column == 1)
            {
                ProductPacking<TLanes, V, TElement>.Across(a + (i * row), row, count, depth, to + (i * depth), count);
            }
            else
            {
                ProductPacking<TLanes, V, TElement>.Along(a + i, column, count, depth, to + (i * depth), count);
            }
        }
    }

    /// <summary>Packs the panel of B at column <paramref name="j"/> of <paramref name="columns"/>.</summary>
    public static void PackB(TElement* b, nint row, nint column, int j, int columns, nint depth, TElement* to)
    {
        var width = PackedWidth(j, columns);
        var count = Math.Min(width, columns - j);
        if (column == 1)
        {
            ProductPacking<TLanes, V, TElement>.Along(b + j, row, count, depth, to + (j * depth), width);
        }
        else
        {
            ProductPacking<TLanes, V, TElement>.Across(b + (j * column), column, count, depth, to + (j * depth), width);
        }
    }

    [MethodImpl(AggressiveOptimization)]
    public static void Run<TLists>(in ProductBlock<TElement> block)
        where TLists : struct, ITileLists
    {
        TileOperands<TElement> tile;
        tile.Depth = block.Depth;
        tile.Runs = block.Runs;
        tile.Gap = block.Gap;
        tile.Merge = block.Merge;
        tile.CRow = block.CRow;
        tile.Add = block.Add;
        tile.ARow = block.AIsPacked ? 1 : block.ARow;
        var depth = TLists.OfA ? block.Depth * block.Runs : block.Depth;
        for (var j = 0; j < block.Columns; j += Panel)
        {
            var width = Math.Min(Panel, block.Columns - j);
            var hasTwo = width > TLanes.Count;
            tile.B = block.BIsPacked && !TLists.OfB ? block.B + (j * depth) : block.B + j;
            tile.BStep = !block.BIsPacked ? block.BRow : hasTwo ? Panel : TLanes.Count;
            tile.Last = hasTwo ? width - TLanes.Count : width;
            for (int i = 0, rows; i < block.Rows; i += rows)
            {
                rows = TileRows(i, block.Rows);
                tile.A = TLists.OfA ? block.A : block.AIsPacked ? block.A + (i * block.Depth) : block.A + (i * block.ARow);
                tile.Offsets = TLists.OfA ? block.Offsets + i : block.Offsets;
                tile.AStep = block.AIsPacked ? rows : block.AColumn;
                tile.C = block.C + (i * block.CRow) + j;
                if (tile.Last < TLanes.Count)
                {
                    if (hasTwo)
                    {
                        Run<OneAndMasked, TLists>(rows, tile);
                    }
                    else
                    {
                        Run<OneMasked, TLists>(rows, tile);
                    }
                }
                else if (hasTwo)
                {
                    Run<TwoVectors, TLists>(rows, tile);
                }
                else
                {
                    Run<OneVector, TLists>(rows, tile);
                }
            }
        }
    }

    /// <summary>Not inlined, so that the JIT does not unroll a switch over a loop variable.</summary>
    [MethodImpl(NoInlining)]
    private static void Run<TColumns, TLists>(int rows, in TileOperands<TElement> tile)
        where TColumns : struct, ITileColumns
        where TLists : struct, ITileLists
    {
        switch (rows)
        {
            case 12:
                ProductTile<TLanes, V, TElement>.Run<TwelveRows, TColumns, TLists>(tile);
                break;
            case 11:
                ProductTile<TLanes, V, TElement>.Run<ElevenRows, TColumns, TLists>(tile);
                break;
            case 10:
                ProductTile<TLanes, V, TElement>.Run<TenRows, TColumns, TLists>(tile);
                break;
            case 9:
                ProductTile<TLanes, V, TElement>.Run<NineRows, TColumns, TLists>(tile);
                break;
            case 8:
                ProductTile<TLanes, V, TElement>.Run<EightRows, TColumns, TLists>(tile);
                break;
            case 7:
                ProductTile<TLanes, V, TElement>.Run<SevenRows, TColumns, TLists>(tile);
                break;
            case 6:
                ProductTile<TLanes, V, TElement>.Run<SixRows, TColumns, TLists>(tile);
                break;
            case 5:
                ProductTile<TLanes, V, TElement>.Run<FiveRows, TColumns, TLists>(tile);
                break;
            case 4:
                ProductTile<TLanes, V, TElement>.Run<FourRows, TColumns, TLists>(tile);
                break;
            case 3:
                ProductTile<TLanes, V, TElement>.Run<ThreeRows, TColumns, TLists>(tile);
                break;
            case 2:
                ProductTile<TLanes, V, TElement>.Run<TwoRows, TColumns, TLists>(tile);
                break;
            default:
                ProductTile<TLanes, V, TElement>.Run<OneRow, TColumns, TLists>(tile);
                break;
        }
    }
}
