namespace Minima.Tensors.Losses;

/// <summary>Losses over ordered pairs: the weights of pairs, and their sums over a list or their mean over the batch.</summary>
internal static class PairwiseRanking
{
    /// <summary>Reduces a loss for each pair to the terms.</summary>
    /// <param name="lists">The lists.</param>
    /// <param name="ofLead">The loss of a pair as a function of the lead of the item that should be ahead.</param>
    /// <param name="itemWeight">[lists, n], or none: multiplies the pairs in which the item should lead.</param>
    /// <param name="weights">The weighting of pairs by their ranks.</param>
    /// <param name="mean">True for one number, the mean over all pairs of the batch; false for the sum of each list.</param>
    public static LossTerms Terms(ScoreLists lists, Func<Tensor, Tensor> ofLead, Tensor itemWeight, PairWeight weights, bool mean)
    {
        var pairs = lists.OrderedPairs;
        var factors = pairs;
        var isWeighted = !itemWeight.IsNone || weights != PairWeight.None;
        if (!itemWeight.IsNone) factors *= lists.Rows(itemWeight.If(lists.Present));
        if (weights == PairWeight.Dcg) factors *= ByRank(lists);
        var losses = ofLead(lists.Leads(pairs));
        var sums = ScoreLists.SumOfPairs(isWeighted ? losses * factors : losses, factors);
        if (!mean) return sums;
        var all = factors.Sum();
        return LossTerms.Scalar(sums.Sum() / (all + all.IsZero()));
    }

    /// <summary>n |y_i - y_j| (1 / d - 1 / (d + 1)), d the difference of their ranks: what TF-Ranking calls DCG.</summary>
    private static Tensor ByRank(ScoreLists lists)
    {
        var ranks = ListOrder.Ranks(lists, lists.Scores.Detach());
        var apart = (lists.Rows(ranks) - lists.Columns(ranks)).Abs();
        var gap = 1 / ((apart * (apart + 1)) + apart.IsZero());
        var relevance = (lists.Rows(lists.Relevance) - lists.Columns(lists.Relevance)).Abs();
        return lists.Rows(lists.Lengths.Expand(^1, lists.Width)) * relevance * gap;
    }
}
