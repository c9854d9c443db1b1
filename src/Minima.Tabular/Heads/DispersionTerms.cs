using Minima.Reals;

namespace Minima.Tabular;

/// <summary>
/// Minus the logarithm of the density of a target whose variance is the dispersion times a power of the mean: normal (0), Poisson (1, the dispersion being 1), a
/// sum of a Poisson number of gamma amounts (between 1 and 2), gamma (2), inverse Gaussian (3). The heads are the prediction and the dispersion.
/// </summary>
/// <remarks>Between 1 and 2 the density is the series of P. K. Dunn and G. K. Smyth, "Series evaluation of Tweedie exponential dispersion model densities", Statistics and Computing 15 (2005).</remarks>
internal sealed class DispersionTerms(HeadPlan plan, double power) : IHeadTerms
{
    private const double HalfLogTwoPi = 0.91893853320467274178;
    private const double Negligible = 37;
    private const double Most = 1e8;
    private const int Kept = 512;

    private static readonly double[] LogFactorials = [.. Enumerable.Range(0, Kept).Select(j => SpecialFunctions.LogGamma(j + 1.0))];

    // The part of a number of amounts that is the same for every row; NaN until the first row reads it.
    private readonly double[] _logOfNumber = Unread();

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

    /// <summary>Over the number of amounts, from the likeliest on to both sides until the terms are negligible; the slope with respect to the dispersion has their mean number in it.</summary>
    private double Sum(double target, double mean, double dispersion, out double bySpread)
    {
        var (one, two) = (power - 1, 2 - power);
        var ofZero = Math.Pow(mean, two) / (dispersion * two);
        bySpread = -ofZero / dispersion;
        if (target == 0) return ofZero;
        var ratio = two / one;
        var log = (ratio * (Math.Log(target) - Math.Log(one))) - ((1 + ratio) * Math.Log(dispersion)) - Math.Log(two);
        var likeliest = Math.Max(1, Math.Round(Math.Pow(target, two) / (dispersion * two)));
        var ofAmount = target * Math.Pow(mean, -one) / (dispersion * one);
        if (likeliest > Most)
        {
            // Of so many amounts the series is its saddle point to the last digits.
            var deviance = ofZero + ofAmount - (Math.Pow(target, two) / (dispersion * one * two));
            bySpread = (0.5 - deviance) / dispersion;
            return HalfLogTwoPi + (0.5 * Math.Log(dispersion)) + (0.5 * power * Math.Log(target)) + deviance;
        }

        var peak = At(likeliest);

        // Many terms lie as a normal density does, which steps of a quarter of its deviation add up to the last digit.
        var step = Math.Max(1, Math.Floor(Math.Sqrt(likeliest / (1 + ratio)) / 4));
        var (sum, number) = (1.0, likeliest);
        for (var j = likeliest + step; At(j) - peak is > -Negligible and var up; j += step) Add(j, Math.Exp(up));
        for (var j = likeliest - step; j >= 1 && At(j) - peak is > -Negligible and var down; j -= step) Add(j, Math.Exp(down));
        bySpread += ((1 + ratio) * number / sum / dispersion) - (ofAmount / dispersion);
        return ofZero + ofAmount + Math.Log(target) - peak - Math.Log(sum * step);

        void Add(double j, double weight)
        {
            sum += weight;
            number += j * weight;
        }

        double At(double j) => (j * log) - LogOfNumber(j, ratio);
    }

    /// <summary>The logarithm of j! and of the gamma function at j times the ratio, which all rows of an evaluation have in common. Threads that meet here write the same bits.</summary>
    private double LogOfNumber(double j, double ratio)
    {
        if (!(j < Kept)) return SpecialFunctions.LogGamma(j + 1) + SpecialFunctions.LogGamma(ratio * j);
        var known = _logOfNumber[(int)j];
        return double.IsNaN(known) ? _logOfNumber[(int)j] = LogFactorials[(int)j] + SpecialFunctions.LogGamma(ratio * j) : known;
    }

    private static double[] Unread()
    {
        var unread = new double[Kept];
        Array.Fill(unread, double.NaN);
        return unread;
    }
}
