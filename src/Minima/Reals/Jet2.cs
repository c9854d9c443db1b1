using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>
/// A value with its first and second derivative along one direction: the diagonal curvature that a booster's Hessian
/// and a Newton step need. The second slope of a primitive is the slope of its slope, read off the same table.
/// </summary>
public struct Jet2<R>(R value, R first, R second) : IReal<Jet2<R>>
    where R : IReal<R>
{
    public R Value = value;
    public R First = first;
    public R Second = second;

    [MethodImpl(AggressiveInlining)]
    public static Jet2<R> operator +(Jet2<R> left, Jet2<R> right) =>
        new() { Value = left.Value + right.Value, First = left.First + right.First, Second = left.Second + right.Second };

    [MethodImpl(AggressiveInlining)]
    public static Jet2<R> operator -(Jet2<R> left, Jet2<R> right) =>
        new() { Value = left.Value - right.Value, First = left.First - right.First, Second = left.Second - right.Second };

    [MethodImpl(AggressiveInlining)]
    public static Jet2<R> operator *(Jet2<R> left, Jet2<R> right) => new() { Value = left.Value * right.Value, First = left.Value * right.First + right.Value * left.First, Second = left.Value * right.Second + right.Value * left.Second + 2.0 * (left.First * right.First) };

    [MethodImpl(AggressiveInlining)]
    public static Jet2<R> operator /(Jet2<R> left, Jet2<R> right)
    {
        var reciprocal = 1.0 / right.Value;
        var value = left.Value / right.Value;
        var first = reciprocal * (left.First - R.Chain(value, right.First));
        var second = reciprocal * (left.Second - 2.0 * R.Chain(first, right.First) - R.Chain(value, right.Second));
        return new() { Value = value, First = first, Second = second };
    }

    [MethodImpl(AggressiveInlining)]
    public static Jet2<R> operator -(Jet2<R> x) => new() { Value = -x.Value, First = -x.First, Second = -x.Second };

    [MethodImpl(AggressiveInlining)]
    public static Jet2<R> operator +(double left, Jet2<R> right) => new() { Value = left + right.Value, First = right.First, Second = right.Second };

    [MethodImpl(AggressiveInlining)]
    public static Jet2<R> operator +(Jet2<R> left, double right) => new() { Value = left.Value + right, First = left.First, Second = left.Second };

    [MethodImpl(AggressiveInlining)]
    public static Jet2<R> operator -(double left, Jet2<R> right) => new() { Value = left - right.Value, First = -right.First, Second = -right.Second };

    [MethodImpl(AggressiveInlining)]
    public static Jet2<R> operator -(Jet2<R> left, double right) => new() { Value = left.Value - right, First = left.First, Second = left.Second };

    [MethodImpl(AggressiveInlining)]
    public static Jet2<R> operator *(double left, Jet2<R> right) => new() { Value = left * right.Value, First = left * right.First, Second = left * right.Second };

    [MethodImpl(AggressiveInlining)]
    public static Jet2<R> operator *(Jet2<R> left, double right) => right * left;

    [MethodImpl(AggressiveInlining)]
    public static Jet2<R> Of(double value, string name = "") => new() { Value = R.Of(value, name), First = R.Of(0), Second = R.Of(0) };

    [MethodImpl(AggressiveInlining)]
    public static Jet2<R> IfLess(Jet2<R> left, Jet2<R> right, Jet2<R> yes, Jet2<R> no) => new() { Value = R.IfLess(left.Value, right.Value, yes.Value, no.Value), First = R.IfLess(left.Value, right.Value, yes.First, no.First), Second = R.IfLess(left.Value, right.Value, yes.Second, no.Second) };

    [MethodImpl(AggressiveInlining)]
    public static Jet2<R> Apply<TPrimitive>(TPrimitive primitive, Jet2<R> x)
        where TPrimitive : struct, IPrimitive<TPrimitive>
    {
        R.ApplyWithSlope(primitive, x.Value, out var value, out var slope);
        if (typeof(TPrimitive) == typeof(Abs))
        {
            // At 0 the one-sided slope, where a gradient takes 0: a smooth even function of |x|, such as Huber's square, then has its true
            // curvature there. (NaN takes the last branch and stays.)
            slope = R.IfLess(x.Value, R.Of(0), R.Of(-1), R.IfLess(R.Of(-1), x.Value, R.Of(1), x.Value));
        }

        var slopes = TPrimitive.Slope(
            primitive,
            new Dual<R, One<R>>(x.Value, One<R>.Unit(0)),
            new Dual<R, One<R>>(value, new One<R>(slope)));
        return new() { Value = value, First = R.Chain(slope, x.First), Second = R.Chain(slope, x.Second) + R.Chain(slopes.Slope.A, x.First * x.First) };
    }

    [MethodImpl(AggressiveInlining)]
    public static Jet2<R> Apply<TPrimitive>(TPrimitive primitive, Jet2<R> x, Jet2<R> y)
        where TPrimitive : struct, IPrimitive2<TPrimitive>
    {
        var value = R.Apply(primitive, x.Value, y.Value);
        if (typeof(TPrimitive) == typeof(ZeroTimes))
        {
            // The product rule, in which the factor that decides the value decides the derivatives.
            return new()
            {
                Value = value,
                First = R.Chain(y.Value, x.First) + R.Chain(y.First, x.Value),
                Second = R.Chain(y.Value, x.Second) + 2.0 * R.Chain(y.First, x.First) + R.Chain(y.Second, x.Value),
            };
        }

        // The slopes, differentiated along the direction in which x and y move.
        TPrimitive.Slopes(primitive, x.Value, y.Value, value, out var slopeX, out var slopeY);
        var first = R.Chain(slopeX, x.First) + R.Chain(slopeY, y.First);
        TPrimitive.Slopes(
            primitive,
            new Dual<R, One<R>>(x.Value, new One<R>(x.First)),
            new Dual<R, One<R>>(y.Value, new One<R>(y.First)),
            new Dual<R, One<R>>(value, new One<R>(first)),
            out var changeX,
            out var changeY);
        var second = R.Chain(slopeX, x.Second) + R.Chain(slopeY, y.Second)
            + R.Chain(changeX.Slope.A, x.First) + R.Chain(changeY.Slope.A, y.First);
        return new() { Value = value, First = first, Second = second };
    }

    [MethodImpl(AggressiveInlining)]
    public static Jet2<R> Apply<TPrimitive>(TPrimitive primitive, Jet2<R> x, Jet2<R> y, Jet2<R> z)
        where TPrimitive : struct, IPrimitive3<TPrimitive>
    {
        R.ApplyWithSlopes(primitive, x.Value, y.Value, z.Value, out var value, out var slopeX, out var slopeY, out var slopeZ);
        var first = R.Chain(slopeX, x.First) + (R.Chain(slopeY, y.First) + R.Chain(slopeZ, z.First));
        TPrimitive.Changes(
            primitive, x.Value, y.Value, z.Value, new Slopes3<R>(slopeX, slopeY, slopeZ), value, x.First, y.First, z.First,
            out var changeX, out var changeY, out var changeZ);
        var second = R.Chain(slopeX, x.Second) + (R.Chain(slopeY, y.Second) + R.Chain(slopeZ, z.Second))
            + R.Chain(changeX, x.First) + (R.Chain(changeY, y.First) + R.Chain(changeZ, z.First));
        return new() { Value = value, First = first, Second = second };
    }

    [MethodImpl(AggressiveInlining)]
    public static Jet2<R> StraightThrough(Jet2<R> value, Jet2<R> path) => new() { Value = R.StraightThrough(value.Value, path.Value), First = path.First, Second = path.Second };
}
