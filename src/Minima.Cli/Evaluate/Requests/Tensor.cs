using System.Buffers;

namespace Minima.Cli.Evaluate;

/// <summary>A nested array of a request: its numbers in a row, and its shape. The memory is borrowed and goes back on disposal.</summary>
internal sealed class Tensor : IDisposable
{
    private double[] values = ArrayPool<double>.Shared.Rent(16);

    /// <summary>Sizes, outermost first; empty for a bare number.</summary>
    public int[] Shape { get; set; } = [];

    /// <summary>The number of elements.</summary>
    public int Count { get; private set; }

    /// <summary>True if some elements were written true or false; they are stored as 1 and 0.</summary>
    public bool HasBooleans { get; set; }

    /// <summary>The array behind <see cref="Values"/>; it may be longer.</summary>
    public Array Memory => values;

    public ReadOnlySpan<double> Values => values.AsSpan(0, Count);

    public void Add(double value)
    {
        if (Count == values.Length)
        {
            Grow();
        }

        values[Count++] = value;
    }

    public void Dispose()
    {
        Return();
        values = [];
        Count = 0;
    }

    private void Return()
    {
        if (values.Length <= Borrowed.MostPooled)
        {
            ArrayPool<double>.Shared.Return(values);
        }
    }

    private void Grow()
    {
        WorkBudget.Take(sizeof(double) * Math.Min(Array.MaxLength, (long)values.Length));

        // Twice as long, but never beyond the longest array: one line may hold more than half of that.
        var length = (int)Math.Min(Array.MaxLength, 2L * values.Length);
        var larger = length > Borrowed.MostPooled ? GC.AllocateUninitializedArray<double>(length) : ArrayPool<double>.Shared.Rent(length);
        values.CopyTo(larger, 0);
        Return();
        values = larger;
    }
}
