using System.Numerics;

namespace Minima;

/// <summary>An input that was not given, bound to a constant or to a cycle of constants over the last axis. The default value means an input that was given.</summary>
internal readonly unsafe struct BoundInput<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    private readonly TElement* values;
    private readonly int length;

    private BoundInput(TElement* values, int length)
    {
        this.values = values;
        this.length = length;
    }

    public bool IsBound => length > 0;

    public bool IsConstant => length == 1;

    /// <summary>The constant, or null if there is none.</summary>
    public double? Constant => IsConstant ? double.CreateTruncating(*values) : null;

    /// <summary>One constant, written over <paramref name="lanes"/>.</summary>
    public static BoundInput<TElement> ToConstant(TElement* lanes, TElement value)
    {
        new Span<TElement>(lanes, Scratch.Padding).Fill(value);
        return new BoundInput<TElement>(lanes, 1);
    }

    /// <summary>Constants that repeat.</summary>
    public static BoundInput<TElement> ToCycle(TElement* values, int length) => new(values, length);

    /// <summary>The location of a block of the input: the constant's lanes, or <paramref name="buffer"/> filled with the repeated cycle.</summary>
    public TElement* Block(TElement* buffer, long start, int count)
    {
        if (IsConstant)
        {
            return values;
        }

        var position = (int)(start % length);
        for (var i = 0; i < count; i++)
        {
            buffer[i] = values[position];
            position = position + 1 == length ? 0 : position + 1;
        }

        return buffer;
    }
}
