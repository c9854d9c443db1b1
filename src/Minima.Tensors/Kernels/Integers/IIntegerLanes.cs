namespace Minima.Tensors.Kernels;

/// <summary>Sums of products of a level in 0..255 and a weight in -128..127, in 32 bits: four products for each of <see cref="Outputs"/> sums at once.</summary>
/// <remarks>Nothing saturates: a product fits in 16 bits, four of them in 32, and sums wrap around like those of a plain loop.</remarks>
internal unsafe interface IIntegerLanes<V>
    where V : struct
{
    /// <summary>The number of sums in one vector; divides <see cref="IntegerPanels.Width"/> / 2.</summary>
    static abstract int Outputs { get; }

    /// <summary>The number of bytes of a level in memory: 1 or 2.</summary>
    static abstract int LevelBytes { get; }

    static abstract V Zero { get; }

    /// <summary>Loads four weights of each output.</summary>
    static abstract V Weights(sbyte* from);

    /// <summary>Loads four levels, the same for every output.</summary>
    static abstract V Levels(byte* from);

    static abstract V MultiplyAdd(V sums, V levels, V weights);

    static abstract V Add(V x, V y);

    /// <summary>Writes the sums, one number for each output.</summary>
    static abstract void Store(V sums, int* to);
}
