namespace Minima.Reals;

public static partial class SpecialFunctions
{
    internal const double OneOverSqrtTwoPi = 0.39894228040143268;

    /// <summary>
    /// Chebyshev coefficients in t = (u - 4) / (u + 4) of (1 + u) (phi(u) / Q(u) - u) on u in [0, infinity),
    /// computed with mpmath to 45 digits. Mapping the half line to [-1, 1] this way is due to M. M. Shepherd and
    /// J. G. Laframboise, "Chebyshev approximation of (1 + 2x) exp(x^2) erfc x in 0 &lt;= x &lt; infinity",
    /// Mathematics of Computation 36 (1981).
    /// </summary>
    internal static ReadOnlySpan<double> HazardExcess =>
    [
        2.0337611128852564, 0.06385599300140679, -0.11509035595355087, 0.038934029049955285,
        -0.003347370576381033, -0.0017736338770155734, 0.00054076040973986, 3.902404417582679e-05,
        -4.402617067828808e-05, 2.7612076544288964e-06, 2.8674097969311685e-06, -4.995282519092665e-07,
        -1.5806245994487862e-07, 4.938482308086009e-08, 7.114472972821824e-09, -3.943344498242817e-09,
        -2.0992695898584107e-10, 2.7542478232219564e-10, -3.29156814387016e-12, -1.716164405777426e-11,
        1.201559505276977e-12, 9.424312178713976e-13, -1.279271190378952e-13, -4.29654024129139e-14,
        1.0402939865135318e-14, 1.2728811508716543e-15, -7.396596377340524e-16, 2.530671679501365e-17,
        4.8478954579590156e-17, -8.222875764646372e-18, -3.0047211186514518e-18,
    ];

    /// <summary>log Phi(x), the logarithm of the standard normal distribution function.</summary>
    /// <remarks>
    /// <para>Domain: all reals; -Infinity at -Infinity (and where -x^2/2 overflows), 0 at +Infinity. Both tails
    /// keep their relative accuracy: -5e299 at -1e150, -2.9e-316 at 38.</para>
    /// <para>Measured: relative error at most 6.5e-16.</para>
    /// <para>Source: on the left, log phi(x) minus the logarithm of the hazard phi/Q at -x; on the right,
    /// log(1 - Q) (M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions, 1964, section 26.2). The
    /// hazard comes from the Chebyshev form of M. M. Shepherd and J. G. Laframboise (1981).</para>
    /// </remarks>
    public static double LogNdtr(double x)
    {
        if (x < 0)
            return double.IsInfinity(x) ? x : -0.5 * x * x - (HalfLogTwoPi + Math.Log(NormalHazardExcess(-x) - x));
        return LogOnePlus(-NormalUpperTail(x));
    }

    /// <summary>phi(x) / Phi(x), the derivative of <see cref="LogNdtr"/>, also called the inverse Mills ratio.</summary>
    /// <remarks>
    /// <para>Domain: all reals; +Infinity at -Infinity, 0 at +Infinity. For large negative x it is |x| + 1/|x|
    /// to leading order.</para>
    /// <para>Measured: relative error at most 7e-16.</para>
    /// <para>Source: as for <see cref="LogNdtr"/>; the quotient is the hazard phi/Q at -x.</para>
    /// </remarks>
    public static double LogNdtrSlope(double x)
    {
        if (x < 0)
            return NormalHazardExcess(-x) - x;
        return GaussianTimes(x, OneOverSqrtTwoPi / (1 - NormalUpperTail(x)));
    }

    /// <summary>The second derivative of <see cref="LogNdtr"/>: -s (s + x), with s its first derivative.</summary>
    /// <remarks>
    /// <para>Domain: all reals; -1 at -Infinity, -0 at +Infinity. A separate function, because s + x cancels completely for large
    /// negative x when it is formed from a rounded s.</para>
    /// <para>Measured: relative error at most 1.1e-15.</para>
    /// <para>Source: as for <see cref="LogNdtr"/>; the table is of s + x.</para>
    /// </remarks>
    public static double LogNdtrCurvature(double x)
    {
        if (double.IsNegativeInfinity(x))
            return -1;
        if (x < 0)
            return -LogNdtrSlope(x) * NormalHazardExcess(-x);
        // The factor joins the exponential before it is rounded to a subnormal, not after.
        var factor = OneOverSqrtTwoPi / (1 - NormalUpperTail(x));
        return -GaussianTimes(x, factor * (GaussianTimes(x, factor) + x));
    }

    /// <summary>phi(u) / Q(u) - u for u >= 0: positive, falling from sqrt(2/pi) like 1/u.</summary>
    private static double NormalHazardExcess(double u)
    {
        // 1/u - 2/u^3 + ...: from here the second term is below the last digit, and u + 4 cannot overflow.
        if (u > 1e9)
            return 1 / u;
        return Chebyshev(HazardExcess, (u - 4) / (u + 4)) / (1 + u);
    }

    /// <summary>Q(x) = 1 - Phi(x) for x >= 0.</summary>
    private static double NormalUpperTail(double x) =>
        GaussianTimes(x, OneOverSqrtTwoPi / (NormalHazardExcess(x) + x));

    /// <summary>
    /// factor * exp(-x^2/2). The rounding of x^2 alone would cost x^2/2 units in the last place, so it is added
    /// back; and the two half exponents stay normal, so that a subnormal product is rounded only once.
    /// </summary>
    private static double GaussianTimes(double x, double factor)
    {
        if (x > 100)
            return 0;
        var square = x * x;
        var lost = Math.FusedMultiplyAdd(x, x, -square);
        var half = Math.Exp(-0.25 * square);
        return half * (factor * (1 - 0.5 * lost)) * half;
    }
}
