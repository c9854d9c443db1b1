namespace Minima.Losses;

/// <summary>log Z(alpha), Z(alpha) = integral over the reals of exp(-rho(x)) with rho the loss of <see cref="BarronGeneral"/> at scale 1.</summary>
internal static class BarronNormaliser
{
    /// <summary>log Z(0) = log(pi sqrt(2)).</summary>
    public const double LogOfZero = 1.49130347612937282885;

    /// <summary>So near to 0 that the difference of the logarithms is lost in rounding; below 1e-308 b / alpha would not be finite either.</summary>
    private const double NearZero = 1e-18;

    /// <summary>From a step of at most 1/2 each halving squares the error; the sums agree after five or six.</summary>
    private const int MostHalvings = 12;

    /// <summary>The integrand is negligible within some hundred first steps, for every alpha.</summary>
    private const int MostTerms = 1024 << MostHalvings;

    /// <summary>The last value for each of a few alphas. An entry never changes, so that reading needs no lock.</summary>
    private static readonly Entry?[] Recent = new Entry?[64];

    /// <summary>log Z(<paramref name="alpha"/>) to about 1e-14; NaN for alpha below 0 (and for NaN), where there is no density.</summary>
    public static double Log(double alpha)
    {
        switch (alpha)
        {
            case 0:
                return LogOfZero;
            case 1:
                return 1.18549523234919297847; // log(2 e K1(1))
            case 2:
                return 0.91893853320467274178; // log(2 pi) / 2
        }

        if (!(alpha >= 0))
        {
            return double.NaN;
        }

        if (alpha < NearZero)
        {
            return LogOfZero;
        }

        var index = (int)((uint)alpha.GetHashCode() % (uint)Recent.Length);
        if (Recent[index] is { } entry && entry.Alpha == alpha)
        {
            return entry.Log;
        }

        var log = Math.Log(2 * HalfIntegral(alpha));
        Recent[index] = new(alpha, log);
        return log;
    }

    /// <summary>
    /// The integral from 0 to infinity. With x = sqrt(b) sinh(s), 1 + x^2/b is cosh(s)^2, and the tail, however heavy, falls
    /// exponentially in s or faster; there the trapezoidal rule converges exponentially. The step is halved until the sum settles, at most <see cref="MostHalvings"/> times.
    /// </summary>
    private static double HalfIntegral(double alpha)
    {
        // From here on the limit alpha = infinity is the same number, and x itself is the variable.
        var infinite = alpha > 1e16;
        var step = infinite ? 0.25 : 0.5 / (1 + Math.Sqrt(alpha));
        var sum = 0.5 * Integrand(alpha, infinite, 0) + Sum(alpha, infinite, step, step);
        for (var halving = 1; ; halving++)
        {
            var refined = sum + Sum(alpha, infinite, 0.5 * step, step);
            step *= 0.5;
            if (Math.Abs(refined - 2 * sum) <= 1e-13 * refined || halving == MostHalvings)
            {
                return refined * step;
            }

            sum = refined;
        }
    }

    /// <summary>The integrand at <paramref name="first"/>, <paramref name="first"/> + <paramref name="step"/>, ... until it no longer counts; it has one maximum, so no later term counts either.</summary>
    private static double Sum(double alpha, bool infinite, double first, double step)
    {
        var sum = 0.0;
        for (var k = 0; k < MostTerms; k++)
        {
            var term = Integrand(alpha, infinite, first + k * step);
            sum += term;

            // Written so that a NaN ends the sum as well.
            if (!(term > 1e-20 * sum))
            {
                break;
            }
        }

        return sum;
    }

    private static double Integrand(double alpha, bool infinite, double s)
    {
        if (infinite)
        {
            return Math.Exp(-Expm1(0.5 * s * s));
        }

        var b = Math.Abs(alpha - 2);
        var sinh = Math.Sinh(s);
        var cosh = Math.Sqrt(1 + sinh * sinh);
        var logCosh = s < 1 ? 0.5 * Log1p(sinh * sinh) : s + Math.Log(0.5 * (1 + Math.Exp(-2 * s)));
        return Math.Sqrt(b) * cosh * Math.Exp(-(b / alpha * Expm1(alpha * logCosh)));
    }

    private static double Expm1(double x) => Reals.Elementary.Expm1(new Reals.F64(x)).X;

    private static double Log1p(double x) => Reals.Elementary.Log1p(new Reals.F64(x)).X;

    private sealed record Entry(double Alpha, double Log);
}
