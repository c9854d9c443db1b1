using System.Numerics;
using Minima.Reals;

namespace Minima.Tensors.Kernels;

/// <summary>
/// One matrix product, divided along depth and columns into pieces whose B is packed once, and within a piece into blocks of C, which threads
/// share. The division of the depth depends only on its length, so that an element's sum does not depend on threads.
/// </summary>
/// <remarks>Panels and their sizes: Goto and van de Geijn, Anatomy of high-performance matrix multiplication (2008).</remarks>
internal sealed unsafe class ProductJob<TLanes, V, TElement> : BlockJob
    where TLanes : struct, IProductLanes<V, TElement>
    where V : struct
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>Multiply-adds below which a second thread does not pay.</summary>
    private const double ParallelFrom = 400_000;

    /// <summary>The number of bytes of B up to which any number of tiles read it in place, from the first-level cache.</summary>
    private const int UnpackedBytes = 32768;

    /// <summary>The number of columns of a piece: its packed B stays in the last cache.</summary>
    private const int PieceColumns = 4096;

    /// <summary>The number of rows of a block: its packed A stays in the second-level cache. A multiple of every tile's rows.</summary>
    private const int BlockRows = 240;

    /// <summary>The number of tiles of rows up to which a panel of B is packed right before it is read: few tiles read it, and it stays in the first-level cache.</summary>
    private const int FewTiles = 4;

    /// <summary>The number of panels of B that one block packs.</summary>
    private const int PanelsTogether = 4;

    private readonly NativeBuffer packedB = new();
    private ProductArguments<TElement> arguments;
    private bool packsA;
    private bool packsB;
    private bool packsPanels;
    private bool isPacking;
    private int blockRows;
    private int rowBlocks;
    private int columnBlocks;
    private int panels;

    // The current piece.
    private int column;
    private int columns;
    private nint start;
    private nint depth;

    public static void Run(in ProductArguments<TElement> product, int threads)
    {
        if (product.Rows == 0 || product.Columns == 0)
        {
            return;
        }

        if (product.Depth == 0)
        {
            Clear(product);
            return;
        }

        if (product.Rows == 1 || product.Columns == 1)
        {
            RunVector(product, threads);
            return;
        }

        // Packing pays if the packed data are read often enough.
        var packA = product.Columns > 4 * ProductBlocks<TLanes, V, TElement>.Panel && product.Rows > TLanes.TileRows;
        var packB = product.BColumn != 1
            || (!TLanes.HasMasks && product.Columns % TLanes.Count != 0)
            || (product.Rows > 2 * TLanes.TileRows && (long)product.Columns * product.Depth * sizeof(TElement) > UnpackedBytes);
        if (!packA && !packB && product.Depth <= ProductPieces<TElement>.MaximalDepth && (double)product.Rows * product.Columns * product.Depth < ParallelFrom)
        {
            RunSmall(product);
            return;
        }

        var job = Pooled<ProductJob<TLanes, V, TElement>>.Rent();
        try
        {
            job.arguments = product;
            job.packsA = packA;
            job.packsB = packB;
            job.RunPieces(threads);
        }
        finally
        {
            Pooled<ProductJob<TLanes, V, TElement>>.Return(job);
        }
    }

    public override void Run(int block)
    {
        if (isPacking)
        {
            PackPanels(block);
        }
        else
        {
            Multiply(block);
        }
    }

    private static void RunVector(in ProductArguments<TElement> product, int threads)
    {
        if (product.Columns == 1)
        {
            VectorProductJob<TLanes, V, TElement>.Run(product.Rows, product.Depth, product.A, product.ARow, product.AColumn, product.B, product.BRow, product.C, product.CRow, product.Add, threads);
        }
        else
        {
            VectorProductJob<TLanes, V, TElement>.Run(product.Columns, product.Depth, product.B, product.BColumn, product.BRow, product.A, product.AColumn, product.C, 1, product.Add, threads);
        }
    }

    /// <summary>Runs a product as one block, without packing.</summary>
    private static void RunSmall(in ProductArguments<TElement> product)
    {
        var block = default(ProductBlock<TElement>);
        block.Rows = product.Rows;
        block.Columns = product.Columns;
        block.Depth = product.Depth;
        block.A = product.A;
        block.ARow = product.ARow;
        block.AColumn = product.AColumn;
        block.B = product.B;
        block.BRow = product.BRow;
        block.C = product.C;
        block.CRow = product.CRow;
        block.Add = product.Add;
        ProductBlocks<TLanes, V, TElement>.Run<NoLists>(block);
    }

    /// <summary>Writes empty sums.</summary>
    private static void Clear(in ProductArguments<TElement> product)
    {
        for (nint i = 0; i < product.Rows && !product.Add; i++)
        {
            new Span<TElement>(product.C + (i * product.CRow), product.Columns).Clear();
        }
    }

    private void RunPieces(int threads)
    {
        packsPanels = packsB && arguments.Rows <= FewTiles * TLanes.TileRows;
        for (column = 0; column < arguments.Columns; column += PieceColumns)
        {
            columns = Math.Min(PieceColumns, arguments.Columns - column);
            for (var first = 0; first < arguments.Depth; first += (int)depth)
            {
                start = first;
                depth = ProductPieces<TElement>.DepthOf(first, arguments.Depth);
                RunPiece((double)arguments.Rows * columns * depth < ParallelFrom ? 1 : threads);
            }
        }
    }

    private void RunPiece(int threads)
    {
        panels = (columns + ProductBlocks<TLanes, V, TElement>.Panel - 1) / ProductBlocks<TLanes, V, TElement>.Panel;
        Cut(threads);
        if (packsB && !packsPanels)
        {
            packedB.Ensure((nuint)(panels * ProductBlocks<TLanes, V, TElement>.Panel * depth) * (nuint)sizeof(TElement));
            isPacking = true;
            Workers.Run(this, (panels + PanelsTogether - 1) / PanelsTogether, threads);
        }

        isPacking = false;
        Workers.Run(this, rowBlocks * columnBlocks, threads);
    }

    /// <summary>Divides C so that every thread has some blocks. The division does not change the bits.</summary>
    private void Cut(int threads)
    {
        var tile = TLanes.TileRows;
        var wanted = threads == 1 ? 1 : 2 * threads;
        blockRows = packsPanels ? arguments.Rows : Math.Min(BlockRows, (((arguments.Rows + wanted - 1) / wanted) + tile - 1) / tile * tile);
        rowBlocks = (arguments.Rows + blockRows - 1) / blockRows;
        columnBlocks = Math.Clamp((wanted + rowBlocks - 1) / rowBlocks, 1, panels);
    }

    private void PackPanels(int block)
    {
        var b = arguments.B + (start * arguments.BRow) + (column * arguments.BColumn);
        var end = Math.Min(panels, (block + 1) * PanelsTogether);
        for (var panel = block * PanelsTogether; panel < end; panel++)
        {
            ProductBlocks<TLanes, V, TElement>.PackB(b, arguments.BRow, arguments.BColumn, panel * ProductBlocks<TLanes, V, TElement>.Panel, columns, depth, (TElement*)packedB.Pointer);
        }
    }

    private void Multiply(int index)
    {
        var panel = ProductBlocks<TLanes, V, TElement>.Panel;
        var row = index / columnBlocks * blockRows;
        var left = index % columnBlocks * panels / columnBlocks * panel;
        var right = Math.Min(columns, ((index % columnBlocks) + 1) * panels / columnBlocks * panel);
        var block = default(ProductBlock<TElement>);
        block.Rows = Math.Min(blockRows, arguments.Rows - row);
        block.Columns = right - left;
        block.Depth = depth;
        block.A = arguments.A + (row * arguments.ARow) + (start * arguments.AColumn);
        block.ARow = arguments.ARow;
        block.AColumn = arguments.AColumn;
        block.AIsPacked = packsA;
        if (packsA)
        {
            var packed = (TElement*)Pooled<KernelMemory>.Own.PackedRows.Ensure((nuint)(BlockRows * ProductPieces<TElement>.MaximalDepth) * (nuint)sizeof(TElement));
            ProductBlocks<TLanes, V, TElement>.PackA(block.A, block.ARow, block.AColumn, block.Rows, depth, packed);
            block.A = packed;
        }

        block.BRow = arguments.BRow;
        block.C = arguments.C + (row * arguments.CRow) + column + left;
        block.CRow = arguments.CRow;
        block.Add = arguments.Add || start > 0;
        block.BIsPacked = packsB;
        if (packsPanels)
        {
            MultiplyPanels(ref block, left, right);
            return;
        }

        block.B = packsB ? (TElement*)packedB.Pointer + (left * depth) : arguments.B + (start * arguments.BRow) + column + left;
        ProductBlocks<TLanes, V, TElement>.Run<NoLists>(block);
    }

    private void MultiplyPanels(ref ProductBlock<TElement> block, int left, int right)
    {
        var panel = ProductBlocks<TLanes, V, TElement>.Panel;
        var packed = (TElement*)Pooled<KernelMemory>.Own.PackedPanel.Ensure((nuint)(panel * ProductPieces<TElement>.MaximalDepth) * (nuint)sizeof(TElement));
        block.B = packed;
        for (var first = left; first < right; first += panel)
        {
            block.Columns = Math.Min(panel, right - first);
            var b = arguments.B + (start * arguments.BRow) + ((column + first) * arguments.BColumn);
            ProductBlocks<TLanes, V, TElement>.PackB(b, arguments.BRow, arguments.BColumn, 0, block.Columns, depth, packed);
            ProductBlocks<TLanes, V, TElement>.Run<NoLists>(block);
            block.C += panel;
        }
    }
}
