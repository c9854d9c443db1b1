using Minima.Reals;

namespace Minima.Tabular;

/// <summary>The standard normal distribution.</summary>
internal static class Normal
{
    /// <summary>The probability of a value further from 0 than z, on both sides together.</summary>
    public static double TwoSided(double z) => double.IsNaN(z) ? double.NaN : 2 * Math.Exp(SpecialFunctions.LogNdtr(-Math.Abs(z)));

    /// <summary>The z below which a value lies with probability p, above 0 and below 1.</summary>
    public static double Quantile(double p) => NormalQuantile.Of(p);

    /// <summary>The density at z.</summary>
    public static double Density(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
}
