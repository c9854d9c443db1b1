namespace Minima.Tensors.Losses;

/// <summary>Items that are alike for the teacher should be alike for the student.</summary>
/// <remarks>
/// <para>Formula: mean of (R(F_s F_s^T) - R(F_t F_t^T))^2, with R scaling each row to length 1.</para>
/// <para>Domain: real. Range: [0, 4 / N].</para>
/// <para>Shapes: prediction [N, D], teacher [N, E]; one number, over N^2 pairs. Only the prediction is differentiated.</para>
/// <para>Source: Tung and Mori 2019, ICCV, arXiv:1907.09682.</para>
/// </remarks>
[Loss("similarity_preserving", "Similarity-preserving KD", "相似度保持蒸馏",
    Family = LossFamily.Divergence,
    Formula = "||R(F_s F_s^T) - R(F_t F_t^T)||^2 / N^2",
    Latex = @"\frac{1}{N^{2}} \left\lVert R\left(F_{s} F_{s}^{\top}\right) - R\left(F_{t} F_{t}^{\top}\right) \right\rVert_{F}^{2}, \quad R(A)_{i} = \frac{A_{i}}{\left\lVert A_{i} \right\rVert}",
    Aliases = ["SPKD", "SimilarityPreservingLoss"])]
[English("Keeps which items of a batch are alike.",
    Use = "student and teacher have features of different widths and no common space.",
    Avoid = "batches are small: there is little to compare.",
    Letters = "F_s: prediction; F_t: teacher; R: a matrix with normalised rows; A: its argument")]
[Chinese("让批内样本之间的相似关系与教师一致。",
    Use = "学生与教师的特征维数不同，又没有共同空间时。",
    Avoid = "批次很小时：可比较的内容太少。",
    Letters = "F_s：prediction；F_t：teacher；R：行归一化后的矩阵；A：其自变量")]
public readonly record struct SimilarityPreserving : ITensorLoss
{
    /// <summary>The mean over all pairs.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("N E"), Constant] Tensor teacher) =>
        LossTerms.Scalar((Rows(prediction) - Rows(teacher)).Square().MeanOrZero());

    private static Tensor Rows(Tensor features) => features.MatMul(features.Transpose()).Normalize(^1);
}
