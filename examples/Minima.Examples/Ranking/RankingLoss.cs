using Minima.Losses;
using Minima.Tensors;
using Minima.Tensors.Losses;
using Minima.Training;

namespace Minima.Examples.Ranking;

/// <summary>A loss of scores [lists, items] on clicks, over the items that are there.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Apply">Of scores, clicks and mask.</param>
internal sealed record RankingLoss(string Name, Func<Tensor, Tensor, Tensor, Tensor> Apply)
{
    public static readonly RankingLoss Pointwise = new("mse", (scores, clicks, mask) => new MeanSquaredError().Apply(scores, clicks, new LossArguments { Weight = mask }));

    public static readonly RankingLoss ListNet = new("listnet", (scores, clicks, mask) => new ListNet().Apply(scores, clicks, mask));

    public static readonly RankingLoss LambdaRank = new("lambdarank", (scores, clicks, mask) => new LambdaRank().Apply(scores, clicks, mask));

    public static readonly IReadOnlyList<RankingLoss> All =
    [
        Pointwise,
        new("ranknet", (scores, clicks, mask) => new RankNet().Apply(scores, clicks, mask)),
        LambdaRank,
        ListNet,
        new("ranking_softmax", (scores, clicks, mask) => new RankingSoftmax().Apply(scores, clicks, mask)),
        new("listmle", (scores, clicks, mask) => new ListMaximumLikelihood().Apply(scores, clicks, mask)),
        new("approx_ndcg", (scores, clicks, mask) => new ApproximateNdcg().Apply(scores, clicks, mask)),
        new("neural_ndcg", (scores, clicks, mask) => new NeuralNdcg().Apply(scores, clicks, mask)),
    ];
}
