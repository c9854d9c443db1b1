using Minima.Reals;

namespace Minima.Tensors;

/// <summary>
/// A formula evaluated by tensor operations: each step is a node of the graph, so that the formula has all derivatives of tensors, of any order and
/// across elements. Kernels are much faster if only a value and a gradient are needed.
/// </summary>
/// <remarks>One number for all elements until a tensor is involved; then as many elements as it has.</remarks>
internal sealed class TensorReal : IReal<TensorReal>
{
    private readonly double _constant;
    private readonly Tensor _values;

    /// <summary>The elements of a tensor.</summary>
    public TensorReal(Tensor values) => _values = values;

    private TensorReal(double constant) => _constant = constant;

    private bool IsConstant => _values.IsNone;

    public static TensorReal operator +(TensorReal left, TensorReal right) => (left.IsConstant, right.IsConstant) switch
    {
        (true, true) => new(left._constant + right._constant),
        (true, false) => new(left._constant + right._values),
        (false, true) => new(left._values + right._constant),
        _ => new(left._values + right._values),
    };

    public static TensorReal operator -(TensorReal left, TensorReal right) => (left.IsConstant, right.IsConstant) switch
    {
        (true, true) => new(left._constant - right._constant),
        (true, false) => new(left._constant - right._values),
        (false, true) => new(left._values - right._constant),
        _ => new(left._values - right._values),
    };

    public static TensorReal operator *(TensorReal left, TensorReal right) => left.IsConstant && right.IsConstant
        ? new(left._constant * right._constant)
        : Localized<GuardedProduct2>(left, right);

    public static TensorReal operator /(TensorReal left, TensorReal right) => left.IsConstant && right.IsConstant
        ? new(left._constant / right._constant)
        : Localized<GuardedQuotient2>(left, right);

    public static TensorReal operator -(TensorReal x) => x.IsConstant ? new(-x._constant) : new(-x._values);

    public static TensorReal Of(double value, string name = "") => new(value);

    public static TensorReal IfLess(TensorReal left, TensorReal right, TensorReal yes, TensorReal no)
    {
        if (left.IsConstant && right.IsConstant) return left._constant < right._constant ? yes : no;
        var like = left.IsConstant ? right._values : left._values;
        var condition = left.Over(like).Less(right.Over(like));
        return new(Tensor.Where(condition, yes.Wide(like), no.Wide(like)));
    }

    public static TensorReal Apply<TPrimitive>(TPrimitive primitive, TensorReal x)
        where TPrimitive : struct, IPrimitive<TPrimitive> => x.IsConstant
        ? new(TPrimitive.Value(primitive, new F64(x._constant)).X)
        : new(PrimitiveOperation<TPrimitive>.Apply(primitive, x._values));

    public static TensorReal Apply<TPrimitive>(TPrimitive primitive, TensorReal x, TensorReal y)
        where TPrimitive : struct, IPrimitive2<TPrimitive> => x.IsConstant && y.IsConstant
        ? new(TPrimitive.Value(primitive, new F64(x._constant), new F64(y._constant)).X)
        : Localized<PrimitiveFunction2<TPrimitive>>(x, y);

    public static TensorReal Apply<TPrimitive>(TPrimitive primitive, TensorReal x, TensorReal y, TensorReal z)
        where TPrimitive : struct, IPrimitive3<TPrimitive>
    {
        if (x.IsConstant && y.IsConstant && z.IsConstant) return new(TPrimitive.Value(primitive, new F64(x._constant), new F64(y._constant), new F64(z._constant)).X);
        var like = !x.IsConstant ? x._values : !y.IsConstant ? y._values : z._values;
        return new(PrimitiveOperation3<TPrimitive>.Apply(primitive, x.Wide(like), y.Wide(like), z.Wide(like)));
    }

    public static TensorReal StraightThrough(TensorReal value, TensorReal path)
    {
        if (path.IsConstant) return value.IsConstant ? value : new(value._values.Detach());
        return new(StraightThroughOperation.Apply(value.Wide(path._values), path._values));
    }

    /// <summary>A derivative times the incoming gradient, by the same guarded product as in the tape of the kernels.</summary>
    public static Tensor Chained(TensorReal slope, Tensor gradient) => slope.IsConstant
        ? gradient * slope._constant
        : BinaryOperation<ChainedProduct2>.Apply(slope._values, gradient);

    /// <summary>Converts to a tensor of the shape and type of another.</summary>
    public Tensor Wide(Tensor like) => IsConstant ? Tensor.Full(like.Shape, _constant, like.Type) : _values.Shape == like.Shape ? _values : _values.BroadcastTo(like.Shape);

    private static TensorReal Localized<TFunction>(TensorReal x, TensorReal y)
        where TFunction : struct, IBinaryFunction => new(BinaryOperation<TFunction>.Apply(x.Over(y._values), y.Over(x._values)));

    /// <summary>Converts to an operand of another tensor: one element repeats for all.</summary>
    private Tensor Over(Tensor other) => IsConstant ? Tensor.Scalar(_constant, other.Type) : _values;
}
