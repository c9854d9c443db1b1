namespace Minima.Reals;

public static partial class SpecialFunctions
{
    /// <summary>From this size on, the series of the remainder and of its derivatives reach full precision.</summary>
    private const double RemainderFrom = 10;

    /// <summary>B(2k) / (2k (2k - 1)) from k = 1, as many as the second derivative needs (NIST DLMF 5.11.1).</summary>
    internal static ReadOnlySpan<double> StirlingTerms =>
    [
        1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156, -3617.0 / 122400,
        43867.0 / 244188, -174611.0 / 125400, 77683.0 / 5796, -236364091.0 / 1506960, 657931.0 / 300, -3392780147.0 / 93960,
    ];

    /// <summary>The remainder of Stirling's formula for log Gamma: log Gamma(x) - (x - 1/2) log x + x - log(2 pi)/2, of inverse = 1/x.</summary>
    /// <remarks>
    /// <para>Domain: inverse at least 0, NaN below. 0 at 0, +Infinity at +Infinity. Also called Binet's function.</para>
    /// <para>It is inverse/12 - inverse^3/360 + ... near 0: differences of log-gammas of huge arguments keep their digits in this form.</para>
    /// <para>Measured: relative error at most 9e-16.</para>
    /// <para>Source: NIST Digital Library of Mathematical Functions 5.11.1; below x = 10 the recurrence, whose terms are
    /// artanh(v)/v - 1 with v = 1/(2x + 1).</para>
    /// </remarks>
    public static double StirlingRemainder(double inverse)
    {
        if (!(inverse >= 0) || double.IsInfinity(inverse))
            return inverse > 0 ? inverse : double.NaN;
        if (inverse <= 1 / RemainderFrom)
            return inverse * Polynomial(StirlingTerms, inverse * inverse);
        var x = 1 / inverse;
        return x < 0.5
            ? 1 / (12 * (x + 1)) + Excess(x + 1) + ((x + 0.5) * LogOnePlus(inverse) - 1)
            : inverse / 12 + Excess(x);
    }

    /// <summary>The derivative of <see cref="StirlingRemainder"/>.</summary>
    /// <remarks>
    /// <para>Domain: inverse at least 0, NaN below. 1/12 at 0, 0 at +Infinity.</para>
    /// <para>Measured: relative error at most 6e-16.</para>
    /// <para>Source: as for <see cref="StirlingRemainder"/>.</para>
    /// </remarks>
    public static double StirlingRemainderSlope(double inverse)
    {
        if (!(inverse >= 0) || double.IsInfinity(inverse))
            return inverse > 0 ? 0 : double.NaN;
        if (inverse <= 1 / RemainderFrom)
            return Series(inverse * inverse, 1);
        var x = 1 / inverse;
        if (x >= 0.5)
            return 1.0 / 12 - x * x * ExcessSlope(x);
        var next = ExcessSlope(x + 1) - 1 / (12 * (x + 1) * (x + 1));
        return x * (x + 0.5) / (x + 1) - x * x * (next + LogOnePlus(inverse));
    }

    /// <summary>The second derivative of <see cref="StirlingRemainder"/>.</summary>
    /// <remarks>
    /// <para>Domain: inverse at least 0, NaN below. 0 at 0 and at +Infinity.</para>
    /// <para>Measured: relative error at most 2.4e-15.</para>
    /// <para>Source: as for <see cref="StirlingRemainder"/>.</para>
    /// </remarks>
    public static double StirlingRemainderCurvature(double inverse)
    {
        if (!(inverse >= 0) || double.IsInfinity(inverse))
            return inverse > 0 ? -0.0 : double.NaN;
        if (inverse <= 1 / RemainderFrom)
            return inverse * Series(inverse * inverse, 2, -2);
        var x = 1 / inverse;
        if (x >= 0.5)
            return x * x * x * (x * ExcessCurvature(x) + 2 * ExcessSlope(x));
        var next = x + 1;
        var slope = ExcessSlope(next) - 1 / (12 * next * next) + LogOnePlus(inverse);
        var curvature = ExcessCurvature(next) + 1 / (6 * next * next * next);
        return x * x * (x * x * curvature + 2 * x * slope + (0.5 / next - 2 * x - 1) / next);
    }

    /// <summary>The derivative of <see cref="StirlingRemainder"/> of the given order, at least 3.</summary>
    /// <remarks>
    /// <para>Domain: inverse at least 0, NaN below.</para>
    /// <para>Measured: relative error at most 1e-11 for order 3: above 1/10 the derivatives with respect to x alternate in sign, and partly cancel.</para>
    /// <para>Source: the series term by term; above 1/10 the derivatives with respect to x of the sums below, and those of 1/x by Lah's numbers.</para>
    /// </remarks>
    internal static double StirlingRemainderDerivative(int order, double inverse)
    {
        if (!(inverse >= 0) || double.IsInfinity(inverse))
            return inverse > 0 ? 0 : double.NaN;
        var sum = 0.0;
        if (inverse <= 1 / RemainderFrom)
        {
            for (var k = StirlingTerms.Length; 2 * k - 1 >= order; k--)
            {
                var term = StirlingTerms[k - 1] * Math.Pow(inverse, 2 * k - 1 - order);
                for (var n = 0; n < order; n++)
                    term *= 2 * k - 1 - n;
                sum += term;
            }

            return sum;
        }

        // The n-th derivative of f(1/y) is (-1)^n times the sum over k of L(n, k) x^(n + k) f^(k)(x).
        var x = 1 / inverse;
        var lah = 1.0;
        for (var k = 2; k <= order; k++)
            lah *= k;
        for (var k = 1; k <= order; k++)
        {
            sum += lah * Math.Pow(x, order + k) * BinetDerivative(k, x);
            lah *= (order - k) / (k * (k + 1.0));
        }

        return order % 2 == 0 ? sum : -sum;
    }

    /// <summary>The derivative of log Gamma(x) - (x - 1/2) log x + x of the given order, at least 1: all terms have one sign.</summary>
    private static double BinetDerivative(int order, double x)
    {
        var sum = 0.0;
        for (; x < RemainderFrom; x += 1)
            sum += x < 0.5 ? StepDerivative(order, x) : StepSeries(order, x);
        for (var k = StirlingTerms.Length; k > 0; k--)
        {
            var term = StirlingTerms[k - 1] * Math.Pow(x, 1 - 2 * k - order);
            for (var n = 0; n < order; n++)
                term *= 1 - 2 * k - n;
            sum += term;
        }

        return sum;
    }

    /// <summary>The derivative of (x + 1/2) log(1 + 1/x) - 1, which is the sum of v^(2j) / (2j + 1) from j = 1 with v = 1/(2x + 1).</summary>
    private static double StepSeries(int order, double x)
    {
        var v = 1 / (2 * x + 1);
        var sum = 0.0;
        for (var j = 1; j < 40 + order; j++)
        {
            var term = Math.Pow(v, 2 * j + order) / (2 * j + 1);
            for (var n = 0; n < order; n++)
                term *= -2 * (2 * j + n);
            sum += term;
        }

        return sum;
    }

    /// <summary>The same by the product rule, for small x.</summary>
    private static double StepDerivative(int order, double x)
    {
        return order * Logarithm(order - 1) + (x + 0.5) * Logarithm(order);

        // The derivative of log(1 + 1/x).
        double Logarithm(int n)
        {
            if (n == 0)
                return LogOnePlus(1 / x);
            var factorial = n % 2 == 1 ? 1.0 : -1;
            for (var k = 2; k < n; k++)
                factorial *= k;
            return factorial * (Math.Pow(x + 1, -n) - Math.Pow(x, -n));
        }
    }

    /// <summary>The sum of the terms from k = first after a derivative: each times 2k - 1, and after a second derivative times 2k + shift too.</summary>
    private static double Series(double square, int first, int? shift = null)
    {
        var sum = 0.0;
        for (var k = StirlingTerms.Length; k >= first; k--)
            sum = sum * square + StirlingTerms[k - 1] * (2 * k - 1) * (shift is { } more ? 2 * k + more : 1);
        return sum;
    }

    /// <summary>The remainder at x of at least 1/2 minus its leading term 1/(12 x), so that nothing cancels in the derivatives with respect to 1/x.</summary>
    private static double Excess(double x)
    {
        var sum = 0.0;
        for (; x < RemainderFrom; x += 1)
        {
            var v = 1 / (2 * x + 1);
            var square = v * v;
            var power = square * square;
            for (var j = 2; power > 1e-18 * square; j++, power *= square)
                sum -= power * ((2 * j - 2) / (3.0 * (2 * j + 1)));
        }

        var inverse = 1 / x;
        return sum + inverse * inverse * inverse * Polynomial(StirlingTerms[1..], inverse * inverse);
    }

    private static double ExcessSlope(double x)
    {
        var sum = 0.0;
        for (; x < RemainderFrom; x += 1)
        {
            var v = 1 / (2 * x + 1);
            var square = v * v;
            var power = square * square * v;
            for (var j = 2; power > 1e-18 * square * square; j++, power *= square)
                sum += power * (8.0 * j * (j - 1) / (3 * (2 * j + 1)));
        }

        var inverse = 1 / x;
        return sum - inverse * inverse * inverse * inverse * Series(inverse * inverse, 2);
    }

    private static double ExcessCurvature(double x)
    {
        var sum = 0.0;
        for (; x < RemainderFrom; x += 1)
        {
            var product = x * (x + 1);
            sum -= 1 / (6 * product * product * product);
        }

        var inverse = 1 / x;
        return sum + inverse * inverse * inverse * inverse * inverse * Series(inverse * inverse, 2, 0);
    }
}
