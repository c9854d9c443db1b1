namespace Minima.Tensors.Losses;

/// <summary>Lists of scored items, [lists, items], with what each item is worth; a masked item leaves nothing, not even a NaN.</summary>
internal readonly struct ScoreLists
{
    private ScoreLists(Tensor scores, Tensor relevance, Tensor present, bool isWhole)
    {
        IsWhole = isWhole;
        Scores = scores;
        Relevance = relevance;
        Present = present;
        Lengths = present.Sum(^1);
    }

    /// <summary>0 where an item is absent.</summary>
    public Tensor Scores { get; }

    /// <summary>0 where an item is absent.</summary>
    public Tensor Relevance { get; }

    /// <summary>1 where an item is there, 0 where it is masked.</summary>
    public Tensor Present { get; }

    /// <summary>True if no item is masked; masking is then skipped.</summary>
    public bool IsWhole { get; }

    /// <summary>[lists]: how many items are there.</summary>
    public Tensor Lengths { get; }

    /// <summary>Places in a list, absent ones included.</summary>
    public int Width => Scores.Shape[^1];

    /// <summary>[lists, n, n]: 1 where i and j are two items that are both there.</summary>
    public Tensor Pairs => BothPresent(Apart());

    /// <summary>[lists, n, n]: 1 where both items are there and i is worth more than j.</summary>
    public Tensor OrderedPairs => BothPresent(Columns(Relevance).Less(Rows(Relevance)));


    /// <param name="loss">The name of the loss, for messages.</param>
    /// <param name="scores">[lists, items].</param>
    /// <param name="relevance">In the same shape.</param>
    /// <param name="mask">In the same shape, or none.</param>
    /// <exception cref="LossException">A mask that is neither 0 nor 1.</exception>
    public static ScoreLists Of(string loss, Tensor scores, Tensor relevance, Tensor mask)
    {
        if (mask.IsNone) return new(scores, relevance, Tensor.Ones(scores.Shape, scores.Type), isWhole: true);
        var flags = mask.ToArray();
        var wrong = Array.FindIndex(flags, flag => flag is not (0 or 1));
        if (wrong >= 0) throw new LossException(LossError.Weights, $"{loss}: 'mask' at index {wrong} is {flags[wrong]:R}; it must be 1 to keep an item or 0 to leave it out.");
        return new(scores.If(mask), relevance.If(mask), mask, isWhole: false);
    }

    /// <summary>The value of the item in the row of each pair: x[.., i, j] = x[.., i].</summary>
    public Tensor Rows(Tensor x) => x.Expand(^1, Width);

    /// <summary>The value of the item in the column of each pair: x[.., i, j] = x[.., j].</summary>
    public Tensor Columns(Tensor x) => x.Expand(1, Width);

    /// <summary>[lists, n, n]: how far item i leads item j where a pair is chosen, 0 elsewhere: infinite scores have no lead over themselves.</summary>
    public Tensor Leads(Tensor chosen) => (Rows(Scores) - Columns(Scores)).If(chosen);

    /// <summary>One number for each pair, summed over the pairs of a list that are chosen: [lists, n, n] to [lists].</summary>
    public static Tensor SumOfPairs(Tensor values, Tensor chosen) => values.Sum(^1, chosen).Sum(^1);

    private Tensor BothPresent(Tensor pairs) => IsWhole ? pairs : pairs * Rows(Present) * Columns(Present);

    private Tensor Apart() => 1 - Tensor.Eye(Width, Scores.Type).Expand(0, Scores.Shape[0]);
}
