namespace Minima.Tabular;

/// <summary>The mean of a loss over rows as a metric: predictions and targets are numbers in the unit of the target.</summary>
internal static class LossMetric
{
    private const int Prediction = 0;
    private const int Target = 1;

    /// <param name="loss">The loss.</param>
    /// <param name="columns">The values of further inputs of a formula for every row of the table, by name; null if it may have none.</param>
    /// <exception cref="UsageException">The loss takes more than a prediction and a target, or its prediction is not in the unit of the target.</exception>
    public static TableMetric Of(Loss loss, IReadOnlyDictionary<string, double[]>? columns = null)
    {
        var entry = loss.Entry;
        var key = ((LossSpec)loss).ToString();
        if (!entry.IsPoint || (entry.Inputs.Count != 2 && !(columns is not null && entry.IsText)) || !entry.IsText && !(entry.Task.HasFlag(LossTask.Regression) && entry.Link == PredictionLink.Identity) || entry.Inputs[Target].Name != "target")
            throw new UsageException($"the loss {Wording.Quote(key)} cannot be a metric; a loss of the target and a predicted number in the same unit is expected, for example mae or relu(t-p)*4 + relu(p-t).");
        return new(key, key, MetricUnit.None, MetricGoal.Lower, predictions => Of(loss, predictions, columns, []), key)
        {
            Scores = Wanted.ElicitedBy(loss),
            IsLoss = true,
            Loss = loss,
            ByRow = predictions =>
            {
                var terms = new double[predictions.Target.Length];
                return Of(loss, predictions, columns, terms) is null ? null : terms;
            },
        };
    }

    /// <summary>The mean over rows, or only their terms if there is room for them; null if the loss is undefined for some prediction, target or column.</summary>
    private static double? Of(Loss loss, Predictions predictions, IReadOnlyDictionary<string, double[]>? columns, double[] terms)
    {
        if (!Array.TrueForAll(predictions.Score, loss.DomainOf(Prediction).Contains) || !Array.TrueForAll(predictions.Target, loss.DomainOf(Target).Contains)) return null;
        var batch = new LossBatch<double> { Prediction = predictions.Score, Target = predictions.Target, Terms = terms, Reduction = terms.Length > 0 ? Reduction.None : Reduction.Mean, Threads = 1 };
        for (var input = 2; input < loss.Entry.Inputs.Count; input++)
        {
            var column = columns![loss.Entry.Inputs[input].Name];
            var values = Array.ConvertAll(predictions.Rows!, row => column[row]);
            if (!Array.TrueForAll(values, loss.DomainOf(input).Contains)) return null;
            batch.SetInput(input, values);
        }

        return loss.Evaluate(batch).Value;
    }
}
