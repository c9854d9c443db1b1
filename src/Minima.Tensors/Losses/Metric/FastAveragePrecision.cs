namespace Minima.Tensors.Losses;

/// <summary>1 minus the average precision of each query, from histograms of distances that rows enter softly.</summary>
/// <remarks>
/// <para>Formula: l_i = 1 - 1/|P_i| sum_j h+_j H+_j / H_j, h the histogram of the squared distances of row i from the others over [0, 4], a triangle of each
/// distance over its two nearest edges 4 j / L, h+ that of its positives, H the sums so far, L the bins.</para>
/// <para>Domain: real; bins at least 1. Rows are normalised; a row of zeros stays as it is. Range: [0, 1].</para>
/// <para>Shapes: prediction [N, D], int target [N]; one term for each query. The prediction is differentiated. Reduction: mean over the queries that have a
/// positive; the others are 0.</para>
/// <para>Kinks: a squared distance on an edge, derivative 0 of its distance from it.</para>
/// <para>Numerics: summed as 1/|P| sum h+ H- / H, in which nothing cancels.</para>
/// <para>Source: Cakir et al. 2019, CVPR, "Deep metric learning to rank".</para>
/// </remarks>
/// <param name="Bins">Number of intervals into which squared distances, 0 to 4, are divided; 10 is usual.</param>
[Loss("fast_ap", "FastAP", "FastAP",
    Family = LossFamily.Metric,
    Formula = "1 - 1/|P_i| sum_j h+_j H+_j / H_j;  j = 0 to bins",
    Latex = @"1 - \frac{1}{\left|P_{i}\right|} \sum_{j=0}^{\mathrm{bins}} \frac{h^{+}_{j} H^{+}_{j}}{H_{j}}, \quad H_{j} = \sum_{l=0}^{j} h_{l}, \quad H^{+}_{j} = \sum_{l=0}^{j} h^{+}_{l}, \quad h^{+}_{j} = \sum_{k \in P_{i}} \delta_{kj}, \quad h_{j} = \sum_{k \ne i} \delta_{kj}, \quad \delta_{kj} = \max\left(0, 1 - \left|\frac{\mathrm{bins}}{4} \left\lVert x_{i} - x_{k} \right\rVert^{2} - j\right|\right), \quad x_{i} = \frac{\mathrm{prediction}_{i}}{\lVert \mathrm{prediction}_{i} \rVert}, \quad P_{i} = \left\{k \ne i : y_{k} = y_{i}\right\}",
    Kinks = "a squared distance on an edge of the histogram: slope 0",
    ChineseKinks = "平方距离恰在直方图边界上时斜率取 0",
    Aliases = ["FastAPLoss"])]
[English("Average precision of retrieval, made smooth by soft histograms of distances.",
    Use = "retrieval is judged by average precision and batches are large.",
    Avoid = "batches hold few positives (multi_similarity), or ranks must be finer than a bin (smooth_ap).",
    Letters = "i: the query; k: another sample; P: the set of samples of its class; h: the number of samples in a bin of the distance; H: their number up to that bin; j: a bin; δ: the share of a sample in a bin")]
[Chinese("检索的平均精度，借助距离的软直方图变得光滑。",
    Use = "检索以平均精度评价，且批次很大时。",
    Avoid = "批内正样本很少时（用 multi_similarity），或名次需要比一个区间更精细时（用 smooth_ap）。",
    Letters = "i：查询；k：其他样本；P：同类样本；h：某距离区间内的样本数；H：截至该区间的样本数；j：区间；δ：样本落入区间的份额")]
public readonly record struct FastAveragePrecision(
    [Between(1, 10_000), Chinese("距离平方（0 至 4）划分的区间数，常用 10。")] int Bins) : ITensorLoss
{
    private const double MostDistance = 4;

    public FastAveragePrecision()
        : this(10)
    {
    }

    /// <summary>One term for each query.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("N"), Labels] Tensor target)
    {
        var pairs = LabelPairs.Within(target, prediction.Type);
        var unit = prediction.Normalize(^1);
        var inBins = InBins(unit.PairwiseSquaredDistances(unit));
        var (positive, negative) = (Histogram(inBins, pairs.Positive), Histogram(inBins, pairs.Negative));
        var (positives, negatives) = (positive.CumulativeSum(), negative.CumulativeSum());
        var all = positives + negatives;
        var wrong = (positive * negatives / (all + all.IsZero())).Sum(^1);
        var counts = pairs.Positive.Sum(^1);
        return MetricReduction.PerAnchor(wrong / (counts + counts.IsZero()), pairs.HasPositive);
    }

    private static Tensor Histogram(Tensor inBins, Tensor mask) => (inBins * mask.Expand(^1, inBins.Shape[^1])).Sum(1);

    /// <summary>The weight of each distance on each edge: [N, N] to [N, N, edges].</summary>
    private Tensor InBins(Tensor distances)
    {
        var (bins, width) = (Bins, MostDistance / Bins);
        double[] edges = [.. Enumerable.Range(0, bins + 1).Select(j => j * MostDistance / bins)];
        var spread = distances.Expand(^1, edges.Length);
        return (1 - ((spread - Tensor.Of(edges, [edges.Length]).To(distances.Type).BroadcastTo(spread.Shape)).Abs() / width)).Relu();
    }
}
