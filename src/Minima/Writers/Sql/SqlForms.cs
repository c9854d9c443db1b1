namespace Minima.Writers;

/// <summary>
/// Stable forms of primitives in +, -, *, /, abs, exp, ln and sqrt. A database may compute a shared part before it chooses a
/// branch, so no part divides by 0.
/// </summary>
internal static class SqlForms
{
    public static SqlReal Clamp(Clamp clamp, SqlReal x)
    {
        var held = double.IsPositiveInfinity(clamp.High) ? x : If(Of(clamp.High), x, Of(clamp.High), x);
        return double.IsNegativeInfinity(clamp.Low) ? held : If(x, Of(clamp.Low), Of(clamp.Low), held);
    }

    public static SqlReal Relu(SqlReal x) => If(x, Of(0), Of(0), x);

    public static SqlReal Sign(SqlReal x) => If(x, Of(0), Of(-1), If(Of(0), x, Of(1), x));

    /// <summary>log(1 + x) by Kahan's quotient.</summary>
    public static SqlReal Log1p(SqlReal x)
    {
        var u = Of(1) + x;
        return If(Abs(x), Of(1e-15), x - Of(0.5) * x * x, If(x, Of(1e15), Log(u) * (x / (u - Of(1))), Log(u)));
    }

    /// <summary>e^x - 1 by Kahan's quotient.</summary>
    public static SqlReal Expm1(SqlReal x)
    {
        var u = Exp(x);
        return If(Abs(x), Of(1e-5), x + x * x * (Of(0.5) + x / Of(6)), If(Abs(x), Of(30), (u - Of(1)) * (x / Log(u)), u - Of(1)));
    }

    public static SqlReal ExpRatio(SqlReal x) => If(Abs(x), Of(1e-8), Of(1) + Of(0.5) * x, Expm1(x) / x);

    public static SqlReal ExpRemainder(SqlReal x)
    {
        // x^2 (1/2! + x/3! + ...)
        var factorial = 355687428096000.0;
        var sum = Of(1 / factorial);
        for (var n = 17; n > 2; n--)
        {
            factorial /= n;
            sum = Of(1 / factorial) + x * sum;
        }

        var slope = Expm1(x);
        return If(Abs(x), Of(0.5), x * x * sum, If(slope, Of(double.PositiveInfinity), slope - x, slope));
    }

    public static SqlReal Log1mExp(SqlReal x) => If(x, Of(-0.6931471805599453), Log1p(-Exp(x)), Log(-Expm1(x)));

    public static SqlReal Log1pSquare(SqlReal x) => If(Abs(x), Of(1e18), Log1p(x * x), Of(2) * Log(Abs(x)));

    public static SqlReal LogRemainder(SqlReal x)
    {
        // A denominator that is never 0: s is used only if x is above -1.
        var s = x / If(Of(-1), x, Of(2) + x, Of(1));
        var z = s * s;
        var sum = Of(1.0 / 21);
        for (var n = 19; n >= 3; n -= 2)
        {
            sum = Of(1.0 / n) + z * sum;
        }

        return If(Abs(s), Of(0.2), s * (x - Of(2) * z * sum), If(x, Of(double.PositiveInfinity), x - Log1p(x), x));
    }

    public static SqlReal Sigmoid(SqlReal x)
    {
        var e = Exp(-Abs(x));
        return If(x, Of(0), e, Of(1)) / (Of(1) + e);
    }

    public static SqlReal SigmoidMix(SqlReal x, SqlReal a, SqlReal b)
    {
        var e = Exp(-Abs(x));
        return If(x, Of(0), a * e + b, a + b * e) / (Of(1) + e);
    }

    public static SqlReal Softplus(SqlReal x) => Relu(x) + Log1p(Exp(-Abs(x)));

    public static SqlReal SoftplusMix(SqlReal x, SqlReal a, SqlReal b)
    {
        var tail = Log1p(Exp(-Abs(x)));
        return Weighted(a, Relu(x) + tail) + Weighted(b, Relu(-x) + tail);
    }

    public static SqlReal LogAddExp(SqlReal x, SqlReal y)
    {
        var large = Max(x, y);
        return If(Abs(large), Of(double.PositiveInfinity), large + Log1p(Exp(-Abs(x - y))), large);
    }

    public static SqlReal LogCosh(SqlReal x)
    {
        var a = Abs(x);
        var m = Expm1(-a);
        return If(a, Of(1), Log1p(m * m / (Of(2) * (Of(1) + If(a, Of(1), m, Of(0))))), a - Of(0.6931471805599453) + Log1p(Exp(Of(-2) * a)));
    }

    public static SqlReal Hypot(SqlReal x, SqlReal y)
    {
        var large = Max(Abs(x), Abs(y));
        var ratio = Min(Abs(x), Abs(y)) / If(Of(0), large, large, Of(1));
        return If(large, Of(double.PositiveInfinity), large * SqlReal.Apply(default(Sqrt), Of(1) + ratio * ratio), large);
    }

    /// <summary>x times a factor, 0 if x is 0, even for an infinite factor; a NaN in y propagates.</summary>
    public static SqlReal ZeroTimes(SqlReal x, SqlReal factor, SqlReal y)
    {
        var product = x * factor;
        return If(x, Of(0), product, If(Of(0), x, product, x + If(y, Of(0), Of(0), If(Of(-1), y, Of(0), y))));
    }

    /// <summary>A weight times a term; 0 for a weight of 0, even if the term is infinite.</summary>
    private static SqlReal Weighted(SqlReal weight, SqlReal term)
    {
        var product = weight * term;
        return weight.Number.Number is { } known ? known == 0 ? weight : product : If(weight, Of(0), product, If(Of(0), weight, product, weight));
    }

    public static SqlReal Of(double value) => SqlReal.Of(value, "");

    public static SqlReal If(SqlReal left, SqlReal right, SqlReal yes, SqlReal no) => SqlReal.IfLess(left, right, yes, no);

    public static SqlReal Abs(SqlReal x) => SqlReal.Apply(default(Abs), x);

    public static SqlReal Max(SqlReal x, SqlReal y) => SqlReal.Apply(default(Max), x, y);

    public static SqlReal Min(SqlReal x, SqlReal y) => -Max(-x, -y);

    public static SqlReal Exp(SqlReal x) => SqlReal.Apply(default(Exp), x);

    public static SqlReal Log(SqlReal x) => SqlReal.Apply(default(Log), x);
}
