using Minima.Losses;
using Minima.Tensors.Losses;

namespace Minima.Lab.Embeddings;

/// <summary>A loss of embeddings and labels; some learn a vector for each class beside the network.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Apply">Of embeddings [N, D], vectors of classes [K, D] and labels [N].</param>
internal sealed record EmbeddingLoss(string Name, Func<Tensor, Tensor, Tensor, Tensor> Apply)
{
    /// <summary>A linear layer on the embedding, which is thrown away afterwards.</summary>
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
