namespace Minima.Tensors.Kernels;

/// <summary>How a machine sums products of a level in 0..255 and a weight in -128..127 in 32 bits: four products for each of <see cref="Outputs"/> sums at once.</summary>
/// <remarks>Nothing saturates on the way: a product fits 16 bits, four of them 32, and sums wrap around as those of a plain loop do.</remarks>
internal unsafe interface IIntegerLanes<V>
    where V : struct
{
    /// <summary>Sums in one vector; divides <see cref="IntegerPanels.Width"/> / 2.</summary>
    static abstract int Outputs { get; }

    /// <summary>Bytes that a level takes in memory: 1 or 2.</summary>
    static abstract int LevelBytes { get; }

    static abstract V Zero { get; }

    /// <summary>Four weights of each output.</summary>
    static abstract V Weights(sbyte* from);

    /// <summary>Four levels, for every output the same.</summary>
    static abstract V Levels(byte* from);

    static abstract V MultiplyAdd(V sums, V levels, V weights);

    static abstract V Add(V x, V y);

    /// <summary>Writes the sums, one number for each output.</summary>
    static abstract void Store(V sums, int* to);
}
