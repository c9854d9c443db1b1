using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>
/// Lanes on a tape: reverse mode. A formula evaluated with <c>Var&lt;V16&gt;</c> is differentiated with respect to all of its inputs by one
/// backward sweep, sixteen rows at a time, where duals would need a pass for each input. Steps on constants are not recorded.
/// </summary>
/// <remarks>Every method that records a step is deliberately a call. Inlined, a formula of a few steps would exceed the JIT's inlining budget for one method, and all of it would be slower.</remarks>
internal struct Var<L> : IReal<Var<L>>
    where L : unmanaged, ILanes<L>
{
    public L Value;

    /// <summary>The position on the tape of the thread; 0 for a constant.</summary>
    public int Node;

    [MethodImpl(AggressiveInlining)]
    public static Var<L> operator +(Var<L> left, Var<L> right) =>
        new() { Value = left.Value + right.Value, Node = left.Node == 0 ? right.Node : right.Node == 0 ? left.Node : Tape<L>.PushSum(left.Node, right.Node, false) };

    [MethodImpl(AggressiveInlining)]
    public static Var<L> operator -(Var<L> left, Var<L> right) =>
        new() { Value = left.Value - right.Value, Node = right.Node == 0 ? left.Node : Tape<L>.PushSum(left.Node, right.Node, true) };

    [MethodImpl(AggressiveInlining)]
    public static Var<L> operator *(Var<L> left, Var<L> right) =>
        new() { Value = left.Value * right.Value, Node = (left.Node | right.Node) == 0 ? 0 : PushProduct(left, right) };

    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static Var<L> operator /(Var<L> left, Var<L> right)
    {
        var quotient = left.Value / right.Value;
        if ((left.Node | right.Node) == 0)
        {
            return new() { Value = quotient };
        }

        var reciprocal = 1.0 / right.Value;
        return new() { Value = quotient, Node = Tape<L>.Push(left.Node, reciprocal, right.Node, -(quotient * reciprocal)) };
    }

    [MethodImpl(AggressiveInlining)]
    public static Var<L> operator -(Var<L> x) => new() { Value = -x.Value, Node = x.Node == 0 ? 0 : Tape<L>.PushSum(0, x.Node, true) };

    [MethodImpl(AggressiveInlining)]
    public static Var<L> operator +(double left, Var<L> right) => new() { Value = left + right.Value, Node = right.Node };

    [MethodImpl(AggressiveInlining)]
    public static Var<L> operator +(Var<L> left, double right) => new() { Value = left.Value + right, Node = left.Node };

    [MethodImpl(AggressiveInlining)]
    public static Var<L> operator -(Var<L> left, double right) => new() { Value = left.Value - right, Node = left.Node };

    [MethodImpl(AggressiveInlining)]
    public static Var<L> Of(double value, string name = "") => new() { Value = L.Of(value, name) };

    [MethodImpl(AggressiveInlining)]
    public static Var<L> IfLess(Var<L> left, Var<L> right, Var<L> yes, Var<L> no) => (yes.Node | no.Node) == 0
        ? new() { Value = L.IfLess(left.Value, right.Value, yes.Value, no.Value) }
        : Choose(left.Value, right.Value, yes, no);

    [MethodImpl(AggressiveInlining)]
    public static Var<L> Apply<TPrimitive>(TPrimitive primitive, Var<L> x)
        where TPrimitive : struct, IPrimitive<TPrimitive> => Record(primitive, x);

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static Var<L> Record<TPrimitive>(TPrimitive primitive, in Var<L> x)
        where TPrimitive : struct, IPrimitive<TPrimitive>
    {
        if (x.Node == 0)
        {
            return new() { Value = L.Apply(primitive, x.Value) };
        }

        L.ApplyWithSlope(primitive, x.Value, out var value, out var slope);
        return new() { Value = value, Node = Tape<L>.Push(x.Node, slope) };
    }

    /// <summary>A maximum of constants is inlined: rows use it for shifts and sorting.</summary>
    [MethodImpl(AggressiveInlining)]
    public static Var<L> Apply<TPrimitive>(TPrimitive primitive, Var<L> x, Var<L> y)
        where TPrimitive : struct, IPrimitive2<TPrimitive> => typeof(TPrimitive) == typeof(Max) && (x.Node | y.Node) == 0
            ? new() { Value = L.Maximum(x.Value, y.Value) }
            : Record(primitive, x, y);

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static Var<L> Record<TPrimitive>(TPrimitive primitive, in Var<L> x, in Var<L> y)
        where TPrimitive : struct, IPrimitive2<TPrimitive>
    {
        var value = L.Apply(primitive, x.Value, y.Value);
        if ((x.Node | y.Node) == 0)
        {
            return new() { Value = value };
        }

        TPrimitive.Slopes(primitive, x.Value, y.Value, value, out var slopeX, out var slopeY);
        return new() { Value = value, Node = Tape<L>.Push(x.Node, slopeX, y.Node, slopeY) };
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static Var<L> Apply<TPrimitive>(TPrimitive primitive, Var<L> x, Var<L> y, Var<L> z)
        where TPrimitive : struct, IPrimitive3<TPrimitive>
    {
        if ((x.Node | y.Node | z.Node) == 0)
        {
            return new() { Value = L.Apply(primitive, x.Value, y.Value, z.Value) };
        }

        L.ApplyWithSlopes(primitive, x.Value, y.Value, z.Value, out var value, out var slopeX, out var slopeY, out var slopeZ);
        var node = (x.Node | y.Node) == 0 ? 0 : Tape<L>.Push(x.Node, slopeX, y.Node, slopeY);
        return new() { Value = value, Node = z.Node == 0 ? node : Tape<L>.Push(node, L.Of(1), z.Node, slopeZ) };
    }

    [MethodImpl(AggressiveInlining)]
    public static Var<L> StraightThrough(Var<L> value, Var<L> path) => new() { Value = value.Value, Node = path.Node };

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static int PushProduct(in Var<L> left, in Var<L> right) => Tape<L>.Push(left.Node, right.Value, right.Node, left.Value);

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static Var<L> Choose(in L left, in L right, in Var<L> yes, in Var<L> no) => new()
    {
        Value = L.IfLess(left, right, yes.Value, no.Value),
        Node = yes.Node == no.Node ? yes.Node : Tape<L>.Push(yes.Node, L.IfLess(left, right, L.Of(1), L.Of(0)), no.Node, L.IfLess(left, right, L.Of(0), L.Of(1))),
    };
}
