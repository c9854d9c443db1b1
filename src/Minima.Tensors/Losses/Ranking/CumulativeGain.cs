using Minima.Reals.Primitives;

namespace Minima.Tensors.Losses;

/// <summary>Discounted cumulative gain, DCG: the gains of items, the discounts of ranks, and the largest value of a list.</summary>
internal static class CumulativeGain
{
    /// <summary>2^y - 1 for the relevance y; 0 where an item is absent.</summary>
    public static Tensor Gains(ScoreLists lists) => (Math.Log(2) * lists.Relevance.Detach()).Apply<Expm1>();

    /// <summary>1 / log2(1 + rank); ranks need not be whole.</summary>
    public static Tensor Discounts(Tensor ranks) => Math.Log(2) / (1 + ranks).Log();

    /// <summary>[lists]: the gains in their best order, discounted; 1 if there is nothing to gain, so that one may divide by it.</summary>
    public static Tensor Best(Tensor gains)
    {
        var best = (gains.Sort(descending: true) * Discounts(Positions(gains))).Sum(^1);
        return best + best.IsZero();
    }

    /// <summary>The rank of each position: 1, 2, ..., in every list.</summary>
    public static Tensor Positions(Tensor like) => Tensor.Arange(1, like.Shape[^1] + 1).To(like.Type).BroadcastTo(like.Shape);
}
