namespace Minima.Trees;

/// <summary>Rows to evaluate: consecutive ones, or some of a chunk.</summary>
/// <param name="First">The first row, or the first of the chunk that <paramref name="Picks"/> counts from.</param>
/// <param name="Picks">Row numbers inside the chunk; empty for consecutive rows.</param>
/// <param name="Count">The number of rows.</param>
internal readonly ref struct RowBlock(int First, ReadOnlySpan<ushort> Picks, int Count)
{
    public const int Most = 4096;

    public int Count { get; } = Count;

    private ReadOnlySpan<ushort> Picked { get; } = Picks;

    /// <summary>The rows' numbers in the table, in <paramref name="buffer"/>.</summary>
    public ReadOnlySpan<int> Numbers(Span<int> buffer)
    {
        for (var i = 0; i < Count; i++) buffer[i] = First + (Picked.IsEmpty ? i : Picked[i]);
        return buffer[..Count];
    }

    /// <summary>The rows' values: the column itself for consecutive rows, gathered into <paramref name="buffer"/> otherwise.</summary>
    public ReadOnlySpan<T> Of<T>(T[] column, Span<T> buffer)
    {
        if (Picked.IsEmpty) return column.AsSpan(First, Count);
        for (var i = 0; i < Count; i++) buffer[i] = column[First + Picked[i]];
        return buffer[..Count];
    }
}
