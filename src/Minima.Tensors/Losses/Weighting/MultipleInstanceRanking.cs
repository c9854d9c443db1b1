namespace Minima.Tensors.Losses;

/// <summary>The most suspicious part of a video with an event should score above the most suspicious part of one without.</summary>
/// <remarks>
/// <para>Formula: max(0, 1 - max a + max n) + l1 sum_i (a_i - a_(i + 1))^2 + l2 sum_i a_i.</para>
/// <para>Domain: scores real, in the paper from 0 to 1; smoothness l1 &gt;= 0, sparsity l2 &gt;= 0.</para>
/// <para>Shapes: abnormal [A] and normal [M], the scores of the parts of one video each; one number. Both are differentiated. A video without parts: no hinge.</para>
/// <para>Kinks: a hinge at 0: derivative 0; equal scores: the first.</para>
/// <para>Source: Sultani, Chen and Shah 2018, CVPR, arXiv:1801.04264.</para>
/// </remarks>
/// <param name="Smoothness">Weight of the agreement of neighbouring scores; 8e-5 is usual.</param>
/// <param name="Sparsity">Weight of the sum of the scores, which keeps most of them small; 8e-5 is usual.</param>
[Loss("mil_ranking", "MIL ranking (video anomaly)", "多示例排序（视频异常）",
    Family = LossFamily.Weighting, LowerBound = double.NegativeInfinity,
    Formula = "max(0, 1 - max a + max n) + l1 sum_i (a_i - a_(i + 1))^2 + l2 sum_i a_i;  l1 = smoothness, l2 = sparsity",
    Latex = @"\max\left(0, 1 - \max_{i} a_{i} + \max_{j} n_{j}\right) + l_{1} \sum_{i} (a_{i} - a_{i+1})^{2} + l_{2} \sum_{i} a_{i}, \quad l_{1} = \mathrm{smoothness}, \quad l_{2} = \mathrm{sparsity}",
    Kinks = "a hinge at 0: slope 0; equal scores: the first", ChineseKinks = "合页为 0 处：斜率取 0；得分相等：取前者",
    Aliases = ["MILRanking", "MultipleInstanceRanking"])]
[English("Finds the moment of an event from labels of whole videos.",
    Use = "it is known which recordings hold an anomaly, but not when.",
    Avoid = "moments are labelled (bce_with_logits, sigmoid_focal).",
    Letters = "a: abnormal; n: normal; i, j: segments of a video")]
[Chinese("仅凭整段视频的标签找出事件发生的时刻。",
    Use = "知道哪些录像含有异常，但不知道异常何时发生时。",
    Avoid = "时刻已有标签时（用 bce_with_logits、sigmoid_focal）。",
    Letters = "a：abnormal；n：normal；i、j：视频片段")]
public readonly record struct MultipleInstanceRanking(
    [NonNegative, Chinese("相邻得分一致性项的权重，常用 8e-5。")] double Smoothness,
    [NonNegative, Chinese("得分之和的权重，该项使多数得分保持较小，常用 8e-5。")] double Sparsity) : ITensorLoss
{
    public MultipleInstanceRanking()
        : this(8e-5, 8e-5)
    {
    }

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("A")] Tensor abnormal, [Axes("M")] Tensor normal)
    {
        var parts = abnormal.Count;
        if (parts == 0) return LossTerms.Scalar(abnormal.Sum() + (normal.Sum() * 0));
        var hinge = normal.Count == 0 ? normal.Sum() : (1 - abnormal.Max(^1) + normal.Max(^1)).Relu();
        var steps = abnormal.Slice(0, 0, parts - 1) - abnormal.Slice(0, 1, parts - 1);
        return LossTerms.Scalar(hinge + (Smoothness * steps.Square().Sum()) + (Sparsity * abnormal.Sum()));
    }
}
