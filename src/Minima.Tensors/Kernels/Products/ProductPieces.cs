namespace Minima.Tensors.Kernels;

/// <summary>The division of the depth of a product: by its length alone, so that sums do not depend on threads.</summary>
internal static unsafe class ProductPieces<TElement>
    where TElement : unmanaged
{
    /// <summary>The largest depth of a piece: a panel of B, and a tile's part of A, almost stay in the first-level cache.</summary>
    public static int MaximalDepth => sizeof(TElement) == sizeof(float) ? 384 : 256;

    /// <summary>The depth of the piece that begins at <paramref name="start"/>: the rest is halved rather than divided unevenly.</summary>
    public static int DepthOf(int start, int depth)
    {
        var left = depth - start;
        return left <= MaximalDepth ? left : left < 2 * MaximalDepth ? ((left / 2) + 3) & ~3 : MaximalDepth;
    }
}
