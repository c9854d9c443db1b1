namespace Minima.Tabular;

/// <summary>Intervals of predicted distributions, widened or narrowed until their coverage is the level.</summary>
internal sealed class DistributionIntervals(Predictor predictor) : Conformity
{
    public override (double[] Thresholds, int Rows) Calibrate(Table heldOut, double level, CancellationToken cancellation)
    {
        var known = HeldOutRows.TargetsOf(predictor, heldOut, cancellation);
        var rows = LinearScore.KnownRows(known, predictor.Targets[0], heldOut);
        var distributions = predictor.Distributions(heldOut, cancellation);
        return ([Ranked(Array.ConvertAll(rows, row => Outside(distributions[row].Interval(level), known[0][row])), level, heldOut.Name)], rows.Length);

        static double Outside((double Low, double High) ends, double target) => Math.Max(ends.Low - target, target - ends.High);
    }

    public override ConformalPrediction Predict(Table table, double level, IReadOnlyList<double> thresholds, CancellationToken cancellation)
    {
        var distributions = predictor.Distributions(table, cancellation);
        (double Low, double High)[] ends = [.. distributions.Select(distribution => distribution.Interval(level))];
        return Widened(DistributionPrediction.Means(predictor.Targets[0], distributions), Array.ConvertAll(ends, end => end.Low), Array.ConvertAll(ends, end => end.High), thresholds[0]);
    }
}
