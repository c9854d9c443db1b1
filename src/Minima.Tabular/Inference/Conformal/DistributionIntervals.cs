namespace Minima.Tabular;

/// <summary>Intervals of predicted distributions, widened or narrowed until they hold their share.</summary>
internal sealed class DistributionIntervals(Predictor predictor) : Conformity
{
    public override (double[] Thresholds, int Rows) Calibrate(Table heldOut, double level, CancellationToken cancellation)
    {
        var known = HeldOutRows.TargetsOf(predictor, heldOut, cancellation);
        var rows = LinearScore.KnownRows(known, predictor.Targets[0], heldOut);
        var distributions = predictor.Distributions(heldOut, cancellation);
        double[] scores = [.. rows.Select(row => distributions[row].Interval(level) is var (low, high) ? Math.Max(low - known[0][row], known[0][row] - high) : 0)];
        return ([Ranked(scores, level, heldOut.Name)], rows.Length);
    }

    public override ConformalPrediction Predict(Table table, double level, IReadOnlyList<double> thresholds, CancellationToken cancellation)
    {
        var distributions = predictor.Distributions(table, cancellation);
        (double Low, double High)[] ends = [.. distributions.Select(distribution => distribution.Interval(level))];
        TablePrediction means = new([predictor.Targets[0]], "prediction", [], [.. distributions.Select(distribution => distribution.Mean)], []);
        return Widened(means, Array.ConvertAll(ends, end => end.Low), Array.ConvertAll(ends, end => end.High), thresholds[0]);
    }
}
