using Minima.Reals;

namespace Minima.Training.Uncertainty;

/// <summary>A normal distribution.</summary>
/// <remarks>Formula: density exp(-z^2 / 2) / (s sqrt(2 pi)), z = (y - m) / s. Numerics: both tails keep their digits.</remarks>
public sealed class GaussianForecast : Forecast
{
    private const double HalfLogTwoPi = 0.91893853320467274178;

    /// <param name="mean">m, finite.</param>
    /// <param name="scale">s, the standard deviation: finite, above 0.</param>
    /// <exception cref="TrainingException">Another mean or scale.</exception>
    public GaussianForecast(double mean, double scale) => (Mean, Scale) = (Finite("mean", mean), Positive("scale", scale));

    /// <summary>The mean.</summary>
    public double Mean { get; }

    /// <summary>The standard deviation.</summary>
    public double Scale { get; }

    /// <inheritdoc/>
    public override double Cumulative(double value) => Math.Exp(SpecialFunctions.LogNdtr((value - Mean) / Scale));

    /// <inheritdoc/>
    public override double? LogDensity(double value)
    {
        var z = (value - Mean) / Scale;
        return (-0.5 * z * z) - Math.Log(Scale) - HalfLogTwoPi;
    }

    /// <inheritdoc/>
    protected override double QuantileAt(double level) => Mean + (Scale * NormalQuantile.Of(level));
}
