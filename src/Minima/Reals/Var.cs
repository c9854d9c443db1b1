using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>
/// Lanes on a tape: reverse mode. A formula read with <c>Var&lt;V16&gt;</c> is differentiated with respect to all of its inputs by one
/// sweep backwards, sixteen rows at a time, where duals would need a pass for each input. Steps on constants are not recorded.
/// </summary>
internal struct Var<L> : IReal<Var<L>>
    where L : unmanaged, ILanes<L>
{
    public L Value;

    /// <summary>Where it stands on the tape of its thread; 0 for a constant.</summary>
    public int Node;

    [MethodImpl(AggressiveInlining)]
    public static Var<L> operator +(Var<L> left, Var<L> right) =>
        new() { Value = left.Value + right.Value, Node = left.Node == 0 ? right.Node : right.Node == 0 ? left.Node : Tape<L>.PushSum(left.Node, right.Node, false) };

    [MethodImpl(AggressiveInlining)]
    public static Var<L> operator -(Var<L> left, Var<L> right) =>
        new() { Value = left.Value - right.Value, Node = right.Node == 0 ? left.Node : Tape<L>.PushSum(left.Node, right.Node, true) };

    [MethodImpl(AggressiveInlining)]
    public static Var<L> operator *(Var<L> left, Var<L> right) =>
        new() { Value = left.Value * right.Value, Node = (left.Node | right.Node) == 0 ? 0 : Tape<L>.Push(left.Node, right.Value, right.Node, left.Value) };

    [MethodImpl(AggressiveInlining)]
    public static Var<L> operator /(Var<L> left, Var<L> right)
    {
        var quotient = left.Value / right.Value;
        return new() { Value = quotient, Node = (left.Node | right.Node) == 0 ? 0 : PushQuotient(left.Node, right.Node, right.Value, quotient) };
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
    public static Var<L> IfLess(Var<L> left, Var<L> right, Var<L> yes, Var<L> no) =>
        new() { Value = L.IfLess(left.Value, right.Value, yes.Value, no.Value), Node = yes.Node == no.Node ? yes.Node : PushChoice(left.Value, right.Value, yes.Node, no.Node) };

    [MethodImpl(AggressiveInlining)]
    public static Var<L> Apply<TPrimitive>(TPrimitive primitive, Var<L> x)
        where TPrimitive : struct, IPrimitive<TPrimitive>
    {
        if (x.Node == 0)
        {
            return new() { Value = L.Apply(primitive, x.Value) };
        }

        L.ApplyWithSlope(primitive, x.Value, out var value, out var slope);
        return new() { Value = value, Node = Tape<L>.Push(x.Node, slope) };
    }

    [MethodImpl(AggressiveInlining)]
    public static Var<L> Apply<TPrimitive>(TPrimitive primitive, Var<L> x, Var<L> y)
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

    [MethodImpl(AggressiveInlining)]
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

    [MethodImpl(NoInlining)]
    private static int PushQuotient(int left, int right, in L divisor, in L quotient)
    {
        var reciprocal = 1.0 / divisor;
        return Tape<L>.Push(left, reciprocal, right, -(quotient * reciprocal));
    }

    [MethodImpl(NoInlining)]
    private static int PushChoice(in L left, in L right, int yes, int no) =>
        Tape<L>.Push(yes, L.IfLess(left, right, L.Of(1), L.Of(0)), no, L.IfLess(left, right, L.Of(0), L.Of(1)));
}
