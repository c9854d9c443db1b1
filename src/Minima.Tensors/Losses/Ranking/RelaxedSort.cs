namespace Minima.Tensors.Losses;

/// <summary>NeuralSort: the proportion of each item at each position of the order, differentiable.</summary>
internal static class RelaxedSort
{
    /// <summary>[lists, positions, items]: rows that sum to 1 by softmax, then columns and rows in turn; 0 for absent items and positions beyond the others.</summary>
    public static Tensor Of(ScoreLists lists, double tau, int iterations)
    {
        var n = lists.Width;
        var lengths = lists.Lengths.Expand(^1, n);
        var positions = CumulativeGain.Positions(lists.Scores);
        var taken = lists.Rows((positions - 1).Less(lengths)) * lists.Columns(lists.Present);

        // Only differences of scores count: without their common part, less is lost to rounding.
        var shared = lists.Scores.Detach().Max(^1, lists.Present).If(lists.Lengths);
        var scores = (lists.Scores - shared.Expand(^1, n)).If(lists.Present);
        var apart = lists.Leads(lists.Pairs).Abs().Sum(^1, lists.Pairs);
        var logits = (lists.Rows(lengths + 1 - (2 * positions)) * lists.Columns(scores)) - lists.Columns(apart);
        return Balanced((logits / tau).Softmax(^1, taken), iterations);
    }

    /// <summary>Sinkhorn's iteration: columns, then rows, divided by their sums; what sums to 0 stays.</summary>
    private static Tensor Balanced(Tensor shares, int iterations)
    {
        WorkBudget.Expect((double)iterations * shares.Count);
        for (var i = 0; i < iterations; i++) shares = Divided(Divided(shares, 1), 2);
        return shares;
    }

    private static Tensor Divided(Tensor shares, int axis)
    {
        var sums = shares.Sum(axis, keep: true);
        return shares / (sums + sums.IsZero()).BroadcastTo(shares.Shape);
    }
}
