namespace Minima.Tabular;

/// <summary>What a trial found of a loss.</summary>
/// <param name="Score">The metric, averaged over folds.</param>
/// <param name="Gain">How much better than the default it is, as a share of the default's score; negative where it is worse.</param>
/// <param name="IsBetter">By more than luck and rounding.</param>
/// <param name="IsRefuted">Its fit failed, it is worse than the default by more than luck, no better than the best constant, or the metric is not defined for what it predicts.</param>
/// <param name="IsTwin">It trains to the default's model.</param>
internal sealed record TriedLoss(double Score, double Gain, bool IsBetter, bool IsRefuted, bool IsTwin)
{
    /// <summary>A smaller lead is not worth another loss.</summary>
    public const double Worth = 0.005;

    /// <summary>What was found of a loss with its parameters.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="row">The loss.</param>
    public static TriedLoss Of(ComparisonResult trial, ComparisonRow row)
    {
        var metric = trial.Metric;
        var standard = trial.Default;
        if (row.Failed || row.Objection is not null || row.Find(metric)?.Mean is not { } score) return new(double.NaN, double.NaN, false, true, false);
        var constants = trial.Rows.Where(r => r.Kind == RowKind.Constant).Select(r => r.Find(metric)?.Mean).OfType<double>().Select(metric.Badness).ToArray();
        var beatsConstants = constants.Length == 0 || metric.Badness(score) < constants.Min();
        if (row == standard) return new(score, 0, false, false, false);
        if (standard.Failed || standard.Find(metric)?.Mean is not { } level || row.DifferenceIn(metric) is not { } difference)
        {
            // The default cannot be judged: whatever can is better.
            return new(score, beatsConstants ? 1 : 0, beatsConstants, !beatsConstants, false);
        }

        var unit = Math.Max(Math.Abs(level), 1e-12);
        var gain = -difference.Mean / unit;

        // Shares of right answers move in steps of a row: chance is larger there than what folds show.
        var better = gain > Worth && -difference.Mean > (metric.Goal == MetricGoal.Higher ? 2 : 1) * difference.StandardError && beatsConstants;
        var worse = difference.Low > 0 && gain < -1e-4;
        var nothing = !beatsConstants && gain < -Worth;
        return new(score, gain, better, worse || nothing, row.Model > 0 && row.Model == standard.Model);
    }
}
