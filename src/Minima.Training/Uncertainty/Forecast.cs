namespace Minima.Training.Uncertainty;

/// <summary>A probabilistic forecast of one number: a distribution instead of a value.</summary>
/// <remarks>To add a distribution, override the three abstract members; if quantiles have no formula, <see cref="Bisect"/> finds them.</remarks>
public abstract class Forecast
{
    /// <summary>The probability of at most the given value.</summary>
    public abstract double Cumulative(double value);

    /// <summary>The logarithm of the density; null if the forecast has none.</summary>
    public abstract double? LogDensity(double value);

    /// <summary>The quantile of a level: the value that is not exceeded with this probability.</summary>
    /// <param name="level">Between 0 and 1, both excluded.</param>
    /// <exception cref="TrainingException">Another level.</exception>
    public double Quantile(double level)
    {
        if (!(level > 0 && level < 1)) throw new TrainingException(FormattableString.Invariant($"There is no quantile at level {level}; a level lies between 0 and 1, both excluded."));
        return QuantileAt(level);
    }

    /// <summary>The central interval with the given probability: 0.9 is from the quantile at 0.05 to that at 0.95.</summary>
    /// <param name="share">Between 0 and 1, both excluded.</param>
    /// <exception cref="TrainingException">Another share.</exception>
    public (double Lower, double Upper) Interval(double share) => (Quantile((1 - share) / 2), Quantile((1 + share) / 2));

    /// <summary>The quantile of a checked level.</summary>
    protected abstract double QuantileAt(double level);

    /// <summary>Finds the quantile where <see cref="Cumulative"/> crosses the level, to the last digit.</summary>
    /// <param name="level">Between 0 and 1.</param>
    /// <param name="centre">The start of the search.</param>
    /// <param name="width">The typical distance of values from there, above 0.</param>
    protected double Bisect(double level, double centre, double width)
    {
        var (low, high) = (centre - width, centre + width);
        for (var step = width; Cumulative(low) > level; step *= 2) low -= step;
        for (var step = width; Cumulative(high) < level; step *= 2) high += step;
        for (var middle = Middle(); middle > low && middle < high; middle = Middle())
        {
            if (Cumulative(middle) < level) low = middle;
            else high = middle;
        }

        return high;

        double Middle() => low + ((high - low) / 2);
    }

    /// <exception cref="TrainingException">Not finite, or not above 0.</exception>
    private protected static double Positive(string name, double value) =>
        value > 0 && double.IsFinite(value) ? value : throw new TrainingException(FormattableString.Invariant($"The {name} of a forecast is {value}; it must be finite and above 0."));

    /// <exception cref="TrainingException">Not finite.</exception>
    private protected static double Finite(string name, double value) =>
        double.IsFinite(value) ? value : throw new TrainingException(FormattableString.Invariant($"The {name} of a forecast is {value}; it must be finite."));
}
