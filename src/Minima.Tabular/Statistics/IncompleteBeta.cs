using Minima.Reals;

namespace Minima.Tabular;

/// <summary>The regularized incomplete beta function, by its continued fraction (NIST DLMF 8.17.22) with Lentz's evaluation.</summary>
internal static class IncompleteBeta
{
    private const int MostTerms = 10_000;

    public static double Regularized(double a, double b, double x)
    {
        if (x <= 0) return 0;
        if (x >= 1) return 1;

        // The fraction converges fast only on one side; the other side is its complement.
        if (x > (a + 1) / (a + b + 2)) return 1 - Regularized(b, a, 1 - x);
        var front = Math.Exp((a * Math.Log(x)) + (b * Math.Log(1 - x)) - LogBeta(a, b)) / a;
        const double tiny = 1e-300;
        var c = 1.0;
        var d = Safe(1 - ((a + b) * x / (a + 1)));
        d = 1 / d;
        var fraction = d;
        for (var m = 1; m <= MostTerms; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / Safe(1 + (even * d));
            c = Safe(1 + (even / c));
            fraction *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / Safe(1 + (odd * d));
            c = Safe(1 + (odd / c));
            var step = d * c;
            fraction *= step;
            if (Math.Abs(step - 1) < 1e-16) break;
        }

        return front * fraction;

        static double Safe(double value) => Math.Abs(value) < tiny ? tiny : value;
    }

    private static double LogBeta(double a, double b) => LogGamma(a) + LogGamma(b) - LogGamma(a + b);

    private static double LogGamma(double x) => SpecialFunctions.LogGamma(x);
}
