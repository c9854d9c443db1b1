namespace Minima.Tabular;

/// <summary>The distribution that a model predicts for the target of one row.</summary>
public abstract class PredictiveDistribution
{
    private protected PredictiveDistribution()
    {
    }

    /// <summary>The mean; infinite or NaN if there is none.</summary>
    public abstract double Mean { get; }

    /// <summary>The probability of a target at or below a value.</summary>
    public abstract double Cdf(double value);

    /// <summary>The least value such that the target is at or below it with this probability.</summary>
    /// <param name="level">The level, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is out of range.</exception>
    public double Quantile(double level) => level is > 0 and < 1 ? At(level) : throw new ArgumentOutOfRangeException(nameof(level), level, $"the level of a quantile is {level}; give a number between 0 and 1, 0.9 for example.");

    /// <summary>The ends of the central interval, which leaves equal probabilities on both sides.</summary>
    /// <param name="share">The probability of the interval, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is out of range.</exception>
    public (double Lower, double Upper) Interval(double share) => share is > 0 and < 1
        ? (At((1 - share) / 2), At((1 + share) / 2))
        : throw new ArgumentOutOfRangeException(nameof(share), share, $"the coverage of an interval is {share}; give a number between 0 and 1, 0.9 for example.");

    /// <summary>The logarithm of the density at a value, or of its probability for counts; null if the distribution has no density.</summary>
    public abstract double? LogDensity(double value);

    /// <summary>The continuous ranked probability score of a target: the integral of the square of Cdf(x) - 1(x >= target), in the units of the target. Lower is better.</summary>
    public abstract double Crps(double target);

    /// <summary>The probability of a target below a value.</summary>
    internal virtual double Below(double value) => Cdf(value);

    private protected abstract double At(double level);
}
