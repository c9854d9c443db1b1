namespace Minima.Tensors.Losses;

/// <summary>1 minus the cosine of the angle between prediction and target: only directions count.</summary>
/// <remarks>
/// <para>Formula: l = 1 - a . b / (max(|a|, e) max(|b|, e)), with a the prediction, b the target and e epsilon.</para>
/// <para>Domain: real; epsilon &gt; 0. A row of zeros has the cosine 0, and no gradient through its norm. Range: [0, 2].</para>
/// <para>Shapes: [.., D] twice; one term for each row. Both are differentiated. Reduction: mean over rows.</para>
/// <para>Convention: the minimum is 0, as in optax and scipy; Keras' CosineSimilarity is the negative cosine, PyTorch's cosine_similarity the cosine.</para>
/// <para>Numerics: half the squared distance on the unit sphere, so that nothing is lost where the directions are near; rows whose squares would overflow or
/// vanish are scaled first.</para>
/// <para>Source: folklore; Salton and McGill 1983, Introduction to Modern Information Retrieval.</para>
/// </remarks>
/// <param name="Epsilon">Floor of the norms, so that a vector of zeros stays finite.</param>
[Loss("cosine_distance", "Cosine distance", "余弦距离",
    Family = LossFamily.Metric,
    Formula = "1 - a . b / (max(|a|, e) max(|b|, e));  e = epsilon",
    Latex = @"1 - \frac{a \cdot b}{\max\left(\lVert a \rVert, \varepsilon\right) \max\left(\lVert b \rVert, \varepsilon\right)}, \quad a = \mathrm{prediction}, \quad b = \mathrm{target}",
    Kinks = "a norm of 0: slope 0 of the norm",
    ChineseKinks = "范数为 0 处，范数的斜率取 0",
    Aliases = ["CosineSimilarity"],
    SearchWords = ["cosine", "余弦", "余弦相似度"])]
[English("How far the direction of the prediction is from that of the target; lengths do not matter.",
    Use = "vectors mean something by their direction alone: embeddings of texts, feature vectors of a teacher.",
    Avoid = "lengths matter as well (mse), or vectors must also differ from others (info_nce).")]
[Chinese("预测值与目标值的方向相差多大；长度不起作用。",
    Use = "向量的含义只由方向决定时：文本嵌入、教师模型的特征向量。",
    Avoid = "长度同样重要时（用 mse），或还要与其他向量区分开时（用 info_nce）。")]
public readonly record struct CosineDistance(
    [Positive, Chinese("范数的下限，使零向量的结果有限。")] double Epsilon) : ITensorLoss
{
    public CosineDistance()
        : this(1e-8)
    {
    }

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("... D")] Tensor prediction, [Axes("... D")] Tensor target) => CosineSimilarity.Distance(prediction, target, Epsilon);
}
