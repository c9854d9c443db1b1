using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>
/// A real number in one of several forms: a value, sixteen values at once, a value with its derivative, a symbol.
/// A loss is written once over this interface; every way to run it is another implementation.
/// </summary>
/// <remarks>
/// <para>No member returns <see cref="bool"/>: a lane has sixteen answers and a symbol has none. The only branch is <see cref="IfLess"/>.</para>
/// <para>A new kind of number has to define only the eleven abstract members. Everything below them is vocabulary:
/// each function is an entry in the table of primitives (folder <c>Primitives</c>), with value and derivative together.</para>
/// </remarks>
public interface IReal<T>
    where T : IReal<T>
{
    static abstract T operator +(T left, T right);

    static abstract T operator -(T left, T right);

    static abstract T operator *(T left, T right);

    static abstract T operator /(T left, T right);

    static abstract T operator -(T x);

    /// <summary>A constant. <paramref name="name"/> is the text of the argument, so that a symbol can print a parameter by its name.</summary>
    static abstract T Of(double value, [CallerArgumentExpression(nameof(value))] string name = "");

    /// <summary><paramref name="left"/> &lt; <paramref name="right"/> ? <paramref name="yes"/> : <paramref name="no"/>. Strict: a tie and a NaN take <paramref name="no"/>.</summary>
    static abstract T IfLess(T left, T right, T yes, T no);

    /// <summary>Applies an entry in the table of primitives.</summary>
    static abstract T Apply<TPrimitive>(TPrimitive primitive, T x)
        where TPrimitive : struct, IPrimitive<TPrimitive>;

    /// <summary>Applies an entry in the table of primitives with two arguments.</summary>
    static abstract T Apply<TPrimitive>(TPrimitive primitive, T x, T y)
        where TPrimitive : struct, IPrimitive2<TPrimitive>;

    /// <summary>Applies an entry in the table of primitives with three arguments.</summary>
    static abstract T Apply<TPrimitive>(TPrimitive primitive, T x, T y, T z)
        where TPrimitive : struct, IPrimitive3<TPrimitive>;

    /// <summary>The value of <paramref name="value"/> with the derivative of <paramref name="path"/>: this lets gradients pass through a quantiser or a floor.</summary>
    static abstract T StraightThrough(T value, T path);

    /// <summary>The same value; every derivative treats it as a constant.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T StopGradient(T x) => T.StraightThrough(x, T.Of(0));

    // --- constants and numbers together -------------------------------------------------------------------------

    [MethodImpl(AggressiveInlining)]
    static virtual T operator +(double left, T right) => T.Of(left, "") + right;

    [MethodImpl(AggressiveInlining)]
    static virtual T operator +(T left, double right) => left + T.Of(right, "");

    [MethodImpl(AggressiveInlining)]
    static virtual T operator -(double left, T right) => T.Of(left, "") - right;

    [MethodImpl(AggressiveInlining)]
    static virtual T operator -(T left, double right) => left - T.Of(right, "");

    [MethodImpl(AggressiveInlining)]
    static virtual T operator *(double left, T right) => T.Of(left, "") * right;

    [MethodImpl(AggressiveInlining)]
    static virtual T operator *(T left, double right) => left * T.Of(right, "");

    [MethodImpl(AggressiveInlining)]
    static virtual T operator /(double left, T right) => T.Of(left, "") / right;

    [MethodImpl(AggressiveInlining)]
    static virtual T operator /(T left, double right) => left / T.Of(right, "");

    // --- what a derivative needs --------------------------------------------------------------------------------

    /// <summary>Value and derivative of a primitive together, for primitives that share work between them.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual void ApplyWithSlope<TPrimitive>(TPrimitive primitive, T x, out T value, out T slope)
        where TPrimitive : struct, IPrimitive<TPrimitive>
    {
        value = T.Apply(primitive, x);
        slope = TPrimitive.Slope(primitive, x, value);
    }

    /// <summary>Value and derivatives of a primitive with three arguments together.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual void ApplyWithSlopes<TPrimitive>(TPrimitive primitive, T x, T y, T z, out T value, out T slopeX, out T slopeY, out T slopeZ)
        where TPrimitive : struct, IPrimitive3<TPrimitive>
    {
        value = T.Apply(primitive, x, y, z);
        TPrimitive.Slopes(primitive, x, y, z, value, out slopeX, out slopeY, out slopeZ);
    }

    /// <summary>
    /// One term of the chain rule: <paramref name="slope"/> times <paramref name="derivative"/>. It is 0 if the derivative is 0, even if the slope is infinite.
    /// A constant at the edge of a domain therefore never turns a gradient into NaN.
    /// </summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T Chain(T slope, T derivative)
    {
        var product = slope * derivative;
        return T.IfLess(derivative, T.Of(0), product, T.IfLess(T.Of(0), derivative, product, derivative));
    }

    // --- the vocabulary: smooth ---------------------------------------------------------------------------------

    /// <summary>e^x.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T Exp(T x) => T.Apply(default(Exp), x);

    /// <summary>Natural logarithm.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T Log(T x) => T.Apply(default(Log), x);

    /// <summary>log(1 + x), accurate near 0.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T Log1p(T x) => T.Apply(default(Log1p), x);

    /// <summary>e^x - 1, accurate near 0.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T Expm1(T x) => T.Apply(default(Expm1), x);

    /// <summary>log(1 - e^x) for x &lt; 0, accurate at both ends.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T Log1mExp(T x) => T.Apply(default(Log1mExp), x);

    /// <summary>(e^x - 1) / x, 1 at 0.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T ExpRatio(T x) => T.Apply(default(ExpRatio), x);

    /// <summary>log(1 + x^2) without overflow.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T Log1pSquare(T x) => T.Apply(default(Log1pSquare), x);

    /// <summary>x - log(1 + x), accurate near 0.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T LogRemainder(T x) => T.Apply(default(LogRemainder), x);

    /// <summary>e^x - 1 - x, accurate near 0.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T ExpRemainder(T x) => T.Apply(default(ExpRemainder), x);

    /// <summary>Square root; derivative 0 at 0.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T Sqrt(T x) => T.Apply(default(Sqrt), x);

    /// <summary>x^exponent for a constant exponent; at 0 with 0 &lt; exponent &lt; 1 the derivative is 0. <paramref name="name"/> as for <see cref="Of"/>.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T Pow(T x, double exponent, [CallerArgumentExpression(nameof(exponent))] string name = "") =>
        exponent == 2 ? x * x : exponent == 1 ? x : T.Apply(new Power(exponent), x);

    /// <summary>x^y with both variable; 0^0 = 1.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T Pow(T x, T y) => T.Apply(default(PowerOf), x, y);

    /// <summary>1 / (1 + e^-x).</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T Sigmoid(T x) => T.Apply(default(Sigmoid), x);

    /// <summary>log(1 + e^x), full relative accuracy in the tail; derivative 1/2 at 0.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T Softplus(T x) => T.Apply(default(Softplus), x);

    /// <summary>
    /// <paramref name="a"/> softplus(x) + <paramref name="b"/> softplus(-x) from one exponential and one logarithm: binary
    /// cross-entropy with a = 1 - t, b = t. Nothing cancels for non-negative weights.
    /// </summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T SoftplusMix(T x, T a, T b) => T.Apply(default(SoftplusMix), x, a, b);

    /// <summary><paramref name="a"/> sigmoid(x) + <paramref name="b"/> sigmoid(-x) from one exponential: with a = 1 - t, b = t the probability of the wrong class.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T SigmoidMix(T x, T a, T b) => T.Apply(default(SigmoidMix), x, a, b);

    /// <summary>log(1 / (1 + e^-x)) = -softplus(-x).</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T LogSigmoid(T x) => -T.Softplus(-x);

    /// <summary>Hyperbolic tangent.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T Tanh(T x) => T.Apply(default(Tanh), x);

    /// <summary>log(cosh(x)), accurate near 0 and for large x.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T LogCosh(T x) => T.Apply(default(LogCosh), x);

    [MethodImpl(AggressiveInlining)]
    static virtual T Sin(T x) => T.Apply(default(Sin), x);

    [MethodImpl(AggressiveInlining)]
    static virtual T Cos(T x) => T.Apply(default(Cos), x);

    /// <summary>sin(pi x), exact at every half integer.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T SinPi(T x) => T.Apply(default(SinPi), x);

    /// <summary>cos(pi x), exact at every half integer.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T CosPi(T x) => T.Apply(default(CosPi), x);

    [MethodImpl(AggressiveInlining)]
    static virtual T Atan(T x) => T.Apply(default(Atan), x);

    /// <summary>sqrt(x^2 + y^2) without overflow; derivatives 0 at the origin.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T Hypot(T x, T y) => T.Apply(default(Hypot), x, y);

    /// <summary>x log y; 0 if x is 0, even if the logarithm is infinite.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T XLogY(T x, T y) => T.Apply(default(XLogY), x, y);

    /// <summary>x log(1 + y); 0 if x is 0, even if the logarithm is infinite.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T XLog1pY(T x, T y) => T.Apply(default(XLog1pY), x, y);

    /// <summary>x y; 0 if x is 0, even if y is infinite.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T ZeroTimes(T x, T y) => T.Apply(default(ZeroTimes), x, y);

    /// <summary>log(e^x + e^y) without overflow.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T LogAddExp(T x, T y) => T.Apply(default(LogAddExp), x, y);

    /// <summary>log |Gamma(x)|.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T LogGamma(T x) => T.Apply(default(LogGamma), x);

    /// <summary>The derivative of <see cref="LogGamma"/>.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T Digamma(T x) => T.Apply(default(Digamma), x);

    /// <summary>The derivative of <see cref="Digamma"/>.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T Trigamma(T x) => T.Apply(default(Trigamma), x);

    /// <summary>The remainder of Stirling's formula for log Gamma at 1/x: log Gamma(1/x) - (1/x - 1/2) log(1/x) + 1/x - log(2 pi)/2, for x at least 0.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T StirlingRemainder(T x) => T.Apply(default(StirlingRemainder), x);

    /// <summary>Logarithm of the standard normal distribution function.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T LogNdtr(T x) => T.Apply(default(LogNdtr), x);

    /// <summary>The scaled Bessel function e^-|x| I0(x), whose logarithm is log(I0(x)) - |x|.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T BesselI0e(T x) => T.Apply(default(BesselI0e), x);

    /// <summary>Principal branch of w e^w = x.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T LambertW(T x) => T.Apply(default(LambertW), x);

    // --- the vocabulary: kinked, with the slopes of docs/numerics.md ---------------------------------------

    /// <summary>|x|; derivative 0 at 0.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T Abs(T x) => T.Apply(default(Abs), x);

    /// <summary>-1, 0 or 1; derivative 0.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T Sign(T x) => T.Apply(default(Sign), x);

    /// <summary>max(x, 0); derivative 0 at 0.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T Relu(T x) => T.Apply(default(Relu), x);

    /// <summary>The larger; a tie gives half of the derivative to each. NaN if either is.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T Max(T x, T y) => T.Apply(default(Max), x, y);

    /// <summary>The smaller; a tie gives half of the derivative to each. NaN if either is.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T Min(T x, T y) => -T.Max(-x, -y);

    /// <summary>x clamped to [low, high]; derivative 1 on the closed interval, 0 outside.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T Clamp(T x, double low, double high) => T.Apply(new Clamp(low, high), x);
}
