namespace Minima.Reals.Display;

/// <summary>The usual mathematics of each primitive: the meaning of a stable form.</summary>
internal static class Vocabulary
{
    // Formulas take a limit by a number too small to distinguish from 0: e^x - 1 and log(1 + x) are x there.
    private static readonly Rational Tiny = new(1, 1_000_000_000_000);

    public static IReadOnlyDictionary<Type, Func<Algebra, SymbolFunction, Expression, Expression, Expression, Expression>> Table { get; } =
        new Dictionary<Type, Func<Algebra, SymbolFunction, Expression, Expression, Expression, Expression>>
        {
            [typeof(Abs)] = (a, _, x, _, _) => a.Magnitude(x),
            [typeof(Atan)] = (a, _, x, _, _) => a.Call("atan", x),
            [typeof(BesselI0e)] = (a, _, x, _, _) => a.Multiply(a.Exp(a.Negate(a.Magnitude(x))), a.Call("bessel0", x)),
            [typeof(BesselI1e)] = (a, _, x, _, _) => a.Multiply(a.Exp(a.Negate(a.Magnitude(x))), a.Call("bessel1", x)),
            [typeof(Clamp)] = (a, f, x, _, _) => Clamped(a, (Clamp)f.Value, x),
            [typeof(Cos)] = (a, _, x, _, _) => a.Call("cos", x),
            [typeof(CosPi)] = (a, _, x, _, _) => a.Call("cos", a.Multiply(a.Pi, x)),
            [typeof(Digamma)] = (a, _, x, _, _) => a.Call("digamma", x),
            [typeof(Exp)] = (a, _, x, _, _) => a.Exp(x),
            [typeof(ExpRatio)] = (a, _, x, _, _) => a.Divide(a.Subtract(a.Exp(x), a.One), x),
            [typeof(ExpRemainder)] = (a, _, x, _, _) => a.Add(a.Exp(x), a.Negate(a.One), a.Negate(x)),
            [typeof(Expm1)] = (a, _, x, _, _) => a.Split(x).Coefficient.Magnitude < Tiny ? x : a.Subtract(a.Exp(x), a.One),
            [typeof(Hypot)] = (a, _, x, y, _) => a.Power(a.Add(a.Square(x), a.Square(y)), a.Number(Rational.Half)),
            [typeof(InverseMills)] = (a, _, x, _, _) => a.Call("mills", x),
            [typeof(InverseMillsSlope)] = (a, _, x, _, _) => a.Negate(a.Multiply(a.Call("mills", x), a.Add(x, a.Call("mills", x)))),
            [typeof(LambertW)] = (a, _, x, _, _) => a.Call("lambertw", x),
            [typeof(Log)] = (a, _, x, _, _) => a.Call("log", x),
            [typeof(Log1mExp)] = (a, _, x, _, _) => a.Call("log", a.Subtract(a.One, a.Exp(x))),
            [typeof(Log1p)] = (a, _, x, _, _) => a.Call("log", a.Add(a.One, x)),
            [typeof(Log1pSquare)] = (a, _, x, _, _) => a.Split(a.Square(x)).Coefficient.Magnitude < Tiny ? a.Square(x) : a.Call("log", a.Add(a.One, a.Square(x))),
            [typeof(LogAddExp)] = (a, _, x, y, _) => a.Call("log", a.Add(a.Exp(x), a.Exp(y))),
            [typeof(LogCosh)] = (a, _, x, _, _) => a.Call("logcosh", x),
            [typeof(LogGamma)] = (a, _, x, _, _) => a.Call("loggamma", x),
            [typeof(LogNdtr)] = (a, _, x, _, _) => a.Call("logndtr", x),
            [typeof(LogRemainder)] = (a, _, x, _, _) => a.Subtract(x, a.Call("log", a.Add(a.One, x))),
            [typeof(Max)] = (a, _, x, y, _) => a.Call("max", x, y),
            [typeof(Power)] = (a, f, x, _, _) => a.Power(x, a.Number(((Power)f.Value).Exponent)),
            [typeof(PowerOf)] = (a, _, x, y, _) => a.Power(x, y),
            [typeof(Relu)] = (a, _, x, _, _) => a.Call("relu", x),
            [typeof(Sigmoid)] = (a, _, x, _, _) => a.Call("sigma", x),
            [typeof(SigmoidMix)] = (a, _, x, y, z) => SigmoidMixed(a, x, y, z),
            [typeof(Sign)] = (a, _, x, _, _) => a.Call("sgn", x),
            [typeof(Sin)] = (a, _, x, _, _) => a.Call("sin", x),
            [typeof(SinPi)] = (a, _, x, _, _) => a.Call("sin", a.Multiply(a.Pi, x)),
            [typeof(Softplus)] = (a, _, x, _, _) => Softplus(a, x),
            [typeof(SoftplusMix)] = (a, _, x, y, z) => SoftplusMixed(a, x, y, z),
            [typeof(Sqrt)] = (a, _, x, _, _) => a.Power(x, a.Number(Rational.Half)),
            [typeof(StirlingRemainder)] = (a, _, x, _, _) => Stirling(a, x),
            [typeof(StirlingRemainderSlope)] = (a, _, x, _, _) => StirlingSlope(a, x),
            [typeof(StirlingRemainderCurvature)] = (a, _, x, _, _) => StirlingCurvature(a, x),
            [typeof(Tanh)] = (a, _, x, _, _) => a.Call("tanh", x),
            [typeof(Tetragamma)] = (a, _, x, _, _) => a.Call("tetragamma", x),
            [typeof(Trigamma)] = (a, _, x, _, _) => a.Call("trigamma", x),
            [typeof(XLog1pY)] = (a, _, x, y, _) => a.Multiply(x, a.Call("log", a.Add(a.One, y))),
            [typeof(XLogY)] = (a, _, x, y, _) => a.Multiply(x, a.Call("log", y)),
            [typeof(ZeroTimes)] = (a, _, x, y, _) => a.Multiply(x, y),
        };

    private static Expression Softplus(Algebra a, Expression x) => a.Call("log", a.Add(a.One, a.Exp(x)));

    /// <summary>y log(1 + e^x) + z log(1 + e^-x), or a form with one logarithm if the weights add up to a number.</summary>
    private static Expression SoftplusMixed(Algebra a, Expression x, Expression y, Expression z)
    {
        var sum = a.Add(y, z);
        return sum.IsNumber
            ? a.Subtract(a.Multiply(sum, Softplus(a, x)), a.Multiply(z, x))
            : a.Add(a.Multiply(y, Softplus(a, x)), a.Multiply(z, Softplus(a, a.Negate(x))));
    }

    /// <summary>y sigma(x) + z sigma(-x), or a form with one sigma if the weights differ by a number.</summary>
    private static Expression SigmoidMixed(Algebra a, Expression x, Expression y, Expression z)
    {
        var difference = a.Subtract(y, z);
        return difference.IsNumber
            ? a.Add(a.Multiply(difference, a.Call("sigma", x)), z)
            : a.Add(a.Multiply(y, a.Call("sigma", x)), a.Multiply(z, a.Call("sigma", a.Negate(x))));
    }

    /// <summary>log Gamma(1/x) + (1/x - 1/2) log x + 1/x - log(2 pi)/2.</summary>
    private static Expression Stirling(Algebra a, Expression x)
    {
        var inverse = a.Divide(a.One, x);
        var half = a.Number(Rational.Half);
        return a.Add(
            a.Call("loggamma", inverse),
            a.Multiply(a.Subtract(inverse, half), a.Call("log", x)),
            inverse,
            a.Negate(a.Multiply(half, a.Call("log", a.Multiply(a.Number(new Rational(2, 1)), a.Pi)))));
    }

    /// <summary>-(psi(1/x) + log x + x/2) / x^2.</summary>
    private static Expression StirlingSlope(Algebra a, Expression x) =>
        a.Negate(a.Divide(a.Add(a.Call("digamma", a.Divide(a.One, x)), a.Call("log", x), a.Multiply(a.Number(Rational.Half), x)), a.Square(x)));

    /// <summary>(psi'(1/x)/x - 1 - x/2) / x^3 - 2 (the slope) / x.</summary>
    private static Expression StirlingCurvature(Algebra a, Expression x)
    {
        var inverse = a.Divide(a.One, x);
        var curve = a.Subtract(a.Multiply(inverse, a.Call("trigamma", inverse)), a.Add(a.One, a.Multiply(a.Number(Rational.Half), x)));
        return a.Subtract(a.Multiply(a.Multiply(inverse, a.Square(inverse)), curve), a.Multiply(a.Number(new Rational(2, 1)), a.Multiply(inverse, StirlingSlope(a, x))));
    }

    /// <summary>Cases, without a bound that exists only for saturation.</summary>
    private static Expression Clamped(Algebra a, Clamp clamp, Expression x)
    {
        var widest = a.Graph.Facts.WidestClamp;
        var (low, high) = (a.Number(clamp.Low), a.Number(clamp.High));
        var bare = (Low: -clamp.Low >= widest, High: clamp.High >= widest);
        var held = bare.High ? x : a.Choose(high, x, high, x);
        return bare.Low ? held : a.Choose(x, low, low, held);
    }
}
