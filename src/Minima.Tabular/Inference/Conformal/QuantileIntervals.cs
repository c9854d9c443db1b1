namespace Minima.Tabular;

/// <summary>Intervals between two models of quantiles of one target.</summary>
internal sealed class QuantileIntervals(Predictor lower, Predictor upper) : Conformity
{
    public override (double[] Thresholds, int Rows) Calibrate(Table heldOut, double level, CancellationToken cancellation)
    {
        var (low, high) = (HeldOutRows.Of(lower, heldOut, cancellation), HeldOutRows.Of(upper, heldOut, cancellation));
        if (!IsNumber(lower, low) || !IsNumber(upper, high) || lower.Targets[0] != upper.Targets[0] || low.Prediction.Rows != high.Prediction.Rows)
            throw new UsageException($"predict: --upper goes with two models of one number; these predict {DataException.Quote(lower.Targets[0])} and {DataException.Quote(upper.Targets[0])}.");
        var (from, until, target) = (low.Prediction.Values, high.Prediction.Values, low.Targets[0]);
        var below = from.Zip(until).Count(pair => pair.Second < pair.First);
        if (2 * below > target.Length)
            throw new UsageException($"predict: the model of --upper predicts less than the other one on {below} of {target.Length} rows of {heldOut.Name}; name the model of the lower quantile first, and that of the upper one with --upper.");
        return ([Ranked([.. target.Select((value, i) => Math.Max(from[i] - value, value - until[i]))], level, heldOut.Name)], target.Length);
    }

    public override ConformalPrediction Predict(Table table, double level, IReadOnlyList<double> thresholds, CancellationToken cancellation)
    {
        table = table.Held();
        var prediction = lower.Predict(table, cancellation);
        return Widened(prediction, prediction.Values, upper.Predict(table, cancellation).Values, thresholds[0]);
    }

    private static bool IsNumber(Predictor predictor, HeldOutRows rows) => !predictor.HasDistributions && rows.Prediction is { Quantity: "prediction", Width: 1, Classes.Length: 0 };
}
