using Minima.Reals;
using Minima.Reals.Primitives;

namespace Minima.Tabular;

/// <summary>
/// Minus the logarithm of the density of a target whose variance is the dispersion times a power of the mean. The powers are: normal (0), Poisson (1, the dispersion being 1), a
/// sum of a Poisson number of gamma amounts (between 1 and 2), gamma (2), inverse Gaussian (3). The heads are the prediction and the dispersion.
/// </summary>
/// <remarks>Between 1 and 2 the density is the series of P. K. Dunn and G. K. Smyth, "Series evaluation of Tweedie exponential dispersion model densities", Statistics and Computing 15 (2005). Its terms are
/// written as a deviance, which all of them have in common, and the remainder of Stirling's formula: nothing large cancels, up to the powers 1 and 2 themselves.</remarks>
internal sealed class DispersionTerms(HeadPlan plan, double power) : IHeadTerms
{
    private const double HalfLogTwoPi = 0.91893853320467274178;
    private const double Negligible = 37;
    private const double Most = 1e8;
    private const double Large = 16;
    private const int Kept = 512;

    private static readonly double[] Remainders = [0, .. Enumerable.Range(1, Kept - 1).Select(j => Remainder(j))];

    // The part for each number of amounts that is the same for every row; NaN until the first row reads it.
    private readonly double[] _ofNumber = Unread();

    public void Evaluate(double[][] values, ReadOnlySpan<double> target, Span<double> terms, double[][] slopes)
    {
        for (var i = 0; i < target.Length; i++)
        {
            var (raw, dispersion) = (values[0][i], values.Length > 1 ? values[1][i] : 1);
            var mean = plan.IsLogarithm ? Math.Exp(raw) : raw;
            double bySpread;
            if (DispersionFormula.Has(power))
            {
                var term = DispersionFormula.Term<Dual<F64, One<F64>>>(power, new(new(target[i]), default), new(new(mean), default), new(new(dispersion), new(new(1))));
                (terms[i], bySpread) = (term.Value.X, term.Slope.A.X);
            }
            else
            {
                terms[i] = Sum(target[i], mean, dispersion, out bySpread);
            }

            if (slopes.Length == 0) continue;
            slopes[0][i] = (mean - target[i]) / (dispersion * Math.Pow(mean, power)) * (plan.IsLogarithm ? mean : 1);
            if (values.Length > 1) slopes[1][i] = bySpread;
        }
    }

    /// <summary>The probability of exactly 0 between the powers 1 and 2.</summary>
    public static double Zero(double power, double mean, double dispersion) => Math.Exp(-Math.Pow(mean, 2 - power) / (dispersion * (2 - power)));

    /// <summary>The sum over the number of amounts, from the likeliest to both sides until the terms are negligible; the derivative with respect to the dispersion uses their mean number.</summary>
    private double Sum(double target, double mean, double dispersion, out double bySpread)
    {
        var (one, two) = (power - 1, 2 - power);
        if (target == 0)
        {
            var ofZero = Math.Pow(mean, two) / (dispersion * two);
            bySpread = -ofZero / dispersion;
            return ofZero;
        }

        var (ratio, scale, far) = (two / one, Math.Pow(target, two) / dispersion, Math.Log(mean / target));
        var deviance = scale * ((Expm1(two * far) / two) + (Expm1(-one * far) / one));

        // The number of amounts at which a term is largest, as a real number; a term falls from there as exp(steepness f(j / middle)), f(x) = x (1 - log x) - 1.
        var (middle, steepness) = (scale / two, scale / (one * two));
        if (middle > Most)
        {
            // For this many amounts the series equals its saddle-point approximation to the last digits, and the amounts themselves may still be few.
            var shape = scale / one;
            bySpread = (0.5 - deviance - (shape * RemainderSlope(shape))) / dispersion;
            return HalfLogTwoPi + (0.5 * Math.Log(dispersion)) + (0.5 * power * Math.Log(target)) + deviance + Remainder(shape);
        }

        var likeliest = Math.Max(1, Math.Round(middle));
        var peak = At(likeliest);

        // Many terms follow a normal density, whose sum in steps of a quarter of its standard deviation is exact to the last digit.
        var step = Math.Max(1, Math.Floor(Math.Sqrt(likeliest / (1 + ratio)) / 4));
        var (sum, beyond) = (1.0, likeliest - middle);
        for (var j = likeliest + step; At(j) - peak is > -Negligible and var up; j += step) Add(j, Math.Exp(up));
        for (var j = likeliest - step; j >= 1 && At(j) - peak is > -Negligible and var down; j -= step) Add(j, Math.Exp(down));
        bySpread = (((1 + ratio) * beyond / sum) - deviance) / dispersion;
        return deviance + Math.Log(target) + (2 * HalfLogTwoPi) - (0.5 * Math.Log(ratio)) - peak - Math.Log(sum * step);

        void Add(double j, double weight)
        {
            sum += weight;
            beyond += (j - middle) * weight;
        }

        double At(double j)
        {
            var above = (j - middle) / middle;
            return (steepness * (above - ((1 + above) * Log1p(above)))) - OfNumber(j, ratio);
        }
    }

    /// <summary>The remainders of Stirling's formula for the gamma functions at j and at j times the ratio, which all rows of an evaluation have in common. Threads that race here write identical bits.</summary>
    private double OfNumber(double j, double ratio)
    {
        if (!(j < Kept)) return Remainder(j) + Remainder(ratio * j);
        var known = _ofNumber[(int)j];
        return double.IsNaN(known) ? _ofNumber[(int)j] = Remainders[(int)j] + Remainder(ratio * j) : known;
    }

    /// <summary>The logarithm of the gamma function minus Stirling's formula, (x - 1/2) log x - x + log(2 pi) / 2.</summary>
    private static double Remainder(double x)
    {
        if (!(x > Large)) return SpecialFunctions.LogGamma(x) - ((x - 0.5) * Math.Log(x)) + x - HalfLogTwoPi;
        var square = 1 / (x * x);
        return ((1.0 / 12) - (square * ((1.0 / 360) - (square * ((1.0 / 1260) - (square * ((1.0 / 1680) - (square / 1188)))))))) / x;
    }

    private static double RemainderSlope(double x) => SpecialFunctions.Digamma(x) - Math.Log(x) + (0.5 / x);

    private static double Expm1(double x) => F64.Apply(default(Expm1), new(x)).X;

    private static double Log1p(double x) => F64.Apply(default(Log1p), new(x)).X;

    private static double[] Unread()
    {
        var unread = new double[Kept];
        Array.Fill(unread, double.NaN);
        return unread;
    }
}
