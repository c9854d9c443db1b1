using System.Runtime.CompilerServices;

namespace Minima.Tensors;

/// <summary>The lengths of a tensor's axes, outermost first: <c>[64, 10]</c> is 64 rows of 10. At most six axes, stored without allocation.</summary>
[CollectionBuilder(typeof(Shape), nameof(Of))]
public readonly struct Shape : IEquatable<Shape>
{
    /// <summary>The largest number of axes of a tensor.</summary>
    public const int MostAxes = 6;

    private readonly Axes _axes;

    private Shape(ReadOnlySpan<int> lengths)
    {
        if (lengths.Length > MostAxes) throw new TrainingException($"A shape cannot have {lengths.Length} axes; a tensor has at most {MostAxes}. Merge axes with Reshape.");
        long count = 1;
        for (var i = 0; i < lengths.Length; i++)
        {
            if (lengths[i] < 0) throw new TrainingException($"The shape [{string.Join(", ", lengths.ToArray())}] has a negative length at axis {i}; lengths must be at least 0.");
            _axes[i] = lengths[i];
            count *= lengths[i];
            if (count > int.MaxValue) throw new TensorSizeException($"The shape [{string.Join(", ", lengths.ToArray())}] has more than {int.MaxValue} elements, the maximum for one tensor. Use smaller batches.");
        }

        Rank = lengths.Length;
        Count = (int)count;
    }

    /// <summary>The shape of a tensor that holds one number and has no axis.</summary>
    public static Shape Scalar => new([]);

    /// <summary>The number of axes.</summary>
    public int Rank { get; }

    /// <summary>The number of elements: the product of the lengths, 1 for a scalar.</summary>
    public int Count => Rank == 0 ? 1 : field;

    /// <summary>The length of an axis; <c>^1</c> counts from the last.</summary>
    public int this[Index axis] => this[axis.GetOffset(Rank)];

    /// <summary>The length of an axis.</summary>
    public int this[int axis] => (uint)axis < (uint)Rank
        ? _axes[axis]
        : throw new TrainingException($"There is no axis {axis} in the shape {this}; it has the axes 0 to {Rank - 1}.");

    /// <summary>The shape of these lengths; a collection expression such as <c>[64, 10]</c> calls it too.</summary>
    /// <exception cref="TrainingException">More than six axes, a negative length, or more than 2^31 - 1 elements.</exception>
    public static Shape Of(params ReadOnlySpan<int> lengths) => new(lengths);

    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>Enumerates the lengths, for collection expressions and foreach.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>The shape with the length of one axis replaced.</summary>
    public Shape With(int axis, int length)
    {
        Span<int> lengths = stackalloc int[MostAxes];
        AsSpan(in this).CopyTo(lengths);
        lengths[axis] = length;
        return new(lengths[..Rank]);
    }

    /// <summary>The shape without an axis.</summary>
    public Shape Without(int axis)
    {
        Span<int> lengths = stackalloc int[MostAxes];
        var next = 0;
        for (var i = 0; i < Rank; i++)
        {
            if (i != axis) lengths[next++] = _axes[i];
        }

        return new(lengths[..next]);
    }

    /// <summary>The shape with one more axis.</summary>
    public Shape Insert(int axis, int length)
    {
        Span<int> lengths = stackalloc int[MostAxes + 1];
        var next = 0;
        for (var i = 0; i <= Rank; i++)
        {
            if (i == axis) lengths[next++] = length;
            if (i < Rank) lengths[next++] = _axes[i];
        }

        return new(lengths[..next]);
    }

    /// <inheritdoc/>
    public bool Equals(Shape other) => AsSpan(in this).SequenceEqual(AsSpan(in other));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var length in this) hash.Add(length);
        return hash.ToHashCode();
    }

    /// <summary><c>[64, 10]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", AsSpan(in this).ToArray())}]";

    internal static ReadOnlySpan<int> AsSpan(in Shape shape) => ((ReadOnlySpan<int>)shape._axes)[..shape.Rank];

    /// <summary>Enumerates the lengths.</summary>
    public struct Enumerator(Shape shape)
    {
        private int _axis = -1;

        public readonly int Current => shape[_axis];

        public bool MoveNext() => ++_axis < shape.Rank;
    }

    [InlineArray(MostAxes)]
    private struct Axes
    {
        private int _first;
    }
}
