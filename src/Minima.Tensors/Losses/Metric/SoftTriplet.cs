namespace Minima.Tensors.Losses;

/// <summary>A triplet without margin: the anchor's distance to its positive less that to its negative, under a softplus, which never reaches 0.</summary>
/// <remarks>
/// <para>Formula: l = log(1 + exp(d(a, p) - d(a, n))), with d(x, y) = |x - y + 1e-6|, the distance of triplet_margin.</para>
/// <para>Domain: real. Range: [0, inf).</para>
/// <para>Shapes: anchor, positive and negative [N, D]; one term for each triplet. All three are differentiated. Reduction: mean over triplets.</para>
/// <para>Kinks: a distance of 0, derivative 0 there.</para>
/// <para>Source: Hermans et al. 2017, arXiv:1703.07737.</para>
/// </remarks>
[Loss("soft_triplet", "Soft-margin triplet", "软间隔三元组",
    Family = LossFamily.Metric,
    Formula = "log(1 + exp(d(a, p) - d(a, n)))",
    Latex = @"\log\left(1 + e^{d(a, p) - d(a, n)}\right), \quad d(x, y) = \left\lVert x - y + 10^{-6} \right\rVert",
    Kinks = "a distance of 0: slope 0",
    ChineseKinks = "距离为 0 处斜率取 0",
    Aliases = ["soft_margin_triplet"])]
[English("A triplet loss that goes on pulling and pushing after the margin is reached.",
    Use = "the triplets are given and you do not want to choose a margin.",
    Avoid = "the distances should stop growing at some point (triplet_margin).",
    Letters = "d: the Euclidean distance; a: anchor; p: positive; n: negative")]
[Chinese("达到间隔之后仍继续拉近、推远的三元组损失。",
    Use = "三元组已经给定，又不想挑选间隔时。",
    Avoid = "距离拉开到一定程度就该停止时（用 triplet_margin）。",
    Letters = "d：欧氏距离；a：anchor；p：positive；n：negative")]
public readonly record struct SoftTriplet : ITensorLoss
{
    private const double Epsilon = 1e-6;

    /// <summary>One term for each triplet.</summary>
    public LossTerms Of([Axes("N D")] Tensor anchor, [Axes("N D")] Tensor positive, [Axes("N D")] Tensor negative) =>
        ((anchor - positive + Epsilon).Norm(^1) - (anchor - negative + Epsilon).Norm(^1)).Softplus();
}
