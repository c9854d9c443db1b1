namespace Minima.Tensors.Losses;

/// <summary>Differentiable ranks: an item counts as behind another by the sigmoid of the difference of their scores.</summary>
internal static class ApproximateRanks
{
    /// <summary>1 + sum_{j != i} sigmoid(alpha (s_j - s_i)): near the rank for a large alpha.</summary>
    public static Tensor Of(ScoreLists lists, double alpha)
    {
        var pairs = lists.Pairs;
        return 1 + (-alpha * lists.Leads(pairs)).Sigmoid().Sum(^1, pairs);
    }
}
