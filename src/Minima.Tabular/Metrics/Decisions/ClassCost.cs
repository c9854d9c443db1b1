namespace Minima.Tabular;

/// <summary>The cost of decisions between classes.</summary>
internal static class ClassCost
{
    /// <summary>The cost of each row, of several labels the sum over them; null where a class is not predicted.</summary>
    /// <param name="predictions">Of two or more classes, or of several labels.</param>
    /// <param name="cost">A row for each true class, a column for each decision.</param>
    /// <param name="byCost">Decides for the class of the lowest expected cost, where there are probabilities; else for the predicted one.</param>
    public static double[]? Of(Predictions predictions, IReadOnlyList<IReadOnlyList<double>> cost, bool byCost)
    {
        if (predictions.Labels.Count > 0)
        {
            var labels = predictions.Labels.Select(label => Of(label, cost, byCost)).ToArray();
            return Array.Exists(labels, label => label is null) ? null : [.. predictions.Target.Select((_, row) => labels.Sum(label => label![row]))];
        }

        var costs = new double[predictions.Target.Length];
        for (var row = 0; row < costs.Length; row++)
        {
            if (!double.IsFinite(predictions.Score[row])) return null;
            costs[row] = cost[(int)predictions.Target[row]][byCost ? Decision(predictions, row, cost) : Predicted(predictions, row)];
        }

        return costs;
    }

    /// <summary>The decision with the lowest expected cost, the first of equal ones.</summary>
    /// <param name="probabilities">Of each class.</param>
    /// <param name="cost">A row for each true class, a column for each decision.</param>
    public static int Cheapest(ReadOnlySpan<double> probabilities, IReadOnlyList<IReadOnlyList<double>> cost)
    {
        var (best, lowest) = (0, double.PositiveInfinity);
        for (var decision = 0; decision < cost.Count; decision++)
        {
            var expected = 0.0;
            for (var truth = 0; truth < cost.Count; truth++) expected += probabilities[truth] * cost[truth][decision];
            if (expected < lowest) (best, lowest) = (decision, expected);
        }

        return best;
    }

    /// <summary>The decision about a row: of the lowest expected cost where there are probabilities, else as the threshold that was chosen for the cost says.</summary>
    public static int Decision(Predictions predictions, int row, IReadOnlyList<IReadOnlyList<double>> cost) =>
        predictions.ClassProbabilities is { } all ? Cheapest(all.AsSpan(row * cost.Count, cost.Count), cost)
        : predictions.Probability is { } one ? Cheapest([1 - one[row], one[row]], cost)
        : predictions.Classes > 0 ? Predicted(predictions, row) : predictions.IsOne(row) ? 1 : 0;

    private static int Predicted(Predictions predictions, int row) => predictions.Classes > 0 ? (int)predictions.Score[row] : predictions.Score[row] > predictions.Threshold ? 1 : 0;
}
