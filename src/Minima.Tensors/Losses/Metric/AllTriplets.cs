namespace Minima.Tensors.Losses;

/// <summary>The triplet margin loss over all triplets of a labelled batch.</summary>
/// <remarks>
/// <para>Formula: the mean of max(0, d(a, p) - d(a, n) + m) over all a, p of one label and n of another, d the Euclidean distance, or minus the cosine; with
/// soft log(1 + exp(d(a, p) - d(a, n) + m)). With average_nonzero the mean of the terms above 0, else of all.</para>
/// <para>Domain: real. Rows are normalised; a row of zeros stays as it is. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, D], int target [N]; one number. The prediction is differentiated. No triplet: 0.</para>
/// <para>Kinks: the edge of the hinge, derivative 0 there; a distance of 0, derivative 0. The number of terms above 0 counts as constant.</para>
/// <para>Convention: pytorch-metric-learning's TripletMarginLoss without miner; its smooth_loss is soft. Triplets that are given: triplet_margin.</para>
/// <para>Source: Schroff et al. 2015, arXiv:1503.03832; Musgrave et al. 2020, arXiv:2003.08505.</para>
/// </remarks>
/// <param name="Margin">Margin by which the negative must be farther than the positive: larger separates more but is harder to reach. 0.2 to 1 in practice.</param>
/// <param name="Distance">Distance of points (Euclidean) or of directions (cosine).</param>
/// <param name="Soft">Takes a softplus in place of the hinge; the margin still counts.</param>
/// <param name="AverageNonzero">Divides by the number of terms above 0 in place of all terms.</param>
[Loss("all_triplets", "All triplets of a batch", "批内全部三元组",
    Family = LossFamily.Metric,
    Formula = "mean over (a, p, n) of max(0, d(a, p) - d(a, n) + m);  m = margin;  and distance, soft, average_nonzero",
    ChineseFormula = "mean_(a, p, n) max(0, d(a, p) - d(a, n) + m);  m = margin；另有参数 distance、soft、average_nonzero",
    Latex = @"\frac{1}{M} \sum_{(a, p, n)} f\left(d(x_{a}, x_{p}) - d(x_{a}, x_{n}) + \mathrm{margin}\right), \quad f(z) = \begin{cases} \log\left(1 + e^{z}\right) & \text{if } \mathrm{soft} \\ \max(0, z) & \text{otherwise} \end{cases}, \quad d(x, y) = \begin{cases} -\cos(x, y) & \text{if } \mathrm{distance} = \mathrm{cosine} \\ \left\lVert \frac{x}{\lVert x \rVert} - \frac{y}{\lVert y \rVert} \right\rVert & \text{otherwise} \end{cases}, \quad M = \begin{cases} \left|\{(a, p, n) : f > 0\}\right| & \text{if } \mathrm{average\_nonzero} \\ \left|\{(a, p, n)\}\right| & \text{otherwise} \end{cases}",
    Kinks = "the edge of the hinge: slope 0; the number of terms above 0 is constant",
    ChineseKinks = "合页转折处斜率取 0；大于 0 的项数视为常数")]
[English("Every triplet of a labelled batch, those that are already satisfied left out of the mean.",
    Use = "you want triplets from a labelled batch without choosing among them.",
    Avoid = "batches are large and few triplets teach anything (batch_hard_triplet).",
    Letters = "d: the distance of two samples; a, p, n: an anchor, a sample of its class and one of another class; x: prediction")]
[Chinese("带标签的批次中的全部三元组，已满足的可不计入均值。",
    Use = "想从带标签的批次中取三元组而不作挑选时。",
    Avoid = "批次很大，而有用的三元组很少时（用 batch_hard_triplet）。",
    Letters = "d：两个样本的距离；a、p、n：锚点、同类样本与异类样本；x：prediction")]
public readonly record struct AllTriplets(
    [Chinese("间隔：负样本须比正样本远出的距离。越大分得越开，也越难达到；实践中取 0.2 至 1。")] double Margin,
    [Chinese("点之间的距离（欧氏）或方向之间的距离（余弦）。")] TripletDistance Distance,
    [Chinese("用 softplus 代替合页；间隔仍起作用。")] bool Soft,
    [Chinese("除以大于 0 的项数，而非总项数。")] bool AverageNonzero) : ITensorLoss
{
    public AllTriplets()
        : this(0.05, TripletDistance.Euclidean, false, true)
    {
    }

    /// <summary>The mean over triplets.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("N"), Labels] Tensor target)
    {
        var labels = LabelPairs.Within(target, prediction.Type);
        var pairs = PairList.Of(labels.Positive);
        var unit = prediction.Normalize(^1);
        var distances = Distance == TripletDistance.Cosine ? -unit.MatMul(unit.Transpose()) : unit.PairwiseDistances(unit);
        var lead = pairs.At(distances).Expand(^1, target.Count) - pairs.OfAnchors(distances) + Margin;
        var negative = pairs.OfAnchors(labels.Negative);
        var terms = (Soft ? lead.Softplus() : lead.Relu()).If(negative);
        return LossTerms.Scalar(AverageNonzero ? MetricReduction.MeanOfPositive(terms) : terms.Mean(negative));
    }
}
