namespace Minima.Reals;

/// <summary>
/// A number in double-double arithmetic (Dekker 1971: an unevaluated sum of two doubles, some 31 digits) with a bound of its error: ball
/// arithmetic (Johansson 2017). A loss evaluated with it distinguishes a true counter-example from rounding.
/// </summary>
/// <remarks>
/// The error is bounded for sums, products, quotients, exponentials, logarithms and their compositions. Special functions are
/// those of double with 20 times the error that docs/numerics.md states for them. If no bound is known, the error is infinite.
/// </remarks>
internal readonly partial struct Ball : IReal<Ball>
{
    /// <summary>An upper bound of the relative error of every operation in double-double arithmetic.</summary>
    private const double Rounding = 1e-29;

    /// <summary>The most that products lose when they become subnormal.</summary>
    private const double Tiny = 1e-320;

    private Ball(double high, double low, double error)
    {
        High = high;
        Low = low;
        Error = double.IsNaN(error) || double.IsNaN(high) ? double.PositiveInfinity : error;
    }

    /// <summary>An exact number.</summary>
    public Ball(double value)
        : this(value, 0, 0)
    {
    }

    public double High { get; }

    public double Low { get; }

    /// <summary>The largest distance of the number from High + Low.</summary>
    public double Error { get; }

    /// <summary>True if the error bound is finite.</summary>
    public bool IsKnown => !double.IsInfinity(Error) && !double.IsNaN(High);

    /// <summary>True if the number is certainly above 0.</summary>
    public bool IsPositive => IsKnown && (double.IsPositiveInfinity(High) || High + Low > Error);

    /// <summary>True if the number is certainly below 0.</summary>
    public bool IsNegative => IsKnown && (double.IsNegativeInfinity(High) || High + Low < -Error);

    private static Ball Unknown => new(double.NaN, 0, double.PositiveInfinity);

    private bool IsZero => High == 0 && Low == 0 && Error == 0;

    private bool IsDouble => Low == 0 && double.IsFinite(High);

    public static Ball Of(double value, string name = "") => new(value);

    public static Ball operator -(Ball x) => new(-x.High, -x.Low, x.Error);

    public static Ball operator -(Ball x, Ball y) => x + -y;

    public static Ball operator +(Ball x, Ball y)
    {
        var error = x.Error + y.Error;
        var (high, low) = TwoSum(x.High, y.High);
        if (!double.IsFinite(high))
        {
            return Edge(x.High + y.High, x, y);
        }

        if (x.Low == 0 && y.Low == 0)
        {
            return new(high, low, error);
        }

        var (high2, low2) = TwoSum(x.Low, y.Low);
        (high, low) = QuickTwoSum(high, low + high2);
        (high, low) = QuickTwoSum(high, low + low2);
        return new(high, low, error + Rounding * Math.Abs(high));
    }

    public static Ball operator *(Ball x, Ball y)
    {
        if ((x.IsZero && double.IsFinite(y.High) && y.IsKnown) || (y.IsZero && double.IsFinite(x.High) && x.IsKnown))
        {
            return new(0);
        }

        var high = x.High * y.High;
        if (!double.IsFinite(high))
        {
            return Edge(high, x, y);
        }

        var low = Math.FusedMultiplyAdd(x.High, y.High, -high);
        var exact = x.Low == 0 && y.Low == 0 && Math.Abs(high) > 1e-290;
        if (!exact)
        {
            (high, low) = QuickTwoSum(high, low + ((x.High * y.Low) + (x.Low * y.High)));
        }

        var error = (Math.Abs(x.High) * y.Error + Math.Abs(y.High) * x.Error) * 1.0001 + x.Error * y.Error;
        return new(high, low, error + (exact ? 0 : Rounding * Math.Abs(high) + Tiny));
    }

    public static Ball operator /(Ball x, Ball y)
    {
        if (x.IsZero && y.IsKnown && (y.IsPositive || y.IsNegative))
        {
            return new(0);
        }

        var first = x.High / y.High;
        var below = Math.Abs(y.High) * 0.9999 - y.Error;
        if (!double.IsFinite(first) || !double.IsFinite(y.High) || !(below > 0))
        {
            return double.IsFinite(first) && double.IsFinite(y.High) ? Unknown : Edge(first, x, y);
        }

        if (x.Low == 0 && y.Low == 0 && x.Error == 0 && y.Error == 0 && Math.Abs(first) > 1e-290 && Math.FusedMultiplyAdd(first, y.High, -x.High) == 0)
        {
            return new(first);
        }

        var rest = Plain(x) - new Ball(first) * Plain(y);
        var second = rest.High / y.High;
        rest -= new Ball(second) * Plain(y);
        var third = rest.High / y.High;
        var (high, low) = QuickTwoSum(first, second);
        (high, low) = QuickTwoSum(high, low + third);
        return new(high, low, (x.Error + Math.Abs(first) * 1.0001 * y.Error) / below + Rounding * Math.Abs(first) + Tiny);
    }

    public static Ball IfLess(Ball left, Ball right, Ball yes, Ball no)
    {
        if (left.Error == 0 && right.Error == 0 && !double.IsNaN(left.High) && !double.IsNaN(right.High) && (left.High != right.High || double.IsInfinity(left.High)))
        {
            return left.High < right.High ? yes : no;
        }

        var gap = right - left;
        if (gap.IsPositive)
        {
            return yes;
        }

        return gap.IsNegative || (gap.IsKnown && gap.IsZero) ? no : Hull(yes, no);
    }

    public static Ball StraightThrough(Ball value, Ball path) => value;

    public static Ball Apply<TPrimitive>(TPrimitive primitive, Ball x)
        where TPrimitive : struct, IPrimitive<TPrimitive>
    {
        switch (primitive)
        {
            case Power power:
                return Raised(x, power.Exponent);
            case Clamp clamp:
                return IfLess(x, new(clamp.Low), new(clamp.Low), IfLess(new(clamp.High), x, new(clamp.High), x));
            default:
                break;
        }

        return TPrimitive.Name switch
        {
            "exp" => Exponential(x),
            "log" => Logarithm(x),
            "log1p" => Logarithm1p(x),
            "expm1" => Exponential1(x),
            "sqrt" => Root(x),
            "sin" => SineCosine(x).Sine,
            "cos" => SineCosine(x).Cosine,
            "sinpi" => SineCosine(Pi * Turned(x)).Sine,
            "cospi" => SineCosine(Pi * Turned(x)).Cosine,
            "atan" => Arctangent(x),
            "abs" => Absolute(x),
            "sign" => IfLess(x, new(0), new(-1), IfLess(new(0), x, new(1), new(0))),
            "relu" => IfLess(new(0), x, x, new(0)),
            "log1mexp" => Logarithm(-Exponential1(x)),
            "expm1_ratio" => x.IsZero ? new(1) : Exponential1(x) / x,
            "log1p_square" => Math.Abs(x.High) > 1e150 ? new Ball(2) * Logarithm(Absolute(x)) : Logarithm1p(x * x),
            "log_remainder" => x - Logarithm1p(x),
            "exp_remainder" => Exponential1(x) - x,
            "sigmoid" => Logistic(x),
            "softplus" => Softplus(x),
            "tanh" => Tangent(x),
            var even when even == LogCosh.Name => Absolute(x) is var size ? size + Logarithm1p(Exponential(new Ball(-2) * size)) - Log2 : default,
            _ => Doubled(x, TPrimitive.Value(primitive, new F64(x.High)).X, TPrimitive.Slope(primitive, new F64(x.High), TPrimitive.Value(primitive, new F64(x.High))).X, TPrimitive.Name),
        };
    }

    public static Ball Apply<TPrimitive>(TPrimitive primitive, Ball x, Ball y)
        where TPrimitive : struct, IPrimitive2<TPrimitive> => TPrimitive.Name switch
        {
            "max" => IfLess(x, y, y, x),
            "zero_times" => x.IsZero ? new(0) : x * y,
            "xlogy" => x.IsZero ? new(0) : x * Logarithm(y),
            "xlog1py" => x.IsZero ? new(0) : x * Logarithm1p(y),
            "hypot" => Hypotenuse(x, y),
            "log_add_exp" => IfLess(x, y, y, x) + Logarithm1p(Exponential(-Absolute(x - y))),
            "power" => RaisedTo(x, y),
            _ => Unknown,
        };

    public static Ball Apply<TPrimitive>(TPrimitive primitive, Ball x, Ball y, Ball z)
        where TPrimitive : struct, IPrimitive3<TPrimitive> => TPrimitive.Name switch
        {
            "softplus_mix" => Times(y, Softplus(x)) + Times(z, Softplus(-x)),
            "sigmoid_mix" => y * Logistic(x) + z * Logistic(-x),
            _ => Unknown,
        };

    public override string ToString() => $"{High:R} + {Low:R} ± {Error:R}";

    private static Ball Times(Ball weight, Ball x) => weight.IsZero ? new(0) : weight * x;

    private static Ball Plain(Ball x) => new(x.High, x.Low, 0);

    private static Ball Absolute(Ball x) => x.High < 0 ? -x : x;

    /// <summary>An infinite result: exact if an operand is infinite, unknown if a finite operand overflowed.</summary>
    private static Ball Edge(double value, Ball x, Ball y) =>
        !double.IsNaN(value) && x.IsKnown && y.IsKnown && (double.IsInfinity(x.High) || double.IsInfinity(y.High)) ? new(value) : new(value, 0, double.PositiveInfinity);

    /// <summary>A ball that contains both.</summary>
    private static Ball Hull(Ball a, Ball b)
    {
        var apart = a - b;
        return new(a.High, a.Low, apart.IsZero ? Math.Max(a.Error, b.Error) : Math.Abs(apart.High) * 1.0001 + Math.Max(a.Error, b.Error) + apart.Error);
    }

    private static (double High, double Low) TwoSum(double x, double y)
    {
        var sum = x + y;
        var part = sum - x;
        return (sum, (x - (sum - part)) + (y - part));
    }

    private static (double High, double Low) QuickTwoSum(double x, double y)
    {
        var sum = x + y;
        return (sum, double.IsFinite(sum) ? y - (sum - x) : 0);
    }
}
