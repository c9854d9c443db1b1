namespace Minima.Tabular;

/// <summary>The way to decide between two classes: by a threshold that is chosen inside the training folds, or by the cost of decisions.</summary>
internal sealed record AlarmPlan(ThresholdRule? Rule, DecisionCost? Cost)
{
    /// <summary>The plan of a comparison; null where it has no rule and no matrix of two classes.</summary>
    public static AlarmPlan? Of(PredictionTask task, ThresholdRule? rule, DecisionCost? cost) =>
        task == PredictionTask.Binary && (rule is not null || cost is { Matrix.Count: 2 }) ? new(rule, cost) : null;

    /// <summary>The plan of a comparison of several labels under a matrix: each label is decided by itself; null elsewhere.</summary>
    public static AlarmPlan? OfLabels(PredictionTask task, DecisionCost? cost) => task == PredictionTask.MultiLabel && cost is { Matrix.Count: 2 } ? new(null, cost) : null;

    /// <summary>The predictions with the threshold of the rule; under a cost that of losses without probabilities.</summary>
    public Predictions Prepared(Predictions predictions)
    {
        if (predictions.Labels.Count > 0) return Predictions.OfLabels([.. predictions.Labels.Select(Prepared)]);
        if (predictions.HeldOut is not { } heldOut) return predictions;
        if (Rule is not null) return predictions.CutAt(Rule.Cut(heldOut));
        return predictions.Probability is null ? predictions.CutAt(Cheapest(heldOut)) : predictions;
    }

    /// <summary>A row is called positive.</summary>
    public bool IsAlarm(Predictions predictions, int row) => Rule is not null ? predictions.IsOne(row) : ClassCost.Decision(predictions, row, Cost!.Matrix) == 1;

    /// <summary>The cost of a row on average.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="ones">The number of them that are of the positive class.</param>
    /// <param name="alarms">The number that are called positive.</param>
    /// <param name="found">The number that are both.</param>
    public double? CostOf(double rows, double ones, double alarms, double found) => Cost is not { Matrix: var matrix } ? null
        : ((matrix[1][1] * found) + (matrix[1][0] * (ones - found)) + (matrix[0][1] * (alarms - found)) + (matrix[0][0] * (rows - ones - alarms + found))) / rows;

    /// <summary>The threshold that costs least on some rows; above all scores where no alarm is worth it.</summary>
    private double Cheapest(RankedScores scores)
    {
        var (best, lowest) = (double.PositiveInfinity, CostOf(scores.Rows, scores.Ones, 0, 0)!.Value);
        foreach (var (cut, found, taken) in scores.Cuts())
        {
            if (CostOf(scores.Rows, scores.Ones, taken, found) is { } cost && cost < lowest) (best, lowest) = (cut, cost);
        }

        return best;
    }
}
