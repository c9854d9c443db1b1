namespace Minima.Training.Losses;

/// <summary>NeuralSort: which share of each item stands at each position of the order, with a slope.</summary>
internal static class RelaxedSort
{
    /// <summary>[lists, positions, items]: rows that sum to 1 by softmax, then columns and rows in turn; 0 for absent items and positions beyond the others.</summary>
    public static Tensor Of(ScoreLists lists, double tau, int iterations)
    {
        var n = lists.Width;
        var lengths = Spread.Across(lists.Lengths, n);
        var positions = CumulativeGain.Positions(lists.Scores);
        var taken = lists.Rows((positions - 1).Less(lengths)) * lists.Columns(lists.Present);

        // Only differences of scores count: without what they share, less is lost to rounding.
        var shared = Among.Largest(lists.Scores.Detach(), lists.Present).If(lists.Lengths);
        var scores = (lists.Scores - Spread.Across(shared, n)).If(lists.Present);
        var apart = Among.Sum(lists.Leads(lists.Pairs).Abs(), lists.Pairs);
        var logits = (lists.Rows(lengths + 1 - (2 * positions)) * lists.Columns(scores)) - lists.Columns(apart);
        return Balanced(Among.Softmax(logits / tau, taken), iterations);
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
