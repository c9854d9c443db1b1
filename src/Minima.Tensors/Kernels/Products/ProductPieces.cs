namespace Minima.Tensors.Kernels;

/// <summary>How the depth of a product is cut: by its length alone, so that sums do not depend on threads.</summary>
internal static unsafe class ProductPieces<TElement>
    where TElement : unmanaged
{
    /// <summary>A panel of B, and a tile's part of A, stay in the first-level cache, or nearly.</summary>
    public static int MaximalDepth => sizeof(TElement) == sizeof(float) ? 384 : 256;

    /// <summary>The depth of the piece that begins at <paramref name="start"/>: what remains is halved rather than cut unevenly.</summary>
    public static int DepthOf(int start, int depth)
    {
        var left = depth - start;
        return left <= MaximalDepth ? left : left < 2 * MaximalDepth ? ((left / 2) + 3) & ~3 : MaximalDepth;
    }
}
