using Minima.Training.Kernels;

namespace Minima.Training;

/// <summary>What tensors do. Every operation has a gradient, and that gradient has one.</summary>
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

    /// <summary>A function of one number at every element, its slope read off the same formula.</summary>
    public Tensor Apply<TFunction>(TFunction function)
        where TFunction : struct, IActivation => UnaryOperation<TFunction>.Apply(function, this);

    /// <summary>e^x.</summary>
    public Tensor Exp() => Apply(default(ExpFunction));

    /// <summary>The natural logarithm; NaN below 0.</summary>
    public Tensor Log() => Apply(default(LogFunction));

    /// <summary>The square root; slope 0 at 0.</summary>
    public Tensor Sqrt() => Apply(default(SqrtFunction));

    /// <summary>|x|; slope 0 at 0.</summary>
    public Tensor Abs() => Apply(default(AbsFunction));

    /// <summary>x^exponent.</summary>
    public Tensor Pow(double exponent) => Apply(new PowFunction(exponent));

    /// <summary>x^y, element by element.</summary>
    public Tensor Pow(Tensor exponent) => BinaryOperation<Power2>.Apply(this, exponent);

    /// <summary>The larger, element by element; a tie shares the gradient. NaN if either is.</summary>
    public Tensor Max(Tensor other) => BinaryOperation<Maximum2>.Apply(this, other);

    /// <summary>The smaller, element by element; a tie shares the gradient. NaN if either is.</summary>
    public Tensor Min(Tensor other) => -(-this).Max(-other);

    /// <summary>The matrix product of the last two axes: [.., m, k] by [.., k, n], or by one [k, n] for all.</summary>
    /// <exception cref="TrainingException">Shapes that do not fit; the message has both.</exception>
    public Tensor MatMul(Tensor other) => MatrixOperation.Apply(this, other);

    /// <summary>The last two axes exchanged: a view.</summary>
    public Tensor Transpose() => Transpose(Rank - 2, Rank - 1);

    /// <summary>Two axes exchanged: a view.</summary>
    public Tensor Transpose(int first, int second)
    {
        if (Rank < 2) throw new TrainingException($"Transpose exchanges two axes; the shape {Shape} has {Rank}.");
        Span<int> axes = stackalloc int[Shape.MostAxes];
        for (var i = 0; i < Rank; i++) axes[i] = i == first ? second : i == second ? first : i;
        return Permuted.Apply(this, axes[..Rank]);
    }

    /// <summary>The axes in another order: a view.</summary>
    public Tensor Permute(params ReadOnlySpan<int> axes) => Permuted.Apply(this, axes);

    /// <summary>The same elements in another shape: a view where they follow each other.</summary>
    public Tensor Reshape(Shape shape) => Reshaped.Apply(this, shape);

    /// <summary>Some neighbouring positions of an axis: a view.</summary>
    public Tensor Slice(int axis, int start, int count) => Sliced.Apply(this, axis, start, count);

    /// <summary>Repeats axes of 1, or axes that are not there, counted from the last: a view.</summary>
    public Tensor BroadcastTo(Shape shape) => BroadcastView.To(this, shape);

    /// <summary>Tensors one behind the other along an axis.</summary>
    public static Tensor Concatenate(int axis, params ReadOnlySpan<Tensor> parts) => Joined.Apply(parts, axis);

    /// <summary>This tensor, or a dense copy where it is a view with gaps.</summary>
    public Tensor Contiguous() => Node.IsContiguous ? this : Densify.Copy(this);

    /// <summary>The sum of all elements.</summary>
    public Tensor Sum() => SumOperation.All(this);

    /// <summary>The sum along an axis.</summary>
    /// <param name="axis">Which one; ^1 is the last.</param>
    /// <param name="keep">The axis stays with length 1.</param>
    public Tensor Sum(Index axis, bool keep = false) => SumOperation.Along(this, Axis(axis), keep);

    /// <summary>The mean of all elements; NaN of none.</summary>
    public Tensor Mean() => Sum() / Count;

    /// <summary>The mean along an axis.</summary>
    public Tensor Mean(Index axis, bool keep = false) => Sum(axis, keep) / Shape[Axis(axis)];

    /// <summary>e^x over the sum of e^x along an axis: positive numbers that sum to 1. NaN where the axis holds a NaN, +infinity, or nothing but -infinity.</summary>
    public Tensor Softmax(Index axis) => SoftmaxOperation.Apply(SoftmaxKind.Softmax, this, Axis(axis));

    /// <summary>x minus <see cref="LogSumExp"/> along an axis: the logarithm of <see cref="Softmax"/>, exact also where that is 0.</summary>
    public Tensor LogSoftmax(Index axis) => SoftmaxOperation.Apply(SoftmaxKind.LogSoftmax, this, Axis(axis));

    /// <summary>The logarithm of the sum of e^x along an axis, without overflow: a smooth maximum. -infinity where all are.</summary>
    public Tensor LogSumExp(Index axis) => SoftmaxOperation.Apply(SoftmaxKind.LogSumExp, this, Axis(axis));

    /// <summary>The largest element along an axis; the gradient goes to the first place where it stands. NaN where there is one.</summary>
    /// <param name="axis">Which one; ^1 is the last.</param>
    /// <param name="keep">The axis stays with length 1.</param>
    /// <exception cref="TrainingException">The axis has no elements.</exception>
    public Tensor Max(Index axis, bool keep = false) => MaximumOperation.Along(this, Axis(axis), keep);

    /// <summary>Where the largest element along an axis stands first, as int; a NaN counts as the largest.</summary>
    /// <exception cref="TrainingException">The axis has no elements.</exception>
    public Tensor ArgMax(Index axis) => MaximumOperation.Index(this, Axis(axis));

    /// <summary>Rows of this table [count, width] by int indices of any shape: [.., width]. Their gradients are summed in the order of the indices.</summary>
    /// <exception cref="TrainingException">No table, no int indices, or one outside; the message says which.</exception>
    public Tensor Rows(Tensor indices) => RowsByIndex.Apply(this, indices);

    /// <summary>The same numbers as another type; gradients are converted back.</summary>
    public Tensor To(ElementType type) => type == Type ? this : Converted.Apply(this, type);

    private int Axis(Index axis)
    {
        var value = axis.GetOffset(Rank);
        return (uint)value < (uint)Rank ? value : throw new TrainingException($"Axis {axis} of the shape {Shape} was asked for; it has the axes 0 to {Rank - 1}.");
    }
}
