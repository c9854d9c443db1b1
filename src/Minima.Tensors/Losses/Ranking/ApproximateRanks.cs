namespace Minima.Tensors.Losses;

/// <summary>Ranks that have a slope: an item stands behind another by the sigmoid of how far it is behind.</summary>
internal static class ApproximateRanks
{
    /// <summary>1 + sum_{j != i} sigmoid(alpha (s_j - s_i)): near the rank for a large alpha.</summary>
    public static Tensor Of(ScoreLists lists, double alpha)
    {
        var pairs = lists.Pairs;
        return 1 + (-alpha * lists.Leads(pairs)).Sigmoid().Sum(^1, pairs);
    }
}
