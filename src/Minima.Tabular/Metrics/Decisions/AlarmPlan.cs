namespace Minima.Tabular;

/// <summary>The rule of decisions between two classes: a threshold that is chosen inside the training folds, or the cost of decisions.</summary>
internal sealed record AlarmPlan(ThresholdRule? Rule, ClassCost? Cost)
{
    /// <summary>The plan of a comparison; null without a rule and a cost of two classes.</summary>
    public static AlarmPlan? Of(PredictionTask task, ThresholdRule? rule, DecisionCost? cost) =>
        task == PredictionTask.Binary && (rule is not null || cost?.Classes is { Count: 2 }) ? new(rule, cost?.Classes) : null;

    /// <summary>The plan of a comparison of several labels under a cost: each label is decided separately; null otherwise.</summary>
    public static AlarmPlan? OfLabels(PredictionTask task, DecisionCost? cost) => task == PredictionTask.MultiLabel && cost?.Classes is { Count: 2 } classes ? new(null, classes) : null;

    /// <summary>The predictions with the threshold of the rule; under a cost, that of losses without probabilities.</summary>
    public Predictions Prepared(Predictions predictions)
    {
        if (predictions.Labels.Count > 0) return Predictions.OfLabels([.. predictions.Labels.Select(Prepared)]);
        if (predictions.HeldOut is not { } heldOut) return predictions;
        if (Rule is not null) return predictions.CutAt(Rule.Cut(heldOut));
        return predictions.Probability is null ? predictions.CutAt(Cheapest(heldOut)) : predictions;
    }

    /// <summary>Checks if a row is called positive.</summary>
    public bool IsAlarm(Predictions predictions, int row) => Rule is not null ? predictions.IsOne(row) : Cost!.Decision(predictions, row) == 1;

    /// <summary>The threshold that costs least on some rows; above all scores if no alarm is worth its cost.</summary>
    private double Cheapest(RankedScores scores)
    {
        var (best, lowest) = (double.PositiveInfinity, 0.0);
        foreach (var (cut, _, more) in scores.Sums(i => Cost!.MoreIfCalled((int)scores.Targets[i], Cost.RowOf(scores.Places, i))))
        {
            if (more < lowest) (best, lowest) = (cut, more);
        }

        return best;
    }
}
