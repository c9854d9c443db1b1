namespace Minima.Tensors;

/// <summary>Reductions over the elements that a mask selects (1, or 0 for "not"): other elements have no effect, even if they are NaN.</summary>
public readonly partial struct Tensor
{
    /// <summary>1 if this mask selects an element along an axis, else 0; no gradient.</summary>
    /// <param name="axis">The axis; ^1 is the last.</param>
    public Tensor Any(Index axis) => 1 - Sum(axis).IsZero();

    /// <summary>The sum along an axis of the elements where a mask is not 0; 0 if there are none.</summary>
    /// <param name="axis">The axis; ^1 is the last.</param>
    /// <param name="where">A mask of this shape; it has no gradient.</param>
    public Tensor Sum(Index axis, Tensor where) => If(where).Sum(axis);

    /// <summary>The mean of all elements where a mask is not 0; 0 if there are none.</summary>
    /// <param name="where">A mask of 0 and 1 of this shape; it has no gradient.</param>
    public Tensor Mean(Tensor where) => If(where).Sum() / Math.Max(where.Sum().Item(), 1);

    /// <summary>The mean along an axis of the elements where a mask is not 0; 0 if there are none.</summary>
    /// <param name="axis">The axis; ^1 is the last.</param>
    /// <param name="where">A mask of 0 and 1 of this shape; it has no gradient.</param>
    public Tensor Mean(Index axis, Tensor where)
    {
        var counts = where.Sum(axis);
        return Sum(axis, where) / (counts + counts.IsZero());
    }

    /// <summary>The largest along an axis of the elements where a mask is not 0; -infinity if there are none. The gradient goes to its first occurrence.</summary>
    /// <param name="axis">The axis; ^1 is the last.</param>
    /// <param name="where">A mask of this shape; it has no gradient.</param>
    public Tensor Max(Index axis, Tensor where) => where.Shape[Axis(axis)] == 0 ? OfNone(axis) : OrInfinity(where).Max(axis);

    /// <summary>The smallest along an axis of the elements where a mask is not 0; infinity if there are none. The gradient goes to its first occurrence.</summary>
    /// <param name="axis">The axis; ^1 is the last.</param>
    /// <param name="where">A mask of this shape; it has no gradient.</param>
    public Tensor Min(Index axis, Tensor where) => -(-this).Max(axis, where);

    /// <summary>The first index along an axis of the largest element whose mask is not 0, as int; 0 if there are none.</summary>
    /// <param name="axis">The axis; ^1 is the last.</param>
    /// <param name="where">A mask of this shape.</param>
    /// <exception cref="TrainingException">The axis has no elements.</exception>
    public Tensor ArgMax(Index axis, Tensor where) => OrInfinity(where).ArgMax(axis);

    /// <summary>The logarithm of the sum of e^x along an axis over the elements where a mask is not 0; -infinity if there are none, with gradient 0.</summary>
    /// <param name="axis">The axis; ^1 is the last.</param>
    /// <param name="where">A mask of this shape; it has no gradient.</param>
    public Tensor LogSumExp(Index axis, Tensor where)
    {
        if (where.Shape[Axis(axis)] == 0) return OfNone(axis);
        var any = where.Any(axis);
        return Where(any, OrConstant(axis, where, any).LogSumExp(axis), Full(any.Shape, double.NegativeInfinity, Type));
    }

    /// <summary>The softmax along an axis over the elements where a mask is not 0; 0 for the others, and everywhere if no element is selected.</summary>
    /// <param name="axis">The axis; ^1 is the last.</param>
    /// <param name="where">A mask of this shape; it has no gradient.</param>
    public Tensor Softmax(Index axis, Tensor where) => where.Shape[Axis(axis)] == 0 ? this : OrConstant(axis, where, where.Any(axis)).Softmax(axis).If(where);

    private Tensor OrInfinity(Tensor where) => Where(where, this, Full(Shape, double.NegativeInfinity, Type));

    /// <summary>-infinity for elements not selected. A row without selected elements has no softmax, hence no gradient: it is computed on zeros and discarded.</summary>
    private Tensor OrConstant(Index axis, Tensor where, Tensor any)
    {
        var rest = Where(any.Expand(axis, where.Shape[Axis(axis)]), Full(Shape, double.NegativeInfinity, Type), Zeros(Shape, Type));
        return Where(where, this, rest);
    }

    private Tensor OfNone(Index axis) => Full(Shape.Without(Axis(axis)), double.NegativeInfinity, Type);
}
