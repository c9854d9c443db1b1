namespace Minima.Tensors.Kernels;

/// <summary>
/// The vector operations for products, convolutions and pooling: loads, masked loads at the right edge, broadcasts, fused multiply-add. Separate from
/// <see cref="Minima.Reals.ILanes{L, TElement}"/> because these work only on elements and masks, not on constants.
/// </summary>
/// <typeparam name="V">The vector.</typeparam>
/// <typeparam name="TElement">float or double.</typeparam>
internal unsafe interface IProductLanes<V, TElement>
    where V : struct
    where TElement : unmanaged
{
    /// <summary>The number of elements of a vector.</summary>
    static abstract int Count { get; }

    /// <summary>The number of rows of a full tile: its accumulators, two columns of vectors, fill the registers.</summary>
    static abstract int TileRows { get; }

    /// <summary>True if masked loads and stores are instructions. If they are not, right edges are packed and padded.</summary>
    static abstract bool HasMasks { get; }

    static abstract V Zero { get; }

    /// <summary>All bits set in the first <paramref name="count"/> lanes.</summary>
    static abstract V MaskOfFirst(int count);

    /// <summary>All bits set in lanes <paramref name="start"/> up to <paramref name="end"/>, as far as they exist.</summary>
    static abstract V MaskOfRange(int start, int end);

    static abstract V Load(TElement* from);

    /// <summary>Loads the lanes of the mask; 0 in the others, whose memory is not touched.</summary>
    static abstract V Load(TElement* from, V mask);

    /// <summary>The lanes of the mask from memory, the others from x. The memory of all lanes may be touched.</summary>
    static abstract V Merge(V x, TElement* from, V mask);

    static abstract V Broadcast(TElement* from);

    static abstract void Store(V x, TElement* to);

    /// <summary>Writes the lanes of the mask.</summary>
    static abstract void Store(V x, TElement* to, V mask);

    static abstract V Add(V x, V y);

    static abstract V Divide(V x, V y);

    /// <summary>The larger; NaN if either is NaN.</summary>
    static abstract V Maximum(V x, V y);

    /// <summary>Lane by lane, yes if the mask is set, else no.</summary>
    static abstract V Select(V mask, V yes, V no);

    /// <summary>Lane by lane, yes if left is less than right, else no.</summary>
    static abstract V IfLess(V left, V right, V yes, V no);

    /// <summary>start, start + step, start + 2 step, ...</summary>
    static abstract V Ramp(double start, double step);

    /// <summary>The sum of the lanes.</summary>
    static abstract TElement Sum(V x);

    /// <summary>x * y + z, rounded once if the machine can.</summary>
    static abstract V MultiplyAdd(V x, V y, V z);

    /// <summary>Writes the transpose of <see cref="Square"/> columns of at least as many rows.</summary>
    static abstract void Transpose(TElement* from, nint fromRow, TElement* to, nint toRow, int rows);

    /// <summary>The number of columns that <see cref="Transpose"/> takes at once.</summary>
    static abstract int Square { get; }
}
