namespace Minima.Tests.Softmax;

/// <summary>A number as the unevaluated sum of two doubles, some 31 digits (Dekker 1971): the truth that double kernels are held to.</summary>
internal readonly record struct DoubleDouble(double High, double Low)
{
    private static readonly DoubleDouble Log2 = new(0.6931471805599453, 2.3190468138462996e-17);

    public static implicit operator DoubleDouble(double x) => new(x, 0);

    public static explicit operator double(DoubleDouble x) => x.High + x.Low;

    public static DoubleDouble operator -(DoubleDouble x) => new(-x.High, -x.Low);

    public static DoubleDouble operator -(DoubleDouble x, DoubleDouble y) => x + -y;

    public static DoubleDouble operator +(DoubleDouble x, DoubleDouble y)
    {
        var (high, low) = TwoSum(x.High, y.High);
        var (high2, low2) = TwoSum(x.Low, y.Low);
        (high, low) = QuickTwoSum(high, low + high2);
        (high, low) = QuickTwoSum(high, low + low2);
        return new(high, low);
    }

    public static DoubleDouble operator *(DoubleDouble x, DoubleDouble y)
    {
        var high = x.High * y.High;
        var low = Math.FusedMultiplyAdd(x.High, y.High, -high) + ((x.High * y.Low) + (x.Low * y.High));
        (high, low) = QuickTwoSum(high, low);
        return new(high, low);
    }

    public static DoubleDouble operator /(DoubleDouble x, DoubleDouble y)
    {
        DoubleDouble first = x.High / y.High;
        var rest = x - (first * y);
        DoubleDouble second = rest.High / y.High;
        rest -= second * y;
        return first + second + (rest.High / y.High);
    }

    public static DoubleDouble Exp(DoubleDouble x)
    {
        if (x.High < -745)
        {
            return 0;
        }

        var n = Math.Round(x.High / Log2.High);
        var r = (x - (n * Log2)) * (1.0 / 512);
        DoubleDouble term = 1, sum = 0;
        for (var k = 1; k < 12; k++)
        {
            term = term * r / k;
            sum += term;
        }

        // e^r - 1, squared up nine times: (1 + s)^2 - 1 = 2 s + s^2.
        for (var k = 0; k < 9; k++)
        {
            sum = (2 * sum) + (sum * sum);
        }

        sum += 1;
        return new(Math.ScaleB(sum.High, (int)n), Math.ScaleB(sum.Low, (int)n));
    }

    /// <summary>By one step of Newton's method from double.</summary>
    public static DoubleDouble Log(DoubleDouble x)
    {
        DoubleDouble y = Math.Log(x.High);
        y += (x * Exp(-y)) - 1;
        return y + ((x * Exp(-y)) - 1);
    }

    /// <summary>log(1 + x) for x >= 0.</summary>
    public static DoubleDouble Log1p(DoubleDouble x)
    {
        if (x.High > 1e-8)
        {
            return Log(1 + x);
        }

        // x (1 - x (1/2 - x (1/3 - x/4)))
        return x * (1 - (x * (0.5 - (x * (((DoubleDouble)1 / 3) - (x * 0.25))))));
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
