using System.Globalization;

namespace Minima.Fuzz;

/// <summary>Numbers where formulas break: the ends of domains, of ranges of exponents, of integers; zeros, and what is no number.</summary>
internal static class Extremes
{
    private static readonly double[] Numbers =
    [
        0, -0.0, 1, -1, 0.5, 2, 3, 1e-8, -1e-8, 1e8, -1e8, 1e16, -1e16, 1e-16, 1e-160, 1e-308, 1e-320, 5e-324, -5e-324, 1e160, 1e300, 1.7976931348623157e308, -1.7976931348623157e308,
        3.5e38, 1e38, 1e-45, 100, 1000, 745, -745, 710, -710, 88.8, 1 + 2.2204460492503131e-16, 1 - 1.1102230246251565e-16, double.NaN, double.PositiveInfinity, double.NegativeInfinity,
        int.MaxValue, int.MinValue, 2147483648.0, 4294967296.0, 9.2233720368547758e18, 1.5, 2.5, 10, 7, 31, 64, 1e5, 1e6,
    ];

    private const double ManyRounds = 10_000;
    private const int SeldomMany = 12;

    public static double Any(Seeded random) => random.Once(20) ? random.Bits() : random.Of(Numbers);

    /// <summary>In a domain or at its ends, or a step outside of them.</summary>
    public static double Of(Domain domain, Seeded random)
    {
        var (low, high) = (domain.Low, domain.High);
        switch (random.Below(8))
        {
            case 0 when double.IsFinite(low):
                return low;
            case 1 when double.IsFinite(high):
                return high;
            case 2 when double.IsFinite(low):
                return Math.BitIncrement(low);
            case 3 when double.IsFinite(high):
                return Math.BitDecrement(high);
            case 4:
                var any = Any(random);
                return domain.Contains(any) || random.Once(8) ? any : Inside(domain, random);
            case 5 when random.Once(6):
                return Any(random);
            default:
                return Inside(domain, random);
        }
    }

    /// <summary>An ordinary number of a domain.</summary>
    public static double Inside(Domain domain, Seeded random)
    {
        if (domain.IsLabel) return random.Once(2) ? domain.Low : domain.High;
        var x = (random.Unit() * 6) - 3;
        if (domain.Contains(x)) return x;
        if (double.IsFinite(domain.Low) && double.IsFinite(domain.High) && domain.Low < domain.High) x = domain.Low + ((domain.High - domain.Low) * (0.001 + (0.998 * random.Unit())));
        else if (double.IsFinite(domain.Low)) x = domain.Low + Math.Abs(x) + 1e-3;
        else if (double.IsFinite(domain.High)) x = domain.High - Math.Abs(x) - 1e-3;
        return x;
    }

    /// <summary>A whole number of a domain, at its ends more often than not.</summary>
    public static double Whole(Domain domain, Seeded random)
    {
        double[] all = [domain.Low, domain.High, domain.Low + 1, domain.High - 1, 0, 1, 2, 3, 4, 5, 7, 100, 1000, 10_000, 1_000_000, int.MaxValue, int.MaxValue - 1, int.MinValue, -1];
        var x = random.Of(all);
        if (random.Once(30)) return Any(random);

        // A parameter may count rounds: a million of them take the whole time limit, which a thousand other requests could have.
        if (x >= ManyRounds && domain.Contains(x) && !random.Once(SeldomMany)) x = random.Below(8);
        return domain.Contains(x) || random.Once(10) ? x : Math.Clamp(1 + random.Below(6), double.IsFinite(domain.Low) ? domain.Low : -3, Math.Max(domain.High, domain.Low));
    }

    public static string Text(double x) => double.IsNaN(x) ? "\"NaN\"" : double.IsPositiveInfinity(x) ? "\"Infinity\"" : double.IsNegativeInfinity(x) ? "\"-Infinity\"" : x.ToString("R", CultureInfo.InvariantCulture);
}
