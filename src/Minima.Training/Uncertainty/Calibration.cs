namespace Minima.Training.Uncertainty;

/// <summary>Measures the calibration and the sharpness of forecasts.</summary>
/// <remarks>
/// Calibrated forecasts can be useless (the same wide interval for every row); narrow ones can be wrong. The score of quantiles measures both at once.
/// Source: Gneiting, Balabdaoui and Raftery 2007, J. R. Stat. Soc. B 69(2), "Probabilistic forecasts, calibration and sharpness".
/// </remarks>
public static class Calibration
{
    /// <summary>The proportion of targets within the central interval, ends included.</summary>
    /// <param name="forecasts">One for each target.</param>
    /// <param name="targets">The observed values.</param>
    /// <param name="share">The probability of the central interval: 0.9 from the quantile at 0.05 to that at 0.95.</param>
    /// <exception cref="TrainingException">No targets, a number of targets other than that of forecasts, or a share that is not between 0 and 1.</exception>
    public static double Coverage(IReadOnlyList<Forecast> forecasts, IReadOnlyList<double> targets, double share = 0.9)
    {
        Check(forecasts, targets);
        return forecasts.Zip(targets, (forecast, target) => Holds(forecast.Interval(share), target) ? 1.0 : 0).Average();
    }

    /// <summary>The mean width of the central interval: of calibrated forecasts, the narrower are more informative.</summary>
    /// <exception cref="TrainingException">No forecasts, or a share that is not between 0 and 1.</exception>
    public static double Sharpness(IReadOnlyList<Forecast> forecasts, double share = 0.9)
    {
        ArgumentNullException.ThrowIfNull(forecasts);
        if (forecasts.Count == 0) throw new TrainingException("Cannot compute the width of no forecasts; give at least one.");
        return forecasts.Average(forecast => Width(forecast.Interval(share)));
    }

    /// <summary>The proportion of targets at or below the quantile of each level: the reliability diagram, on the diagonal for calibrated forecasts.</summary>
    /// <exception cref="TrainingException">No targets, a number of targets other than that of forecasts, or levels that do not ascend between 0 and 1.</exception>
    public static double[] Reliability(IReadOnlyList<Forecast> forecasts, IReadOnlyList<double> targets, IReadOnlyList<double> levels)
    {
        Check(forecasts, targets);
        CheckLevels(levels);
        return [.. levels.Select(level => forecasts.Zip(targets, (forecast, target) => target <= forecast.Quantile(level) ? 1.0 : 0).Average())];
    }

    /// <summary>The mean distance of the reliability diagram from the diagonal: Kuleshov, Fenner and Ermon 2018, ICML, arXiv:1807.00263.</summary>
    /// <exception cref="TrainingException">No targets, a number of targets other than that of forecasts, or levels that do not ascend between 0 and 1.</exception>
    public static double Error(IReadOnlyList<Forecast> forecasts, IReadOnlyList<double> targets, IReadOnlyList<double> levels) =>
        Reliability(forecasts, targets, levels).Zip(levels, (share, level) => Math.Abs(share - level)).Average();

    /// <summary>Twice the mean pinball loss over levels: with many levels, evenly between 0 and 1, the continuous ranked probability score.</summary>
    /// <remarks>Formula: mean over rows and levels of 2 max(q e, (q - 1) e), e = y minus the quantile at q. In units of the target; the smaller the better.</remarks>
    /// <exception cref="TrainingException">No targets, a number of targets other than that of forecasts, or levels that do not ascend between 0 and 1.</exception>
    public static double QuantileScore(IReadOnlyList<Forecast> forecasts, IReadOnlyList<double> targets, IReadOnlyList<double> levels)
    {
        Check(forecasts, targets);
        CheckLevels(levels);
        return forecasts.Zip(targets, (forecast, target) => levels.Average(level => 2 * Charge(level, target - forecast.Quantile(level)))).Average();
    }

    /// <summary>The mean of -log density at the targets; null if a forecast has no density.</summary>
    /// <exception cref="TrainingException">No targets, or a number of targets other than that of forecasts.</exception>
    public static double? NegativeLogLikelihood(IReadOnlyList<Forecast> forecasts, IReadOnlyList<double> targets)
    {
        Check(forecasts, targets);
        return forecasts.Zip(targets, (forecast, target) => -forecast.LogDensity(target)).Aggregate((double?)0, (sum, one) => sum + one) / targets.Count;
    }

    private static bool Holds((double Lower, double Upper) interval, double target) => interval.Lower <= target && target <= interval.Upper;

    private static double Width((double Lower, double Upper) interval) => interval.Upper - interval.Lower;

    private static double Charge(double level, double excess) => Math.Max(level * excess, (level - 1) * excess);

    private static void CheckLevels(IReadOnlyList<double> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        OrderedQuantiles.CheckLevels(levels);
    }

    private static void Check(IReadOnlyList<Forecast> forecasts, IReadOnlyList<double> targets)
    {
        ArgumentNullException.ThrowIfNull(forecasts);
        ArgumentNullException.ThrowIfNull(targets);
        if (forecasts.Count != targets.Count || targets.Count == 0) throw new TrainingException($"{forecasts.Count} forecasts were compared with {targets.Count} targets; there must be one for each, and at least one.");
        for (var i = 0; i < targets.Count; i++)
        {
            if (!double.IsFinite(targets[i])) throw new TrainingException(FormattableString.Invariant($"The target of row {i} is {targets[i]}; forecasts can only be compared with finite numbers."));
        }
    }
}
