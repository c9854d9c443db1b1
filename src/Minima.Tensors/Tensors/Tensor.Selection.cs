using System.Numerics;

namespace Minima.Tensors;

/// <summary>Selection of elements by a condition, a label, or their order.</summary>
public readonly partial struct Tensor
{
    /// <summary>The elements where a condition is not 0, and 0 elsewhere. A NaN that is not selected has no effect, and neither has its gradient.</summary>
    /// <param name="condition">Numbers of this shape; they have no gradient.</param>
    public Tensor If(Tensor condition) => BinaryOperation<Chosen2>.Apply(condition.Detach(), this);

    /// <summary>One tensor where a condition is not 0, the other elsewhere; values not selected have no effect, even if they are NaN.</summary>
    public static Tensor Where(Tensor condition, Tensor yes, Tensor no) => yes.If(condition) + no.If(condition.IsZero());

    /// <summary>1 where this is less than the other, else 0, also if either is NaN; no gradient.</summary>
    public Tensor Less(Tensor other) => BinaryOperation<Less2>.Apply(Detach(), other.Detach());

    /// <summary>1 where this is 0, 0 elsewhere; no gradient.</summary>
    public Tensor IsZero() => Detach().Apply(default(IsZeroFunction));

    /// <summary>The element at a label, for each row of the last axis.</summary>
    /// <param name="labels">int, of this shape without the last axis.</param>
    /// <exception cref="TrainingException">The shape or type is wrong, or a label is out of range.</exception>
    public Tensor Pick(Tensor labels)
    {
        if (Rank == 0 || labels.Type != ElementType.Int32 || labels.Shape != Shape.Without(Rank - 1)) throw new TrainingException($"Cannot pick elements of {Shape} by {labels.Type} labels {labels.Shape}; the labels must be int, with the same shape without the last axis.");
        return TakeAlong(labels.Reshape(labels.Shape.Insert(labels.Rank, 1))).Reshape(labels.Shape);
    }

    /// <summary>These int labels as rows of 0 with a 1 at the label: [..] to [.., classes].</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="type">float or double.</param>
    /// <exception cref="TrainingException">The labels are not int, or one is out of range; the message names the error.</exception>
    public Tensor OneHot(int classes, ElementType type = ElementType.Single)
    {
        var flags = Zeros(Shape.Insert(Rank, classes), type);
        if (type == ElementType.Single) Set(flags.Write<float>(), Contiguous().Read<int>(), classes);
        else Set(flags.Write<double>(), Contiguous().Read<int>(), classes);
        return flags;

        static void Set<TElement>(Span<TElement> flags, ReadOnlySpan<int> labels, int classes)
            where TElement : unmanaged, INumber<TElement>
        {
            for (var i = 0; i < labels.Length; i++)
            {
                if ((uint)labels[i] >= (uint)classes) throw new TrainingException($"The label {labels[i]} cannot be one-hot among {classes} classes; their labels are 0 to {classes - 1}.");
                flags[(i * classes) + labels[i]] = TElement.One;
            }
        }
    }

    /// <summary>For each row of the last axis, the elements at some indices: y[.., k] = x[.., places[.., k]]. The gradient of an element taken twice is the sum.</summary>
    /// <param name="places">int, of this shape except for the last axis.</param>
    /// <exception cref="TrainingException">The shape or type is wrong, or an index is out of range.</exception>
    public Tensor TakeAlong(Tensor places)
    {
        if (Rank == 0 || places.Type != ElementType.Int32 || places.Rank != Rank || places.Shape.Without(Rank - 1) != Shape.Without(Rank - 1)) throw new TrainingException($"Cannot take elements of {Shape} at {places.Type} indices {places.Shape}; the indices must be int, with the same shape except for the last axis.");
        var dense = places.Contiguous();
        var length = Shape[Rank - 1];
        foreach (var place in dense.Read<int>())
        {
            if ((uint)place >= (uint)length) throw new TrainingException($"There is no index {place} on the last axis of {Shape}; it has the indices 0 to {length - 1}.");
        }

        return ElementsByIndex.Apply(this, dense, length, 1, dense.Shape);
    }

    /// <summary>The indices of the elements along the last axis in ascending (or descending) order, as int; equal ones keep their order, and NaN comes last.</summary>
    public Tensor ArgSort(bool descending = false) => Ordering.Places(this, descending);

    /// <summary>The elements along the last axis in ascending (or descending) order; equal ones keep their order, and gradients return to the original positions.</summary>
    public Tensor Sort(bool descending = false) => TakeAlong(ArgSort(descending));

    /// <summary>The cumulative sums of the elements along the last axis.</summary>
    /// <param name="fromTheEnd">True for the sums of each element and those after it.</param>
    public Tensor CumulativeSum(bool fromTheEnd = false) => RunningSum.Apply(this, fromTheEnd);

    /// <summary>The logarithms of the cumulative sums of e^x along the last axis, without overflow; -infinity if all terms are.</summary>
    /// <param name="fromTheEnd">True for the sums of each element and those after it.</param>
    public Tensor CumulativeLogSumExp(bool fromTheEnd = false) => RunningLogSumExp.Apply(this, fromTheEnd);

    /// <summary>The diagonal of the last two axes, [.., n, n] to [.., n].</summary>
    /// <exception cref="TrainingException">The two axes differ in length.</exception>
    public Tensor Diagonal()
    {
        if (Rank < 2 || Shape[Rank - 1] != Shape[Rank - 2]) throw new TrainingException($"The shape {Shape} has no diagonal; its last two axes must be equal.");
        var n = Shape[Rank - 1];
        var rows = Count / Math.Max(n * n, 1);
        var places = new int[rows * n];
        for (var i = 0; i < places.Length; i++) places[i] = i % n * (n + 1);
        return Reshape([rows, n * n]).TakeAlong(Of(places, [rows, n])).Reshape(Shape.Without(Rank - 1));
    }
}
