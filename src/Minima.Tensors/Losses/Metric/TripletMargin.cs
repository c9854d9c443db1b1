namespace Minima.Tensors.Losses;

/// <summary>The anchor must be nearer to its positive than to its negative, by a margin.</summary>
/// <remarks>
/// <para>Formula: l = max(0, d(a, p) - d(a, n) + m), with d(x, y) = |x - y + e|_q for the distance euclidean (q is the parameter p) and 1 - cos(x, y) for
/// cosine; with swap d(a, n) is min(d(a, n), d(p, n)).</para>
/// <para>Domain: real; p &gt; 0, epsilon &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: anchor, positive and negative [N, D]; one term for each triplet. All three are differentiated. Reduction: mean over triplets.</para>
/// <para>Kinks: the edge of the hinge, derivative 0 there; a distance of 0, derivative 0; with swap a tie of the two distances, half to each.</para>
/// <para>Convention: epsilon is added to every component of the difference, as PyTorch does; optax adds it under the root. FaceNet squares the distances.</para>
/// <para>Source: Schroff et al. 2015, arXiv:1503.03832; Balntas et al. 2016 (swap), doi:10.5244/C.30.119.</para>
/// </remarks>
/// <param name="Margin">Margin by which the negative must be farther than the positive: larger separates more but is harder to reach. 0.2 to 1 in practice.</param>
/// <param name="P">Order of the norm; 2 is Euclidean.</param>
/// <param name="Epsilon">Added to every component of a difference, so that equal vectors have a gradient.</param>
/// <param name="Swap">Measures the negative from the nearer of anchor and positive, which makes it harder.</param>
/// <param name="Distance">Distance of points (Euclidean) or of directions (cosine).</param>
[Loss("triplet_margin", "Triplet margin", "三元组间隔损失",
    Family = LossFamily.Metric,
    Formula = "max(0, d(a, p) - d(a, n) + m);  m = margin;  and epsilon, swap, distance",
    ChineseFormula = "max(0, d(a, p) - d(a, n) + m);  m = margin；另有参数 epsilon、swap、distance",
    Latex = @"\begin{aligned} & \max\left(0, d(a, p) - \delta + \mathrm{margin}\right), \quad \delta = \begin{cases} \min\left(d(a, n), d(p, n)\right) & \text{if } \mathrm{swap} \\ d(a, n) & \text{otherwise} \end{cases}, \quad d(x, y) = \begin{cases} 1 - \cos(x, y) & \text{if } \mathrm{distance} = \mathrm{cosine} \\ \left\lVert x - y + \varepsilon \right\rVert_{\mathrm{p}} & \text{otherwise} \end{cases} \\ & a = \mathrm{anchor}, \quad p = \mathrm{positive}, \quad n = \mathrm{negative} \end{aligned}",
    Kinks = "d(a, p) - d(a, n) + m = 0: slope 0",
    ChineseKinks = "d(a, p) - d(a, n) + m = 0 处斜率取 0",
    Aliases = ["TripletMarginLoss", "TripletMarginWithDistanceLoss"],
    SearchWords = ["triplet", "三元组", "度量学习", "metric learning", "face recognition", "人脸识别"])]
[English("An anchor must be nearer to its positive than to its negative, by a margin.",
    Use = "the triplets are given, chosen by you or by how the data were gathered.",
    Avoid = "you have labelled batches from which triplets are to be made (batch_hard_triplet, all_triplets).",
    Letters = "d: the distance of two embeddings")]
[Chinese("锚点到正样本的距离要比到负样本的距离小一个间隔。",
    Use = "三元组已经给定（自行挑选，或由数据采集方式决定）时。",
    Avoid = "手头是带标签的批次，需要从中构造三元组时（用 batch_hard_triplet、all_triplets）。",
    Letters = "d：两个嵌入的距离")]
public readonly record struct TripletMargin(
    [Chinese("间隔：负样本须比正样本远出的距离。越大分得越开，也越难达到；实践中取 0.2 至 1。")] double Margin,
    [Positive, Chinese("范数的阶，2 为欧氏范数。")] double P,
    [NonNegative, Chinese("加在差向量的每个分量上，使相同向量也有梯度。")] double Epsilon,
    [Chinese("负样本的距离从锚点与正样本中离它较近的一个算起，难度更大。")] bool Swap,
    [Chinese("点之间的距离（欧氏）或方向之间的距离（余弦）。")] TripletDistance Distance) : ITensorLoss
{
    public TripletMargin()
        : this(1, 2, 1e-6, false, TripletDistance.Euclidean)
    {
    }

    /// <summary>One term for each triplet.</summary>
    public LossTerms Of([Axes("N D")] Tensor anchor, [Axes("N D")] Tensor positive, [Axes("N D")] Tensor negative)
    {
        var far = Between(anchor, negative);
        if (Swap) far = far.Min(Between(positive, negative));
        return (Between(anchor, positive) - far + Margin).Relu();
    }

    private Tensor Between(Tensor x, Tensor y) => Distance == TripletDistance.Cosine
        ? CosineSimilarity.Distance(x, y)
        : (x - y + Epsilon).Norm(^1, P);
}
