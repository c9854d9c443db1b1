using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>
/// A value with its first and second derivative along one direction: the diagonal curvature for a booster's Hessian
/// and a Newton step. The second derivative of a primitive is the derivative of its derivative, from the same table.
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
            // At 0, the derivative of the side that the direction leads to, where a gradient takes 0: a smooth even function of |x|, such as Huber's square,
            // then has its true curvature there. (NaN takes the last branch and stays.)
            var ahead = IfAhead(x.First, x.Second, 1.0 + x.Value, R.Of(-1));
            slope = R.IfLess(x.Value, R.Of(0), R.Of(-1), R.IfLess(R.Of(0), x.Value, R.Of(1), ahead));
        }
        else if (typeof(TPrimitive) == typeof(BesselI0e))
        {
            // Its kink at 0 is that of -|x|.
            slope = R.IfLess(x.Value, R.Of(0), slope, R.IfLess(R.Of(0), x.Value, slope, IfAhead(x.First, x.Second, x.Value - 1.0, R.Of(1))));
        }
        else if (typeof(TPrimitive) == typeof(Clamp))
        {
            // The same at an end of the interval: 1 if the direction leads inwards, 0 if it leads outwards.
            var clamp = (Clamp)(object)primitive;
            var (low, high) = (R.Of(clamp.Low, ""), R.Of(clamp.High, ""));
            var inwards = R.IfLess(x.Value, high, IfAhead(x.First, x.Second, slope, R.Of(0)), IfAhead(-x.First, -x.Second, slope, R.Of(0)));
            slope = R.IfLess(low, x.Value, R.IfLess(x.Value, high, slope, R.IfLess(high, x.Value, slope, inwards)), R.IfLess(x.Value, low, slope, inwards));
        }

        var first = R.Chain(slope, x.First);

        // The curvature of a logarithm is minus the square of its first derivative: squares the product, which is finite even if the square of 1/x is not.
        var bend = typeof(TPrimitive) == typeof(Log) || typeof(TPrimitive) == typeof(Log1p)
            ? -(first * first)
            : R.Chain(TPrimitive.SecondDerivative(primitive, x.Value, value, slope), x.First * x.First);
        if (typeof(TPrimitive) == typeof(Sqrt))
        {
            // sqrt(s e^2 / 2) is e sqrt(s / 2): the length of a vector that passes through 0.
            var turns = R.IfLess(R.Of(0), x.First * x.First, R.Of(0), R.IfLess(R.Of(0), x.Second, R.Of(1), R.Of(0)));
            var isOrigin = R.IfLess(R.Of(0), value, R.Of(0), turns);
            first = R.IfLess(R.Of(0), isOrigin, R.Sqrt(0.5 * x.Second), first);
        }

        return new() { Value = value, First = first, Second = R.Chain(slope, x.Second) + bend };
    }

    /// <summary>Selects by the sign of a number one step ahead of 0: by its first derivative, or if that is 0 by its second.</summary>
    [MethodImpl(AggressiveInlining)]
    private static R IfAhead(R first, R second, R up, R down) =>
        R.IfLess(first, R.Of(0), down, R.IfLess(R.Of(0), first, up, R.IfLess(second, R.Of(0), down, up)));

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

        if (typeof(TPrimitive) == typeof(Max))
        {
            // At a tie, the one that is larger a step ahead, where a gradient takes half of each; a NaN stays.
            var ahead = R.IfLess(x.First, y.First, R.Of(1), R.IfLess(y.First, x.First, R.Of(0), R.IfLess(x.Second, y.Second, R.Of(1), R.Of(0))));
            var zero = R.IfLess(value, R.Of(0), R.Of(0), R.IfLess(R.Of(-1), value, R.Of(0), value));
            var isSecond = R.IfLess(x.Value, y.Value, R.Of(1), R.IfLess(y.Value, x.Value, R.Of(0), ahead));
            return new()
            {
                Value = value,
                First = zero + R.IfLess(R.Of(0.5), isSecond, y.First, x.First),
                Second = zero + R.IfLess(R.Of(0.5), isSecond, y.Second, x.Second),
            };
        }

        if (typeof(TPrimitive) == typeof(Hypot))
        {
            return Length(x, y, value);
        }

        // The derivatives, differentiated along the direction in which x and y move.
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

    /// <summary>
    /// The length of (x, y). Its first derivative is the component along the vector; its curvature is the square of the perpendicular component over the length.
    /// Nothing cancels, however long the vector. From the origin it grows by the length of the step.
    /// </summary>
    [MethodImpl(AggressiveInlining)]
    private static Jet2<R> Length(Jet2<R> x, Jet2<R> y, R value)
    {
        Hypot.Slopes(default, x.Value, y.Value, value, out var alongX, out var alongY);
        var across = R.Chain(alongX, y.First) - R.Chain(alongY, x.First);
        var first = R.Chain(alongX, x.First) + R.Chain(alongY, y.First);
        var second = R.Chain(alongX, x.Second) + R.Chain(alongY, y.Second) + R.Chain(1.0 / value, across * across);
        var step = R.Hypot(x.First, y.First);
        var ahead = R.IfLess(R.Of(0), step, (x.First * x.Second + y.First * y.Second) / step, R.Hypot(x.Second, y.Second));
        return new()
        {
            Value = value,
            First = R.IfLess(R.Of(0), value, first, step + value),
            Second = R.IfLess(R.Of(0), value, second, ahead + value),
        };
    }

    [MethodImpl(AggressiveInlining)]
    public static Jet2<R> StraightThrough(Jet2<R> value, Jet2<R> path) => new() { Value = R.StraightThrough(value.Value, path.Value), First = path.First, Second = path.Second };
}
