using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Minima.Reals;

namespace Minima;

/// <summary>
/// Lanes that record operations instead of executing them: a node of the <see cref="MachineGraph"/> being recorded. The elementary functions,
/// the primitives and every derivative run on it as on any lanes, so that a compiled kernel consists of exactly the same operations.
/// </summary>
/// <typeparam name="L">The scalar of the precision: <see cref="F32"/> or <see cref="F64"/>.</typeparam>
internal readonly struct Recorded<L>(int index) : ILanes<Recorded<L>>
    where L : struct, ILanes<L>
{
    public int Index { get; } = index;

    public static bool IsSingle => L.IsSingle;

    public static int Count => 1;

    public static bool Accumulates => false;

    private static MachineGraph Graph => MachineGraph.Recording;

    public static Recorded<L> operator +(Recorded<L> left, Recorded<L> right) => Make(MachineOp.Add, left, right);

    public static Recorded<L> operator -(Recorded<L> left, Recorded<L> right) => Make(MachineOp.Subtract, left, right);

    public static Recorded<L> operator *(Recorded<L> left, Recorded<L> right) => Make(MachineOp.Multiply, left, right);

    public static Recorded<L> operator /(Recorded<L> left, Recorded<L> right) => Make(MachineOp.Divide, left, right);

    public static Recorded<L> operator -(Recorded<L> x) => new(Graph.Make(MachineOp.Negate, x.Index));

    /// <summary>
    /// A number. An expression with a parameter's name becomes an argument of the kernel; the literal 0 of a missing derivative becomes a
    /// <see cref="MachineOp.Zero"/>.
    /// </summary>
    public static Recorded<L> Of(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        new(name == "0" ? Graph.Zero() : Symbol.IsVariable(name) ? Graph.Slot(value) : Graph.Constant(value));

    public static Recorded<L> IfLess(Recorded<L> left, Recorded<L> right, Recorded<L> yes, Recorded<L> no) =>
        Select(Graph.Make(MachineOp.Less, left.Index, right.Index), yes, no);

    public static Recorded<L> Apply<TPrimitive>(TPrimitive primitive, Recorded<L> x)
        where TPrimitive : struct, IPrimitive<TPrimitive> => TPrimitive.Value(primitive, x);

    public static Recorded<L> Apply<TPrimitive>(TPrimitive primitive, Recorded<L> x, Recorded<L> y)
        where TPrimitive : struct, IPrimitive2<TPrimitive> => TPrimitive.Value(primitive, x, y);

    public static Recorded<L> Apply<TPrimitive>(TPrimitive primitive, Recorded<L> x, Recorded<L> y, Recorded<L> z)
        where TPrimitive : struct, IPrimitive3<TPrimitive> => TPrimitive.Value(primitive, x, y, z);

    public static void ApplyWithSlope<TPrimitive>(TPrimitive primitive, Recorded<L> x, out Recorded<L> value, out Recorded<L> slope)
        where TPrimitive : struct, IPrimitive<TPrimitive> => TPrimitive.ValueAndSlope(primitive, x, out value, out slope);

    public static void ApplyWithSlopes<TPrimitive>(TPrimitive primitive, Recorded<L> x, Recorded<L> y, Recorded<L> z, out Recorded<L> value, out Recorded<L> slopeX, out Recorded<L> slopeY, out Recorded<L> slopeZ)
        where TPrimitive : struct, IPrimitive3<TPrimitive> => TPrimitive.ValueAndSlopes(primitive, x, y, z, out value, out slopeX, out slopeY, out slopeZ);

    public static Recorded<L> Chain(Recorded<L> slope, Recorded<L> derivative)
    {
        // A constant derivative other than 0 needs no guard, and a structural 0 needs no product.
        var graph = Graph;
        switch (graph[derivative.Index].Op)
        {
            case MachineOp.Zero:
                graph.LostFactors = true;
                return derivative;
            case MachineOp.Constant when graph.ValueOf(derivative.Index) != 0:
                return slope * derivative;
            default:
                return Select(graph.Make(MachineOp.IsZero, derivative.Index), new(graph.Constant(0)), slope * derivative);
        }
    }

    public static Recorded<L> StraightThrough(Recorded<L> value, Recorded<L> path) => value;

    public static Recorded<L> FusedMultiplyAdd(Recorded<L> x, Recorded<L> y, Recorded<L> z) => new(Graph.Make(MachineOp.MultiplyAdd, x.Index, y.Index, z.Index));

    public static Recorded<L> MultiplyAdd(Recorded<L> x, double y, Recorded<L> z) => FusedMultiplyAdd(x, Number(y), z);

    public static Recorded<L> RoundedProduct(Recorded<L> x, double factor)
    {
        var magic = Number(IsSingle ? 12582912 : 6755399441055744);
        return FusedMultiplyAdd(x, Number(factor), magic) - magic;
    }

    public static Recorded<L> AtLeast(Recorded<L> x, double low) => Make(MachineOp.AtLeast, x, Number(low));

    public static Recorded<L> AtMost(Recorded<L> x, double high) => Make(MachineOp.AtMost, x, Number(high));

    public static Recorded<L> IfLess(Recorded<L> left, double right, Recorded<L> yes, Recorded<L> no) => IfLess(left, Number(right), yes, no);

    public static Recorded<L> Polynomial(Recorded<L> x, double c2, double c1, double c0) => MultiplyAdd(Pair(x, c2, c1), x, c0);

    public static Recorded<L> Polynomial(Recorded<L> x, double c5, double c4, double c3, double c2, double c1, double c0)
    {
        var square = x * x;
        return FusedMultiplyAdd(FusedMultiplyAdd(Pair(x, c5, c4), square, Pair(x, c3, c2)), square, Pair(x, c1, c0));
    }

    public static Recorded<L> Polynomial(Recorded<L> start, Recorded<L> x, double c5, double c4, double c3, double c2, double c1, double c0)
    {
        var square = x * x;
        var high = MultiplyAdd(start, x, c5);
        return MultiplyAdd(FusedMultiplyAdd(FusedMultiplyAdd(high, square, Pair(x, c4, c3)), square, Pair(x, c2, c1)), x, c0);
    }

    public static Recorded<L> Scale(Recorded<L> x, Recorded<L> n) => Make(MachineOp.Scale, x, n);

    public static Recorded<L> SplitExponent(Recorded<L> x, out Recorded<L> exponent)
    {
        exponent = new(Graph.Make(MachineOp.Exponent, x.Index));
        return new(Graph.Make(MachineOp.Mantissa, x.Index));
    }

    public static Recorded<L> LogEdge(Recorded<L> x, Recorded<L> y) => Make(MachineOp.LogEdge, x, y);

    public static Recorded<L> SquareRoot(Recorded<L> x) => new(Graph.Make(MachineOp.SquareRoot, x.Index));

    public static Recorded<L> Absolute(Recorded<L> x) => new(Graph.Make(MachineOp.Absolute, x.Index));

    public static Recorded<L> Maximum(Recorded<L> x, Recorded<L> y) => Make(MachineOp.Maximum, x, y);

    public static Recorded<L> Minimum(Recorded<L> x, Recorded<L> y) => Make(MachineOp.Minimum, x, y);

    public static void Accumulate(Recorded<L> x, ref Vector512<double> low, ref Vector512<double> high) =>
        throw new NotSupportedException("only the kernel compiled from a recording sums the recorded operations");

    public static Recorded<L> ByElement<TFunction>(TFunction function, Recorded<L> x)
        where TFunction : struct, IScalarFunction => new(Graph.Call(new ScalarCall1<TFunction>(function), x.Index));

    public static Recorded<L> ByElement<TFunction>(TFunction function, Recorded<L> x, Recorded<L> y)
        where TFunction : struct, IScalarFunction2 => new(Graph.Call(new ScalarCall2<TFunction>(function), x.Index, y.Index));

    private static Recorded<L> Make(MachineOp op, Recorded<L> left, Recorded<L> right) => new(Graph.Make(op, left.Index, right.Index));

    private static Recorded<L> Select(int mask, Recorded<L> yes, Recorded<L> no) => new(Graph.Make(MachineOp.Select, mask, yes.Index, no.Index));

    private static Recorded<L> Number(double value) => new(Graph.Constant(value));

    private static Recorded<L> Pair(Recorded<L> x, double high, double low) => FusedMultiplyAdd(Number(high), x, Number(low));

    private static Recorded<L> MultiplyAdd(Recorded<L> x, Recorded<L> y, double z) => FusedMultiplyAdd(x, y, Number(z));
}
