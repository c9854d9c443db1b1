using Minima.Reals;

namespace Minima.Tabular;

/// <summary>Minus the logarithm of the density of a target whose variance is the dispersion times a power of the mean, for the powers with a formula: 0, 1 (whose dispersion is 1), 2 and 3.</summary>
internal static class DispersionFormula
{
    private const double HalfLogTwoPi = 0.91893853320467274178;

    /// <summary>The power has a formula.</summary>
    public static bool Has(double power) => power is 0 or 1 or 2 or 3;

    /// <summary>The term of a row.</summary>
    public static T Term<T>(double power, T target, T mean, T dispersion)
        where T : IReal<T>
    {
        switch (power)
        {
            case 0:
                return HalfLogTwoPi + (0.5 * T.Log(dispersion)) + (Square(target - mean) / (2 * dispersion));
            case 1:
                return mean - T.XLogY(target, mean) + T.LogGamma(target + 1);
            case 2:
                var (shape, ratio) = (1 / dispersion, target / mean);
                return (shape * (ratio - 1 - T.Log(ratio))) + T.Log(target) + T.LogGamma(shape) - (shape * T.Log(shape)) + shape;
            default:
                return HalfLogTwoPi + (0.5 * T.Log(dispersion)) + (1.5 * T.Log(target)) + (Square(target - mean) / (2 * dispersion * Square(mean) * target));
        }

        static T Square(T x) => x * x;
    }
}
