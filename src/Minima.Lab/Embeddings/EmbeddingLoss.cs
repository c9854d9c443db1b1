using Minima.Losses;
using Minima.Tensors.Losses;

namespace Minima.Lab.Embeddings;

/// <summary>A loss of embeddings and labels; some also learn a vector for each class.</summary>
/// <param name="Name">The key of the loss.</param>
/// <param name="Apply">The loss of embeddings [N, D], class vectors [K, D] and labels [N].</param>
internal sealed record EmbeddingLoss(string Name, Func<Tensor, Tensor, Tensor, Tensor> Apply)
{
    /// <summary>Cross-entropy on a linear layer over the embedding; the layer is discarded after training.</summary>
    public static readonly EmbeddingLoss Softmax = new("cross_entropy", (x, vectors, y) => new CrossEntropy().Apply(x.MatMul(vectors.Transpose()), y));

    public static readonly IReadOnlyList<EmbeddingLoss> All =
    [
        Softmax,
        new("batch_hard_triplet", (x, _, y) => new BatchHardTriplet().Apply(x, y)),
        new("multi_similarity", (x, _, y) => new MultiSimilarity().Apply(x, y)),
        new("supcon", (x, _, y) => new SupervisedContrastive().Apply(x, y)),
        new("cosface", (x, vectors, y) => new CosFace(0.35, 16).Apply(x, vectors, y)),
        new("proxy_anchor", (x, vectors, y) => new ProxyAnchor().Apply(x, vectors, y)),
    ];
}
