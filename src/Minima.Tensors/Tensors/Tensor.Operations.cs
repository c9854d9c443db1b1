using System.Numerics.Tensors;
using Minima.Reals;
using Minima.Reals.Primitives;

namespace Minima.Tensors;

/// <summary>Operations on tensors. Every operation has a gradient, and that gradient has one too.</summary>
public readonly partial struct Tensor
{
    public static Tensor operator +(Tensor left, Tensor right) => BinaryOperation<Sum2>.Apply(left, right);

    public static Tensor operator -(Tensor left, Tensor right) => BinaryOperation<Difference2>.Apply(left, right);

    public static Tensor operator *(Tensor left, Tensor right) => BinaryOperation<Product2>.Apply(left, right);

    public static Tensor operator /(Tensor left, Tensor right) => BinaryOperation<Quotient2>.Apply(left, right);

    public static Tensor operator +(Tensor left, double right) => ScaleShift.Apply(left, 1, right);

    public static Tensor operator +(double left, Tensor right) => right + left;

    public static Tensor operator -(Tensor left, double right) => left + -right;

    public static Tensor operator -(double left, Tensor right) => ScaleShift.Apply(right, -1, left);

    public static Tensor operator *(Tensor left, double right) => ScaleShift.Apply(left, right, 0);

    public static Tensor operator *(double left, Tensor right) => right * left;

    public static Tensor operator /(Tensor left, double right) => Divided.Apply(left, right);

    public static Tensor operator /(double left, Tensor right) => Scalar(left, right.Type) / right;

    public static Tensor operator -(Tensor x) => ScaleShift.Apply(x, -1, 0);

    /// <summary>Applies a function of one number to every element; its derivative comes from the same formula.</summary>
    public Tensor Apply<TFunction>(TFunction function)
        where TFunction : struct, IActivation => UnaryOperation<TFunction>.Apply(function, this);

    /// <summary>Applies a primitive of the core to every element, such as <c>x.Apply&lt;Log1p&gt;()</c>; value and derivative are those of its row in the table of primitives.</summary>
    public Tensor Apply<TPrimitive>()
        where TPrimitive : struct, IPrimitive<TPrimitive> => Apply(default(PrimitiveFunction<TPrimitive>));

    /// <summary>e^x.</summary>
    public Tensor Exp() => Apply<Exp>();

    /// <summary>The natural logarithm; NaN below 0.</summary>
    public Tensor Log() => Apply<Log>();

    /// <summary>The square root; derivative 0 at 0.</summary>
    public Tensor Sqrt() => Apply<Sqrt>();

    /// <summary>|x|; derivative 0 at 0.</summary>
    public Tensor Abs() => Apply<Abs>();

    /// <summary>-1 below 0, 0 at 0, 1 above, NaN for NaN; derivative 0.</summary>
    public Tensor Sign() => Apply<Sign>();

    /// <summary>x^2.</summary>
    public Tensor Square() => this * this;

    /// <summary>The nearest whole number, the even one at a tie; no gradient.</summary>
    /// <exception cref="TrainingException">The elements are int.</exception>
    public Tensor Round()
    {
        var (from, to) = (Detach().Contiguous(), Zeros(Shape, Type));
        if (Type == ElementType.Single) TensorPrimitives.Round(from.Read<float>(), to.Write<float>());
        else TensorPrimitives.Round(from.Read<double>(), to.Write<double>());
        return to;
    }

    /// <summary>The largest whole number that is not above x; no gradient.</summary>
    /// <exception cref="TrainingException">The elements are int.</exception>
    public Tensor Floor()
    {
        var (from, to) = (Detach().Contiguous(), Zeros(Shape, Type));
        if (Type == ElementType.Single) TensorPrimitives.Floor(from.Read<float>(), to.Write<float>());
        else TensorPrimitives.Floor(from.Read<double>(), to.Write<double>());
        return to;
    }

    /// <summary>x clamped to [low, high]; derivative 1 inside and at both ends, 0 outside.</summary>
    public Tensor Clamp(double low, double high) => Apply(new PrimitiveFunction<Clamp>(new(low, high)));

    /// <summary>x^exponent.</summary>
    public Tensor Pow(double exponent) => Apply(new PowFunction(exponent));

    /// <summary>x^y, element by element.</summary>
    public Tensor Pow(Tensor exponent) => BinaryOperation<Power2>.Apply(this, exponent);

    /// <summary>The larger, element by element; a tie splits the gradient. NaN if either is NaN.</summary>
    public Tensor Max(Tensor other) => BinaryOperation<Maximum2>.Apply(this, other);

    /// <summary>The smaller, element by element; a tie splits the gradient. NaN if either is NaN.</summary>
    public Tensor Min(Tensor other) => -(-this).Max(-other);

    /// <summary>The matrix product of the last two axes: [.., m, k] by [.., k, n], or by one [k, n] for all.</summary>
    /// <exception cref="TrainingException">The shapes do not match; the message has both.</exception>
    public Tensor MatMul(Tensor other) => MatrixOperation.Apply(this, other);

    /// <summary>Swaps the last two axes: a view.</summary>
    public Tensor Transpose() => Transpose(Rank - 2, Rank - 1);

    /// <summary>Swaps two axes: a view.</summary>
    public Tensor Transpose(int first, int second)
    {
        if (Rank < 2) throw new TrainingException($"Transpose swaps two axes, so it needs at least two; the shape {Shape} has {Rank}.");
        Span<int> axes = stackalloc int[Shape.MostAxes];
        for (var i = 0; i < Rank; i++) axes[i] = i == first ? second : i == second ? first : i;
        return Permuted.Apply(this, axes[..Rank]);
    }

    /// <summary>The axes in another order: a view.</summary>
    public Tensor Permute(params ReadOnlySpan<int> axes) => Permuted.Apply(this, axes);

    /// <summary>The same elements in another shape: a view if they follow each other in memory.</summary>
    public Tensor Reshape(Shape shape) => Reshaped.Apply(this, shape);

    /// <summary>Some neighbouring positions of an axis: a view.</summary>
    public Tensor Slice(int axis, int start, int count) => Sliced.Apply(this, axis, start, count);

    /// <summary>Repeats axes of length 1, or missing axes, matched from the last: a view.</summary>
    public Tensor BroadcastTo(Shape shape) => BroadcastView.To(this, shape);

    /// <summary>Inserts an axis along which everything repeats: a view.</summary>
    /// <param name="axis">Its position in the result; ^1 is the last.</param>
    /// <param name="count">The number of repetitions.</param>
    /// <exception cref="TrainingException">The result has no such axis.</exception>
    public Tensor Expand(Index axis, int count)
    {
        var place = axis.GetOffset(Rank + 1);
        if ((uint)place > (uint)Rank) throw new TrainingException($"Cannot insert the new axis {axis} into {Shape}; with a new axis it has the axes 0 to {Rank}.");
        var wide = Shape.Insert(place, 1);
        return Reshape(wide).BroadcastTo(wide.With(place, count));
    }

    /// <summary>Each element minus the one before it along an axis, which becomes shorter by 1; empty if there are fewer than two.</summary>
    /// <param name="axis">The axis; ^1 is the last.</param>
    public Tensor Diff(Index axis)
    {
        var (place, length) = (Axis(axis), Shape[Axis(axis)]);
        return length < 2 ? Slice(place, 0, 0) : Slice(place, 1, length - 1) - Slice(place, 0, length - 1);
    }

    /// <summary>Joins tensors along an axis.</summary>
    public static Tensor Concatenate(int axis, params ReadOnlySpan<Tensor> parts) => Joined.Apply(parts, axis);

    /// <summary>This tensor, or a dense copy if it is a view with gaps.</summary>
    public Tensor Contiguous() => Node.IsContiguous ? this : Densify.Copy(this);

    /// <summary>The sum of all elements.</summary>
    public Tensor Sum() => SumOperation.All(this);

    /// <summary>The sum along an axis.</summary>
    /// <param name="axis">The axis; ^1 is the last.</param>
    /// <param name="keep">True to keep the axis, with length 1.</param>
    public Tensor Sum(Index axis, bool keep = false) => SumOperation.Along(this, Axis(axis), keep);

    /// <summary>The mean of all elements; NaN if there are none.</summary>
    public Tensor Mean() => Sum() / Count;

    /// <summary>The mean along an axis.</summary>
    public Tensor Mean(Index axis, bool keep = false) => Sum(axis, keep) / Shape[Axis(axis)];

    /// <summary>The mean of all elements; 0 if there are none, like the loss of an empty batch.</summary>
    public Tensor MeanOrZero() => Sum() / Math.Max(Count, 1);

    /// <summary>The mean along an axis; 0 if there are no elements.</summary>
    /// <param name="axis">The axis; ^1 is the last.</param>
    /// <param name="keep">True to keep the axis, with length 1.</param>
    public Tensor MeanOrZero(Index axis, bool keep = false) => Sum(axis, keep) / Math.Max(Shape[Axis(axis)], 1);

    /// <summary>Elements minus their mean along an axis.</summary>
    /// <param name="axis">The axis; ^1 is the last.</param>
    public Tensor Center(Index axis) => this - MeanOrZero(axis, keep: true).BroadcastTo(Shape);

    /// <summary>e^x over the sum of e^x along an axis: positive numbers that sum to 1. NaN if the axis has a NaN, +infinity, or only -infinity.</summary>
    public Tensor Softmax(Index axis) => SoftmaxOperation.Apply(SoftmaxKind.Softmax, this, Axis(axis));

    /// <summary>x minus <see cref="LogSumExp(Index)"/> along an axis: the logarithm of <see cref="Softmax(Index)"/>, exact even if that is 0.</summary>
    public Tensor LogSoftmax(Index axis) => SoftmaxOperation.Apply(SoftmaxKind.LogSoftmax, this, Axis(axis));

    /// <summary>The logarithm of the sum of e^x along an axis, without overflow: a smooth maximum. -infinity if all are.</summary>
    public Tensor LogSumExp(Index axis) => SoftmaxOperation.Apply(SoftmaxKind.LogSumExp, this, Axis(axis));

    /// <summary>The largest element along an axis; the gradient goes to its first occurrence. NaN if there is one.</summary>
    /// <param name="axis">The axis; ^1 is the last.</param>
    /// <param name="keep">True to keep the axis, with length 1.</param>
    /// <exception cref="TrainingException">The axis has no elements.</exception>
    public Tensor Max(Index axis, bool keep = false) => MaximumOperation.Along(this, Axis(axis), keep);

    /// <summary>The first index of the largest element along an axis, as int; a NaN counts as the largest.</summary>
    /// <exception cref="TrainingException">The axis has no elements.</exception>
    public Tensor ArgMax(Index axis) => MaximumOperation.Index(this, Axis(axis));

    /// <summary>Looks up rows of this table [count, width] by int indices of any shape: [.., width]. Gradients are summed in the order of the indices.</summary>
    /// <exception cref="TrainingException">This is not a table, the indices are not int, or one is out of range; the message names the error.</exception>
    public Tensor Rows(Tensor indices) => RowsByIndex.Apply(this, indices);

    /// <summary>Converts the numbers to another type; gradients are converted back.</summary>
    public Tensor To(ElementType type) => type == Type ? this : Converted.Apply(this, type);

    private int Axis(Index axis)
    {
        var value = axis.GetOffset(Rank);
        return (uint)value < (uint)Rank ? value : throw new TrainingException($"There is no axis {axis} in the shape {Shape}; it has the axes 0 to {Rank - 1}.");
    }
}
