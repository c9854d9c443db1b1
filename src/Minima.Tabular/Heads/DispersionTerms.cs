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
    private const double Step = 1e-5;

    public void Evaluate(double[][] values, ReadOnlySpan<double> target, Span<double> terms, double[][] slopes)
    {
        for (var i = 0; i < target.Length; i++)
        {
            var (raw, dispersion) = (values[0][i], values.Length > 1 ? values[1][i] : 1);
            var mean = plan.IsLogarithm ? Math.Exp(raw) : raw;
            terms[i] = Term(power, target[i], mean, dispersion);
            if (slopes.Length == 0) continue;
            slopes[0][i] = (mean - target[i]) / (dispersion * Math.Pow(mean, power)) * (plan.IsLogarithm ? mean : 1);
            if (values.Length > 1) slopes[1][i] = BySpread(power, target[i], mean, dispersion);
        }
    }

    /// <summary>Minus the logarithm of the density at a target, or of the probability of a target that has one.</summary>
    public static double Term(double power, double target, double mean, double dispersion) => power switch
    {
        0 => HalfLogTwoPi + (0.5 * Math.Log(dispersion)) + ((target - mean) * (target - mean) / (2 * dispersion)),
        1 => mean - (target == 0 ? 0 : target * Math.Log(mean)) + SpecialFunctions.LogGamma(target + 1),
        2 => Gamma(target, mean, 1 / dispersion),
        3 => HalfLogTwoPi + (0.5 * Math.Log(dispersion)) + (1.5 * Math.Log(target)) + ((target - mean) * (target - mean) / (2 * dispersion * mean * mean * target)),
        _ => Sum(power, target, mean, dispersion),
    };

    /// <summary>The probability of exactly 0 between the powers 1 and 2.</summary>
    public static double Zero(double power, double mean, double dispersion) => Math.Exp(-Math.Pow(mean, 2 - power) / (dispersion * (2 - power)));

    private static double Gamma(double target, double mean, double shape) =>
        (shape * ((target / mean) - 1 - Math.Log(target / mean))) + Math.Log(target) + SpecialFunctions.LogGamma(shape) - (shape * Math.Log(shape)) + shape;

    private static double BySpread(double power, double target, double mean, double dispersion)
    {
        switch (power)
        {
            case 0:
                return ((1 / dispersion) - ((target - mean) * (target - mean) / (dispersion * dispersion))) / 2;
            case 2:
                var shape = 1 / dispersion;
                return -shape * shape * ((target / mean) - 1 - Math.Log(target / mean) + SpecialFunctions.Digamma(shape) - Math.Log(shape));
            case 3:
                return ((1 / dispersion) - ((target - mean) * (target - mean) / (dispersion * dispersion * mean * mean * target))) / 2;
            default:
                var (above, below) = (dispersion * (1 + Step), dispersion * (1 - Step));
                return (Term(power, target, mean, above) - Term(power, target, mean, below)) / (above - below);
        }
    }

    /// <summary>Over the number of amounts, from the likeliest on to both sides until the terms are negligible.</summary>
    private static double Sum(double power, double target, double mean, double dispersion)
    {
        var (one, two) = (power - 1, 2 - power);
        var ofZero = Math.Pow(mean, two) / (dispersion * two);
        if (target == 0) return ofZero;
        var ratio = two / one;
        var log = (ratio * (Math.Log(target) - Math.Log(one))) - ((1 + ratio) * Math.Log(dispersion)) - Math.Log(two);
        var likeliest = Math.Max(1, Math.Round(Math.Pow(target, two) / (dispersion * two)));
        var peak = At(likeliest);

        // Many terms lie as a normal density does, which steps of a quarter of its deviation add up to the last digit.
        var step = Math.Max(1, Math.Floor(Math.Sqrt(likeliest / (1 + ratio)) / 4));
        var sum = 1.0;
        for (var j = likeliest + step; At(j) - peak is > -Negligible and var up; j += step) sum += Math.Exp(up);
        for (var j = likeliest - step; j >= 1 && At(j) - peak is > -Negligible and var down; j -= step) sum += Math.Exp(down);
        return ofZero + (target * Math.Pow(mean, -one) / (dispersion * one)) + Math.Log(target) - peak - Math.Log(sum * step);

        double At(double j) => (j * log) - SpecialFunctions.LogGamma(j + 1) - SpecialFunctions.LogGamma(ratio * j);
    }
}
