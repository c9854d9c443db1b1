using Minima.Reals;

namespace Minima.Training.Uncertainty;

/// <summary>Student's distribution, shifted and scaled: the predictive distribution for normal data with unknown variance.</summary>
/// <remarks>
/// <para>Formula: density Gamma((v + 1)/2) / (Gamma(v/2) sqrt(pi v) s) (1 + z^2 / v)^(-(v + 1)/2), z = (y - m) / s; cumulative 1 - I_(v / (v + z^2))(v/2, 1/2) / 2 for z &gt; 0, I the regularised incomplete beta function.</para>
/// <para>Numerics: I by Lentz's continued fraction, about 1e-13 relative up to v = 10^4.</para>
/// <para>Source: Student 1908, Biometrika 6(1); Press et al. 2007, "Numerical Recipes", 6.4.</para>
/// </remarks>
public sealed class StudentForecast : Forecast
{
    private const double Tiny = 1e-300;
    private const int MostTerms = 10_000;

    /// <param name="location">m, finite.</param>
    /// <param name="scale">s, finite and above 0; the standard deviation is s sqrt(v / (v - 2)).</param>
    /// <param name="degreesOfFreedom">v, finite and above 0.</param>
    /// <exception cref="TrainingException">Another location, scale or number of degrees.</exception>
    public StudentForecast(double location, double scale, double degreesOfFreedom) =>
        (Location, Scale, DegreesOfFreedom) = (Finite("location", location), Positive("scale", scale), Positive("number of degrees of freedom", degreesOfFreedom));

    /// <summary>The location m.</summary>
    public double Location { get; }

    /// <summary>The scale.</summary>
    public double Scale { get; }

    /// <summary>The degrees of freedom.</summary>
    public double DegreesOfFreedom { get; }

    /// <summary>The predictive distribution of a normal-inverse-gamma evidence: Amini et al. 2020, arXiv:1910.02600.</summary>
    /// <param name="gamma">The mean.</param>
    /// <param name="nu">Evidence for the mean, above 0.</param>
    /// <param name="alpha">Evidence for the variance, above 0.</param>
    /// <param name="beta">Its scale, above 0.</param>
    /// <exception cref="TrainingException">A number outside its range.</exception>
    public static StudentForecast OfEvidence(double gamma, double nu, double alpha, double beta) =>
        new(gamma, Math.Sqrt(Positive("beta", beta) * (1 + nu) / (Positive("nu", nu) * Positive("alpha", alpha))), 2 * alpha);

    /// <inheritdoc/>
    public override double Cumulative(double value)
    {
        var z = (value - Location) / Scale;
        var tail = 0.5 * IncompleteBeta(DegreesOfFreedom / (DegreesOfFreedom + (z * z)), z * z / (DegreesOfFreedom + (z * z)), 0.5 * DegreesOfFreedom, 0.5);
        return z > 0 ? 1 - tail : tail;
    }

    /// <inheritdoc/>
    public override double? LogDensity(double value)
    {
        var (z, v) = ((value - Location) / Scale, DegreesOfFreedom);
        return SpecialFunctions.LogGamma(0.5 * (v + 1)) - SpecialFunctions.LogGamma(0.5 * v) - (0.5 * Math.Log(Math.PI * v)) - Math.Log(Scale) - (0.5 * (v + 1) * double.LogP1(z * z / v));
    }

    /// <inheritdoc/>
    protected override double QuantileAt(double level) => Bisect(level, Location, Scale);

    /// <summary>I_x(a, b), with 1 - x as an argument too, so that neither loses digits.</summary>
    private static double IncompleteBeta(double x, double rest, double a, double b)
    {
        if (x <= 0) return 0;
        if (rest <= 0) return 1;
        var front = Math.Exp(SpecialFunctions.LogGamma(a + b) - SpecialFunctions.LogGamma(a) - SpecialFunctions.LogGamma(b) + (a * Math.Log(x)) + (b * Math.Log(rest)));

        // The continued fraction converges fast below the mean; above it, use that of the other end.
        return x < (a + 1) / (a + b + 2) ? front * Fraction(x, a, b) / a : 1 - (front * Fraction(rest, b, a) / b);
    }

    private static double Fraction(double x, double a, double b)
    {
        double c = 1, d = NotZero(1 - ((a + b) * x / (a + 1))), value = 1 / d;
        d = value;
        for (var m = 1; m < MostTerms; m++)
        {
            Step(m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m))));
            if (Math.Abs(Step(-(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1))) - 1) < 1e-16) break;
        }

        return value;

        double Step(double term)
        {
            d = 1 / NotZero(1 + (term * d));
            c = NotZero(1 + (term / c));
            value *= c * d;
            return c * d;
        }
    }

    private static double NotZero(double x) => Math.Abs(x) < Tiny ? Tiny : x;
}
