namespace Minima.Tabular;

/// <summary>The distance of a target from its prediction, and the targets within a threshold.</summary>
internal abstract class Conformity
{
    /// <exception cref="UsageException">The model predicts an order.</exception>
    public static Conformity Of(Predictor predictor)
    {
        if (predictor.HasDistributions) return new DistributionIntervals(predictor);
        if (predictor is { Linear.Survival: not null } or { Trees.Survival: not null }) return new EventIntervals(predictor);
        if (predictor.Linear is { Task: PredictionTask.Ranking } || predictor.Trees is { FactsColumn: not null })
            throw new UsageException("predict: --interval predicts where a target lies, and this model orders the rows of a query: its scores have no unit. Leave out --interval and --calibrate.");
        return new OutputRegions(predictor);
    }

    /// <summary>The thresholds from rows with known targets, and the number of these rows.</summary>
    /// <exception cref="DataException">There are too few rows, or the table lacks a column.</exception>
    public abstract (double[] Thresholds, int Rows) Calibrate(Table heldOut, double level, CancellationToken cancellation);

    /// <summary>Predictions with the targets within the thresholds.</summary>
    public abstract ConformalPrediction Predict(Table table, double level, IReadOnlyList<double> thresholds, CancellationToken cancellation);

    /// <summary>The score of rank ceil((n + 1) level) of n; NaN counts as the largest.</summary>
    protected static double Ranked(double[] scores, double level, string name)
    {
        // As a decimal, 0.999 is exact, so that neither a rank nor a message shows the rounding of a percentage.
        var share = (decimal)level;
        var rank = (int)decimal.Ceiling((scores.Length + 1) * share);
        if (rank > scores.Length) throw TooFew(scores.Length, decimal.Ceiling(share / (1 - share)), share, name);
        var ordered = Array.ConvertAll(scores, score => double.IsNaN(score) ? double.PositiveInfinity : score);
        Array.Sort(ordered);
        return ordered[rank - 1];
    }

    protected static DataException TooFew(int rows, decimal needed, decimal share, string name) => DataException.Create(
        name,
        FormattableString.Invariant($"{rows} rows have a target"),
        FormattableString.Invariant($"at least {needed} are needed for {share} of new rows"),
        "Give more rows, or a lower level.");

    /// <summary>Intervals widened by a threshold on both sides; two quantiles may cross, but the ends of an interval are in order.</summary>
    protected static ConformalPrediction Widened(TablePrediction prediction, double[] low, double[] high, double threshold) => new(
        prediction,
        [.. low.Zip(high, (a, b) => Math.Min(a - threshold, b + threshold))],
        [.. low.Zip(high, (a, b) => Math.Max(a - threshold, b + threshold))],
        []);
}
