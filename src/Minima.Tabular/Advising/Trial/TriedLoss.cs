namespace Minima.Tabular;

/// <summary>The result of the trial of a loss.</summary>
/// <param name="Score">The metric, averaged over folds.</param>
/// <param name="Gain">The improvement over the default as a fraction of the default's score; negative if the loss is worse.</param>
/// <param name="IsBetter">By more than chance and rounding.</param>
/// <param name="IsRefuted">Its fit failed, it is worse than the default by more than chance, no better than the best constant, or the metric is not defined for its predictions.</param>
/// <param name="IsTwin">It trains to the same model as the default.</param>
internal sealed record TriedLoss(double Score, double Gain, bool IsBetter, bool IsRefuted, bool IsTwin)
{
    /// <summary>A smaller gain is not worth another loss.</summary>
    public const double Worth = 0.005;

    /// <summary>The result for a loss with its parameters.</summary>
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
            // The default cannot be judged, so any loss that can be judged is better.
            return new(score, beatsConstants ? 1 : 0, beatsConstants, !beatsConstants, false);
        }

        var unit = Math.Max(Math.Abs(level), 1e-12);
        var gain = -difference.Mean / unit;

        // Accuracy moves in steps of one row, so chance is larger than the folds show.
        var better = gain > Worth && -difference.Mean > (metric.Goal == MetricGoal.Higher ? 2 : 1) * difference.StandardError && beatsConstants;
        var worse = difference.Low > 0 && gain < -1e-4;
        var nothing = !beatsConstants && gain < -Worth;
        return new(score, gain, better, worse || nothing, row.Model > 0 && row.Model == standard.Model);
    }
}
