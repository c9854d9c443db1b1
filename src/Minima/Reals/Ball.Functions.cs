namespace Minima.Reals;

/// <summary>The functions of balls, composed of sums and products of balls, so that they carry error bounds too.</summary>
internal readonly partial struct Ball
{
    /// <summary>A bound of the terms that the series below omit.</summary>
    private const double Rest = 1e-33;

    private static readonly Ball Log2 = new(0.6931471805599453, 2.3190468138462996e-17, Rest);
    private static readonly Ball Pi = new(Math.PI, 1.2246467991473532e-16, 1e-32);
    private static readonly Ball HalfPi = new(Math.PI / 2, 6.123233995736766e-17, 1e-32);

    /// <summary>1/k! from k = 1 on: of a number below 0.35/512 the next term of e^r is below 1e-40 of the first.</summary>
    private static readonly Ball[] InverseFactorials = [.. new double[] { 1, 2, 6, 24, 120, 720, 5040, 40320, 362880, 3628800 }.Select(factorial => new Ball(1) / new Ball(factorial))];

    private static Ball Exponential(Ball x)
    {
        if (x.IsKnown && double.IsInfinity(x.High))
        {
            return new(x.High > 0 ? x.High : 0);
        }

        if (!x.IsKnown || x.High > 709.7 || x.Error > 1)
        {
            return x.IsKnown && x.High + x.Error < -745 ? new(0, 0, Tiny) : Unknown;
        }

        if (x.High < -745)
        {
            return new(0, 0, Tiny);
        }

        var (less1, twos) = Parts(x);
        var result = new Ball(1) + less1;
        return x.IsZero ? new(1) : new(Math.ScaleB(result.High, twos), Math.ScaleB(result.Low, twos), Math.ScaleB(result.Error, twos) * 1.0001 + Tiny);
    }

    private static Ball Exponential1(Ball x)
    {
        if (x.IsZero || !x.IsKnown || double.IsInfinity(x.High))
        {
            return x.IsZero ? x : Exponential(x) - new Ball(1);
        }

        return Math.Abs(x.High) < 0.34 && x.Error < 0.1 ? Parts(x).Less1 : Exponential(x) - new Ball(1);
    }

    /// <summary>x = n log 2 + r: e^r - 1 and n.</summary>
    private static (Ball Less1, int Twos) Parts(Ball x)
    {
        var twos = Math.Abs(x.High) < 0.34 ? 0 : Math.Round(x.High / Log2.High);
        var r = (twos == 0 ? x : x - new Ball(twos) * Log2) * new Ball(1.0 / 512);
        var sum = InverseFactorials[^1];
        for (var k = InverseFactorials.Length - 2; k >= 0; k--)
        {
            sum = InverseFactorials[k] + r * sum;
        }

        // e^r - 1, squared up nine times: (1 + s)^2 - 1 = 2 s + s^2.
        sum *= r;
        for (var k = 0; k < 9; k++)
        {
            sum = new Ball(2 * sum.High, 2 * sum.Low, 2 * sum.Error) + sum * sum;
        }

        return (sum, (int)twos);
    }

    public static Ball Logarithm(Ball x)
    {
        if (x.IsZero || (x.IsKnown && double.IsPositiveInfinity(x.High)))
        {
            return new(x.IsZero ? double.NegativeInfinity : x.High);
        }

        if (!x.IsPositive || x.Error > 1e-6 * x.High)
        {
            return Unknown;
        }

        var twos = Math.ILogB(x.High);
        var mantissa = new Ball(Math.ScaleB(x.High, -twos), Math.ScaleB(x.Low, -twos), Math.ScaleB(x.Error, -twos) * 1.0001);
        var guess = Math.Log(mantissa.High);
        var d = mantissa * Exponential(new(-guess)) - new Ball(1);

        // log(1 + d) of a small d.
        var rest = d - d * d * new Ball(0.5) + d * d * d * (new Ball(1) / new Ball(3));
        var result = new Ball(guess) + rest;
        var known = twos == 0 ? result : result + new Ball(twos) * Log2;
        return new(known.High, known.Low, known.Error + d.High * d.High * d.High * d.High + (d.High == 0 && guess == 0 ? 0 : Rest));
    }

    private static Ball Logarithm1p(Ball x)
    {
        if (x.IsZero || !x.IsKnown || Math.Abs(x.High) > 1e-8)
        {
            return x.IsZero ? x : Logarithm(new Ball(1) + x);
        }

        // x (1 - x (1/2 - x (1/3 - x/4)))
        var one = new Ball(1);
        var result = x * (one - x * (new Ball(0.5) - x * (one / new Ball(3) - x * new Ball(0.25))));
        return new(result.High, result.Low, result.Error + Math.Abs(x.High) * 1e-32);
    }

    private static Ball Root(Ball x)
    {
        if (x.IsZero || (x.IsKnown && double.IsPositiveInfinity(x.High)))
        {
            return x;
        }

        if (!x.IsKnown || x.High < -x.Error)
        {
            return Unknown;
        }

        if (x.High <= 2 * x.Error)
        {
            return new(0, 0, Math.Sqrt(Math.Max(0, x.High) + x.Error) * 1.0001);
        }

        var guess = Math.Sqrt(x.High);
        var result = new Ball(guess) + (x - new Ball(guess) * new Ball(guess)) / new Ball(2 * guess);
        return result.Low == 0 && x.IsDouble && x.Error == 0 && guess * guess == x.High && Math.FusedMultiplyAdd(guess, guess, -x.High) == 0
            ? new(guess)
            : new(result.High, result.Low, result.Error * 2 + Rounding * guess);
    }

    private static Ball Hypotenuse(Ball x, Ball y)
    {
        var size = Math.Max(Math.Abs(x.High), Math.Abs(y.High));
        if (!(size is > 0 and < 1e300))
        {
            return x.IsZero && y.IsZero ? x : Unknown;
        }

        var power = Math.ScaleB(1, -Math.ILogB(size));
        if (x.IsZero || y.IsZero)
        {
            return Absolute(x.IsZero ? y : x);
        }

        var (a, b) = (x * new Ball(power), y * new Ball(power));
        return Root(a * a + b * b) / new Ball(power);
    }

    private static Ball Logistic(Ball x) => x.High < 0 && Exponential(x) is var small
        ? small / (new Ball(1) + small)
        : new Ball(1) / (new Ball(1) + Exponential(-x));

    private static Ball Softplus(Ball x) => x.High > 0 ? x + Logarithm1p(Exponential(-x)) : Logarithm1p(Exponential(x));

    private static Ball Tangent(Ball x)
    {
        var less = Exponential1(new Ball(-2) * Absolute(x));
        var size = -less / (new Ball(2) + less);
        return x.High < 0 ? -size : size;
    }

    /// <summary>x minus a multiple of 2, exactly: sin(pi x) loses no digits for large x.</summary>
    private static Ball Turned(Ball x) => x.IsKnown && Math.Abs(x.High) < 1e15 ? x - new Ball(2 * Math.Round(x.High / 2)) : Unknown;

    private static (Ball Sine, Ball Cosine) SineCosine(Ball x)
    {
        if (!x.IsKnown || !(Math.Abs(x.High) < 1e12) || x.Error > 1)
        {
            return (Unknown, Unknown);
        }

        var quarters = Math.Round(x.High / HalfPi.High);
        var r = quarters == 0 ? x : x - new Ball(quarters) * HalfPi;
        var square = r * r;
        Ball sine = r, cosine = new(1), odd = r, even = new(1);
        for (var k = 1; k < 16; k++)
        {
            even = -even * square / new Ball((2 * k - 1) * (2 * k));
            odd = -odd * square / new Ball(2 * k * (2 * k + 1));
            cosine += even;
            sine += odd;
        }

        sine = r.IsZero ? r : new(sine.High, sine.Low, sine.Error + Rest * Math.Abs(r.High));
        cosine = r.IsZero ? new(1) : new(cosine.High, cosine.Low, cosine.Error + Rest);
        return ((long)quarters & 3) switch { 0 => (sine, cosine), 1 => (cosine, -sine), 2 => (-sine, -cosine), _ => (-cosine, sine) };
    }

    private static Ball Arctangent(Ball x)
    {
        if (x.IsZero || !x.IsKnown || x.Error > 1e-6 * (1 + Math.Abs(x.High)))
        {
            return x.IsZero ? x : Unknown;
        }

        if (Math.Abs(x.High) > 1e300)
        {
            return new(Math.CopySign(HalfPi.High, x.High), Math.CopySign(HalfPi.Low, x.High), 1e-299);
        }

        var guess = Math.Atan(x.High);
        var (sine, cosine) = SineCosine(new(guess));
        var rest = (x * cosine - sine) / (cosine + x * sine);
        var result = new Ball(guess) + (rest - rest * rest * rest * (new Ball(1) / new Ball(3)));
        return new(result.High, result.Low, result.Error + Math.Pow(rest.High, 4) + Rest * Math.Abs(guess));
    }

    private static Ball Raised(Ball x, double exponent)
    {
        if (exponent == 0 || (x.IsZero && exponent > 0))
        {
            return new(exponent == 0 ? 1 : 0);
        }

        if (exponent == Math.Floor(exponent) && Math.Abs(exponent) <= 64)
        {
            var product = new Ball(1);
            for (var k = 0; k < Math.Abs(exponent); k++)
            {
                product *= x;
            }

            return exponent < 0 ? new Ball(1) / product : product;
        }

        if (x.IsPositive)
        {
            return Exponential(new Ball(exponent) * Logarithm(x));
        }

        return x.IsKnown && exponent > 0 && Math.Abs(x.High) <= x.Error ? new(0, 0, Math.Pow(Math.Abs(x.High) + x.Error, exponent) * 1.01) : Unknown;
    }

    private static Ball RaisedTo(Ball x, Ball y) =>
        y.IsDouble && y.Error == 0 ? Raised(x, y.High)
        : x.IsPositive ? Exponential(y * Logarithm(x))
        : x.IsZero && y.IsPositive ? new(0)
        : Unknown;

    /// <summary>A special function, computed in double.</summary>
    private static Ball Doubled(Ball x, double value, double slope, string name)
    {
        if (!x.IsKnown || !double.IsFinite(value) || !double.IsFinite(x.High))
        {
            return Unknown;
        }

        // The accuracy of the gamma functions is stated as an absolute error around their zeros.
        var isOfGamma = name.Contains("gamma", StringComparison.Ordinal);
        var moved = x.Error + Math.Abs(x.Low);
        return new(value, 0, 1e-14 * (Math.Abs(value) + (isOfGamma ? 1 : 0)) + (moved == 0 ? 0 : 2 * Math.Abs(slope) * moved) + Tiny);
    }
}
