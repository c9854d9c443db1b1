namespace Minima.Tensors.Kernels;

/// <summary>
/// What products, convolutions and pooling need of a vector of the machine: loads, masked loads at the right edge, broadcasts, fused multiply-add. Beside
/// <see cref="Minima.Reals.ILanes{L, TElement}"/> because these read elements and masks, not constants, and nothing else.
/// </summary>
/// <typeparam name="V">The vector.</typeparam>
/// <typeparam name="TElement">float or double.</typeparam>
internal unsafe interface IProductLanes<V, TElement>
    where V : struct
    where TElement : unmanaged
{
    /// <summary>Elements of a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Rows of a full tile: two columns of vectors, the accumulators, fill the registers.</summary>
    static abstract int TileRows { get; }

    /// <summary>Masked loads and stores are instructions. Where they are not, right edges are packed and padded.</summary>
    static abstract bool HasMasks { get; }

    static abstract V Zero { get; }

    /// <summary>All bits set in the first <paramref name="count"/> lanes.</summary>
    static abstract V MaskOfFirst(int count);

    /// <summary>All bits set in lanes <paramref name="start"/> up to <paramref name="end"/>, as far as there are such.</summary>
    static abstract V MaskOfRange(int start, int end);

    static abstract V Load(TElement* from);

    /// <summary>The lanes of the mask; 0 in the others, whose memory is not touched.</summary>
    static abstract V Load(TElement* from, V mask);

    /// <summary>The lanes of the mask from memory, the others of x. The memory of all lanes may be touched.</summary>
    static abstract V Merge(V x, TElement* from, V mask);

    static abstract V Broadcast(TElement* from);

    static abstract void Store(V x, TElement* to);

    /// <summary>Writes the lanes of the mask.</summary>
    static abstract void Store(V x, TElement* to, V mask);

    static abstract V Add(V x, V y);

    static abstract V Divide(V x, V y);

    /// <summary>The larger; NaN if either is.</summary>
    static abstract V Maximum(V x, V y);

    /// <summary>Lane by lane, yes where the mask is set.</summary>
    static abstract V Select(V mask, V yes, V no);

    /// <summary>Lane by lane, yes where left is less than right.</summary>
    static abstract V IfLess(V left, V right, V yes, V no);

    /// <summary>start, start + step, start + 2 step, ...</summary>
    static abstract V Ramp(double start, double step);

    /// <summary>The sum of the lanes.</summary>
    static abstract TElement Sum(V x);

    /// <summary>x * y + z, rounded once where the machine can.</summary>
    static abstract V MultiplyAdd(V x, V y, V z);

    /// <summary>Writes the transpose of <see cref="Square"/> columns of at least as many rows.</summary>
    static abstract void Transpose(TElement* from, nint fromRow, TElement* to, nint toRow, int rows);

    /// <summary>Columns that <see cref="Transpose"/> takes at once.</summary>
    static abstract int Square { get; }
}
