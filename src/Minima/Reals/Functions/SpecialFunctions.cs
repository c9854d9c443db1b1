namespace Minima.Reals;

/// <summary>
/// Special functions of one real variable in double precision: the logarithm of the gamma function and its
/// derivatives, the logarithm of the normal distribution function, scaled Bessel functions and Lambert's W.
/// </summary>
/// <remarks>
/// The accuracy of each function is the worst over the points of <c>tests/reference/special_functions.jsonl</c>, which
/// <c>tools/reference/special_functions.py</c> computes with 60 digits. It includes some 2000 more random points from the same script's functions;
/// subnormal answers are off by one step at most. Outside the domain the answer is NaN; NaN in gives NaN out.
/// </remarks>
public static partial class SpecialFunctions
{
    /// <summary>Sum of c[k] z^k by Horner's rule.</summary>
    private static double Polynomial(ReadOnlySpan<double> coefficients, double z)
    {
        var sum = 0.0;
        for (var k = coefficients.Length - 1; k >= 0; k--)
            sum = sum * z + coefficients[k];
        return sum;
    }

    /// <summary>
    /// c[0]/2 + sum of c[k] T_k(t) for t in [-1, 1], by the recurrence of Clenshaw, "A note on the summation of
    /// Chebyshev series", Mathematical Tables and other Aids to Computation 9 (1955).
    /// </summary>
    private static double Chebyshev(ReadOnlySpan<double> coefficients, double t)
    {
        double next = 0, afterNext = 0;
        for (var k = coefficients.Length - 1; k > 0; k--)
            (next, afterNext) = (2 * t * next - afterNext + coefficients[k], next);
        return t * next - afterNext + 0.5 * coefficients[0];
    }

    /// <summary>
    /// log(1 + x). The framework's own <c>double.LogP1</c> forms 1 + x and loses the digits of a small x; here
    /// the part of x lost to rounding is added back to first order.
    /// </summary>
    private static double LogOnePlus(double x)
    {
        var sum = 1 + x;
        return Math.Log(sum) + (x - (sum - 1)) / sum;
    }
}
