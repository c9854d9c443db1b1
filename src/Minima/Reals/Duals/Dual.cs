using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>
/// A value and its exact partial derivatives. A formula evaluated with <c>Dual&lt;V16, One&lt;V16&gt;&gt;</c> is the fused
/// value-and-gradient kernel; with a dual of duals it gives second derivatives (the oracle of <see cref="Jet2{R}"/>).
/// </summary>
/// <typeparam name="R">The inner real: lanes, a machine number, or again a dual.</typeparam>
/// <typeparam name="P">The number of partials: <see cref="One{R}"/> to <see cref="Four{R}"/>.</typeparam>
public struct Dual<R, P>(R value, P slope) : IReal<Dual<R, P>>
    where R : IReal<R>
    where P : struct, IPartials<P, R>
{
    public R Value = value;
    public P Slope = slope;

    [MethodImpl(AggressiveInlining)]
    public static Dual<R, P> operator +(Dual<R, P> left, Dual<R, P> right) => new() { Value = left.Value + right.Value, Slope = left.Slope + right.Slope };

    [MethodImpl(AggressiveInlining)]
    public static Dual<R, P> operator -(Dual<R, P> left, Dual<R, P> right) => new() { Value = left.Value - right.Value, Slope = left.Slope - right.Slope };

    [MethodImpl(AggressiveInlining)]
    public static Dual<R, P> operator *(Dual<R, P> left, Dual<R, P> right) =>
        new() { Value = left.Value * right.Value, Slope = P.Combine(left.Value, right.Slope, right.Value, left.Slope) };

    [MethodImpl(AggressiveInlining)]
    public static Dual<R, P> operator /(Dual<R, P> left, Dual<R, P> right)
    {
        var quotient = left.Value / right.Value;
        return new() { Value = quotient, Slope = 1.0 / right.Value * (left.Slope - P.Chain(quotient, right.Slope)) };
    }

    [MethodImpl(AggressiveInlining)]
    public static Dual<R, P> operator -(Dual<R, P> x) => new() { Value = -x.Value, Slope = -x.Slope };

    [MethodImpl(AggressiveInlining)]
    public static Dual<R, P> operator +(double left, Dual<R, P> right) => new() { Value = left + right.Value, Slope = right.Slope };

    [MethodImpl(AggressiveInlining)]
    public static Dual<R, P> operator +(Dual<R, P> left, double right) => new() { Value = left.Value + right, Slope = left.Slope };

    [MethodImpl(AggressiveInlining)]
    public static Dual<R, P> operator -(double left, Dual<R, P> right) => new() { Value = left - right.Value, Slope = -right.Slope };

    [MethodImpl(AggressiveInlining)]
    public static Dual<R, P> operator -(Dual<R, P> left, double right) => new() { Value = left.Value - right, Slope = left.Slope };

    [MethodImpl(AggressiveInlining)]
    public static Dual<R, P> operator *(double left, Dual<R, P> right) => new() { Value = left * right.Value, Slope = R.Of(left, "") * right.Slope };

    [MethodImpl(AggressiveInlining)]
    public static Dual<R, P> operator *(Dual<R, P> left, double right) => right * left;

    [MethodImpl(AggressiveInlining)]
    public static Dual<R, P> Of(double value, string name = "") => new() { Value = R.Of(value, name), Slope = P.Zero };

    [MethodImpl(AggressiveInlining)]
    public static Dual<R, P> IfLess(Dual<R, P> left, Dual<R, P> right, Dual<R, P> yes, Dual<R, P> no) =>
        new() { Value = R.IfLess(left.Value, right.Value, yes.Value, no.Value), Slope = P.IfLess(left.Value, right.Value, yes.Slope, no.Slope) };

    [MethodImpl(AggressiveInlining)]
    public static Dual<R, P> Apply<TPrimitive>(TPrimitive primitive, Dual<R, P> x)
        where TPrimitive : struct, IPrimitive<TPrimitive>
    {
        R.ApplyWithSlope(primitive, x.Value, out var value, out var slope);
        return new() { Value = value, Slope = TPrimitive.SlopeIsBounded ? slope * x.Slope : P.Chain(slope, x.Slope) };
    }

    [MethodImpl(AggressiveInlining)]
    public static Dual<R, P> Apply<TPrimitive>(TPrimitive primitive, Dual<R, P> x, Dual<R, P> y)
        where TPrimitive : struct, IPrimitive2<TPrimitive>
    {
        var value = R.Apply(primitive, x.Value, y.Value);
        if (typeof(TPrimitive) == typeof(ZeroTimes))
        {
            // If x is 0, the product is 0 even if the slope of y is infinite: the factor that decides the value decides the derivative.
            return new() { Value = value, Slope = P.Chain(y.Value, x.Slope) + P.ChainInto(y.Slope, x.Value) };
        }

        TPrimitive.Slopes(primitive, x.Value, y.Value, value, out var slopeX, out var slopeY);
        return new() { Value = value, Slope = P.Chain(slopeX, x.Slope) + P.Chain(slopeY, y.Slope) };
    }

    [MethodImpl(AggressiveInlining)]
    public static Dual<R, P> Apply<TPrimitive>(TPrimitive primitive, Dual<R, P> x, Dual<R, P> y, Dual<R, P> z)
        where TPrimitive : struct, IPrimitive3<TPrimitive>
    {
        R.ApplyWithSlopes(primitive, x.Value, y.Value, z.Value, out var value, out var slopeX, out var slopeY, out var slopeZ);
        return new() { Value = value, Slope = P.Chain(slopeX, x.Slope) + (P.Chain(slopeY, y.Slope) + P.Chain(slopeZ, z.Slope)) };
    }

    [MethodImpl(AggressiveInlining)]
    public static Dual<R, P> Chain(Dual<R, P> slope, Dual<R, P> derivative) =>
        new() { Value = R.Chain(slope.Value, derivative.Value), Slope = P.Chain(slope.Value, derivative.Slope) + P.ChainInto(slope.Slope, derivative.Value) };

    [MethodImpl(AggressiveInlining)]
    public static Dual<R, P> StraightThrough(Dual<R, P> value, Dual<R, P> path) => new() { Value = R.StraightThrough(value.Value, path.Value), Slope = path.Slope };
}
