using Minima.Tests.Softmax;

namespace Minima.Tests.SecondDerivatives;

/// <summary>The functions of the table of primitives in double-double, some 29 digits: by definitions and series of their own, not by the kernels' polynomials.</summary>
internal static class ExactFunctions
{
    private const int Terms = 400;

    private static readonly DoubleDouble Pi = new(3.141592653589793, 1.2246467991473532e-16);
    private static readonly DoubleDouble HalfLogTwoPi = new(0.9189385332046728, -3.878294158067242e-17);

    /// <summary>B(2k) as numerator and denominator, from k = 1.</summary>
    private static readonly (double Numerator, double Denominator)[] Bernoulli =
    [
        (1, 6), (-1, 30), (1, 42), (-1, 30), (5, 66), (-691, 2730), (7, 6), (-3617, 510), (43867, 798), (-174611, 330), (854513, 138),
        (-236364091, 2730), (8553103, 6), (-23749461029, 870), (8615841276005, 14322),
    ];

    public static DoubleDouble Sqrt(DoubleDouble x)
    {
        var first = Math.Sqrt(x.High);
        if (!(x.High > 0) || double.IsInfinity(first))
        {
            return first;
        }

        return first + ((x - (first * (DoubleDouble)first)) / (2 * first));
    }

    public static DoubleDouble Exp(DoubleDouble x) => !double.IsFinite(x.High) || x.High > 709.7 ? Math.Exp(x.High) : DoubleDouble.Exp(x);

    public static DoubleDouble Log(DoubleDouble x)
    {
        if (!(x.High > 0) || double.IsInfinity(x.High))
        {
            return Math.Log(x.High);
        }

        // Brought near 1 first, so that the exponential of the Newton step can neither overflow nor vanish.
        var exponent = Math.ILogB(x.High);
        var mantissa = new DoubleDouble(Math.ScaleB(x.High, -exponent), Math.ScaleB(x.Low, -exponent));
        return DoubleDouble.Log(mantissa) + (exponent * new DoubleDouble(0.6931471805599453, 2.3190468138462996e-17));
    }

    /// <summary>e^x - 1 by its series near 0.</summary>
    public static DoubleDouble Expm1(DoubleDouble x) => Math.Abs(x.High) < 0.5 ? Series(x, 1) : Exp(x) - 1;

    /// <summary>e^x - 1 - x by its series near 0.</summary>
    public static DoubleDouble ExpRemainder(DoubleDouble x) => Math.Abs(x.High) < 0.5 ? Series(x, 2) : Exp(x) - 1 - x;

    /// <summary>log(1 + x), by 2 artanh(x / (2 + x)) near 0.</summary>
    public static DoubleDouble Log1p(DoubleDouble x) => Math.Abs(x.High) < 0.5 ? 2 * Artanh(x / (2 + x), 0) : double.IsFinite(x.High) ? Log(1 + x) : Math.Log(1 + x.High);

    /// <summary>x - log(1 + x): with s = x / (2 + x), x - 2s is x s.</summary>
    public static DoubleDouble LogRemainder(DoubleDouble x)
    {
        if (Math.Abs(x.High) >= 0.5)
        {
            return x - Log1p(x);
        }

        var s = x / (2 + x);
        return (x * s) - (2 * Artanh(s, 1));
    }

    public static DoubleDouble Tanh(DoubleDouble x)
    {
        var em = Expm1(-2 * Abs(x));
        var y = -em / (em + 2);
        return x.High < 0 ? -y : y;
    }

    public static DoubleDouble Abs(DoubleDouble x) => x.High < 0 ? -x : x;

    public static DoubleDouble Sigmoid(DoubleDouble x)
    {
        var e = Exp(-Abs(x));
        return x.High < 0 ? e / (1 + e) : 1 / (1 + e);
    }

    public static DoubleDouble Softplus(DoubleDouble x)
    {
        var tail = Log1p(Exp(-Abs(x)));
        return x.High < 0 ? tail : x + tail;
    }

    public static DoubleDouble LogCosh(DoubleDouble x)
    {
        // cosh - 1 is 2 sinh(x/2)^2, and sinh comes from expm1.
        var a = Abs(x);
        if (a.High > 1)
        {
            return a + Log1p(Exp(-2 * a)) - new DoubleDouble(0.6931471805599453, 2.3190468138462996e-17);
        }

        var em = Expm1(a / 2);
        var sinh = (em + (em / (em + 1))) / 2;
        return Log1p(2 * sinh * sinh);
    }

    public static DoubleDouble Hypot(DoubleDouble x, DoubleDouble y)
    {
        var (large, small) = Math.Abs(x.High) < Math.Abs(y.High) ? (Abs(y), Abs(x)) : (Abs(x), Abs(y));
        if (large.High == 0 || !double.IsFinite(large.High))
        {
            return Math.Sqrt((x.High * x.High) + (y.High * y.High));
        }

        var ratio = small / large;
        return large * Sqrt(1 + (ratio * ratio));
    }

    public static DoubleDouble Pow(DoubleDouble x, DoubleDouble y)
    {
        if (y.Low == 0 && y.High == Math.Round(y.High) && Math.Abs(y.High) <= 64 && double.IsFinite(x.High))
        {
            DoubleDouble power = 1;
            for (var k = 0; k < Math.Abs(y.High); k++)
            {
                power *= x;
            }

            return y.High < 0 ? (power.High == 0 ? Math.Pow(x.High, y.High) : 1 / power) : power;
        }

        return x.High > 0 && double.IsFinite(x.High) ? Exp(y * Log(x)) : Math.Pow(x.High, y.High);
    }

    public static DoubleDouble Sin(DoubleDouble x) => SinCos(x, cosine: false);

    public static DoubleDouble Cos(DoubleDouble x) => SinCos(x, cosine: true);

    public static DoubleDouble SinPi(DoubleDouble x) => Sin(Pi * (x - (2 * Math.Round(x.High / 2))));

    public static DoubleDouble CosPi(DoubleDouble x) => Cos(Pi * (x - (2 * Math.Round(x.High / 2))));

    /// <summary>By Newton's method on the tangent: y + (x cos y - sin y) / (cos y + x sin y).</summary>
    public static DoubleDouble Atan(DoubleDouble x)
    {
        DoubleDouble y = Math.Atan(x.High);
        return double.IsInfinity(x.High) ? y : y + (((x * Cos(y)) - Sin(y)) / (Cos(y) + (x * Sin(y))));
    }

    public static DoubleDouble LambertW(DoubleDouble x)
    {
        DoubleDouble w = Minima.Reals.SpecialFunctions.LambertW(x.High);
        for (var k = 0; k < 3 && double.IsFinite(w.High) && w.High > -0.999; k++)
        {
            var e = Exp(w);
            w -= ((w * e) - x) / (e * (w + 1));
        }

        return w;
    }

    /// <summary>The derivative number <paramref name="order"/> of log Gamma(x), x above 0; -1 is Binet's function, what Stirling's formula leaves.</summary>
    public static DoubleDouble LogGamma(DoubleDouble x, int order = 0)
    {
        if (!(x.High > 0))
        {
            return double.NaN;
        }

        // Shifted up to where the series gives all digits: log Gamma(x) = log Gamma(x + n) - sum of logarithms.
        DoubleDouble shifted = 0;
        while (x.High < 45)
        {
            shifted += order == 0 ? -Log(x) : Sign(order) * Factorial(order - 1) / Pow(x, order);
            x += 1;
        }

        DoubleDouble series = order switch
        {
            0 => ((x - 0.5) * Log(x)) - x + HalfLogTwoPi,
            1 => Log(x) - (0.5 / x),
            _ => Sign(order) * ((Factorial(order - 2) / Pow(x, order - 1)) + (Factorial(order - 1) / (2 * Pow(x, order)))),
        };
        return shifted + series + Binet(x, order);
    }

    /// <summary>What Stirling's formula leaves of log Gamma(1/y), y at least 0, or its first or second derivative with respect to y.</summary>
    public static DoubleDouble StirlingRemainder(DoubleDouble y, int order)
    {
        if (y.High is 0)
        {
            return order == 1 ? (DoubleDouble)1 / 12 : 0;
        }

        var x = 1 / y;
        var value = OfArgument(0);
        return order switch
        {
            0 => value,
            1 => -(x * x * OfArgument(1)),
            _ => (x * x * x * x * OfArgument(2)) + (2 * x * x * x * OfArgument(1)),
        };

        // By the argument x, shifted up: each step adds (x + 1/2) log(1 + 1/x) - 1, whose double-double value keeps 25 digits where it cancels.
        DoubleDouble OfArgument(int derivative)
        {
            DoubleDouble sum = 0;
            var at = x;
            while (at.High < 45)
            {
                sum += derivative switch
                {
                    0 => ((at + 0.5) * Log1p(1 / at)) - 1,
                    1 => Log1p(1 / at) - ((at + 0.5) / (at * (at + 1))),
                    _ => -(1 / (at * (at + 1))) - ((1 / (at * (at + 1))) - ((at + 0.5) * ((2 * at) + 1) / (at * at * (at + 1) * (at + 1)))),
                };
                at += 1;
            }

            return sum + Binet(at, derivative);
        }
    }

    /// <summary>log Phi(x).</summary>
    public static DoubleDouble LogNdtr(DoubleDouble x) => x.High < -6
        ? (-(x * x) / 2) - HalfLogTwoPi + Log(MillsRatio(-x))
        : x.High > 0 ? Log1p(-Tail(x)) : Log(Tail(-x));

    /// <summary>phi(x) / Phi(x).</summary>
    public static DoubleDouble InverseMills(DoubleDouble x) => x.High < -6 ? 1 / MillsRatio(-x) : Density(x) / (x.High > 0 ? 1 - Tail(x) : Tail(-x));

    /// <summary>e^-|x| I0(x) or e^-|x| I1(x).</summary>
    public static DoubleDouble BesselIe(DoubleDouble x, int order)
    {
        var a = Abs(x);
        DoubleDouble sum, term;
        if (a.High > 80)
        {
            // The asymptotic series (NIST DLMF 10.40.1).
            (sum, term) = (1, 1);
            for (var k = 1; k < 60; k++)
            {
                term *= -((4.0 * order * order) - (((2 * k) - 1.0) * ((2 * k) - 1))) / (k * 8 * a);
                sum += term;
            }

            sum /= Sqrt(2 * Pi * a);
        }
        else
        {
            (sum, term) = (0, order == 0 ? 1 : a / 2);
            for (var k = 1; k < Terms; k++)
            {
                sum += term;
                term *= a * a / 4 / (k * (double)(k + order));
            }

            sum *= Exp(-a);
        }

        return order == 1 && x.High < 0 ? -sum : sum;
    }

    private static DoubleDouble Density(DoubleDouble x) => Exp((-(x * x) / 2) - HalfLogTwoPi);

    /// <summary>1 - Phi(x), x between 0 and 8: one half less the series of the density.</summary>
    private static DoubleDouble Tail(DoubleDouble x)
    {
        if (x.High > 6)
        {
            return Density(x) * MillsRatio(x);
        }

        DoubleDouble sum = 0, term = x;
        for (var k = 1; k < Terms; k++)
        {
            sum += term;
            term *= x * x / ((2 * k) + 1);
        }

        return 0.5 - (Density(x) * sum);
    }

    /// <summary>(1 - Phi(x)) / phi(x) by its continued fraction, from far out inwards.</summary>
    private static DoubleDouble MillsRatio(DoubleDouble x)
    {
        var fraction = x;
        for (var k = Terms; k > 0; k--)
        {
            fraction = x + (k / fraction);
        }

        return 1 / fraction;
    }

    /// <summary>sum over k of B(2k) / (2k (2k - 1) x^(2k - 1)), differentiated.</summary>
    private static DoubleDouble Binet(DoubleDouble x, int order)
    {
        DoubleDouble sum = 0;
        for (var k = Bernoulli.Length; k > 0; k--)
        {
            DoubleDouble factor = (DoubleDouble)Bernoulli[k - 1].Numerator / Bernoulli[k - 1].Denominator / (2.0 * k * ((2 * k) - 1));
            for (var j = 0; j < order; j++)
            {
                factor *= -((2 * k) - 1 + j);
            }

            sum += factor / Pow(x, (2 * k) - 1 + order);
        }

        return sum;
    }

    private static double Sign(int order) => order % 2 == 0 ? 1 : -1;

    private static double Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);

    /// <summary>sum of x^k / k! from k = first.</summary>
    private static DoubleDouble Series(DoubleDouble x, int first)
    {
        DoubleDouble sum = 0, term = first == 1 ? x : x * x / 2;
        for (var k = first + 1; k < 32; k++)
        {
            sum += term;
            term *= x / k;
        }

        return sum;
    }

    /// <summary>sum of s^(2k + 1) / (2k + 1) from k = first.</summary>
    private static DoubleDouble Artanh(DoubleDouble s, int first)
    {
        var square = s * s;
        DoubleDouble sum = 0, power = first == 0 ? s : s * square;
        for (var k = first; k < 40; k++)
        {
            sum += power / ((2 * k) + 1);
            power *= square;
        }

        return sum;
    }

    private static DoubleDouble SinCos(DoubleDouble x, bool cosine)
    {
        if (!double.IsFinite(x.High))
        {
            return double.NaN;
        }

        var quarter = Math.Round(x.High / (Math.PI / 2));
        var r = x - (quarter * (Pi / 2));
        var turn = (int)(((quarter % 4) + 4) % 4) + (cosine ? 1 : 0);
        var odd = turn % 2 == 1;
        DoubleDouble sum = 0, term = odd ? 1 : r;
        for (var k = odd ? 1 : 2; k < 40; k += 2)
        {
            sum += term;
            term *= -(r * r) / (k * (double)(k + 1));
        }

        return turn % 4 >= 2 ? -sum : sum;
    }
}
