namespace Minima.Tensors.Losses;

/// <summary>Pairs that belong together get the same direction; the others must not come nearer than a margin allows.</summary>
/// <remarks>
/// <para>Formula: l = 1 - cos(a, b) where t = 1; max(0, cos(a, b) - m) where t = -1, with a the prediction, b the other, t the target and m the margin.</para>
/// <para>Domain: real; target -1 or +1. Rows are normalised; a row of zeros stays as it is. Range: [0, 2] for margins of at least -1.</para>
/// <para>Shapes: prediction and other [N, D], target [N]; one term for each pair. Prediction and other are differentiated. Reduction: mean over pairs.</para>
/// <para>Kinks: cos = m, derivative 0 there.</para>
/// <para>Convention: PyTorch adds 1e-12 to squared norms, which shows in the tenth digit.</para>
/// <para>Source: PyTorch CosineEmbeddingLoss.</para>
/// </remarks>
/// <param name="Margin">Cosine that a dissimilar pair may have without cost; 0 to 0.5.</param>
[Loss("cosine_embedding", "Cosine embedding", "余弦嵌入损失",
    Family = LossFamily.Metric,
    Formula = "1 - cos(a, b) if t = 1; max(0, cos(a, b) - m) if t = -1;  m = margin",
    Latex = @"\begin{cases} 1 - \cos(a, b) & \text{if } t = 1 \\ \max\left(0, \cos(a, b) - \mathrm{margin}\right) & \text{if } t = -1 \end{cases}, \quad a = \mathrm{prediction}, \quad b = \mathrm{other}",
    Kinks = "cos(a, b) = m where t = -1: slope 0",
    ChineseKinks = "t = -1 且 cos(a, b) = m 处斜率取 0",
    Aliases = ["CosineEmbeddingLoss"],
    SearchWords = ["cosine", "余弦", "余弦相似度", "cosine similarity"])]
[English("Pairs are pulled to one direction or pushed apart, as their target says.",
    Use = "you have pairs with a verdict, alike or not, and only directions matter.",
    Avoid = "you have classes rather than pairs (multi_similarity), or triplets (triplet_margin).")]
[Chinese("按目标值把成对的向量拉到同一方向，或彼此推开。",
    Use = "数据是带有“相似/不相似”判定的成对样本，且只看方向时。",
    Avoid = "数据是类别而不是成对样本时（用 multi_similarity），或为三元组时（用 triplet_margin）。")]
public readonly record struct CosineEmbedding(
    [Chinese("不相似样本对不计损失的余弦上限，取 0 至 0.5。")] double Margin) : ITensorLoss
{
    public CosineEmbedding()
        : this(0)
    {
    }

    /// <summary>One term for each pair.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("N D")] Tensor other, [Axes("N"), Constant, MarginLabel] Tensor target)
    {
        var distance = CosineSimilarity.Distance(prediction, other);
        var alike = Tensor.Scalar(0, target.Type).Less(target);
        return Tensor.Where(alike, distance, (1 - distance - Margin).Relu());
    }
}
