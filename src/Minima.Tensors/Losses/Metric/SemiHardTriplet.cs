namespace Minima.Tensors.Losses;

/// <summary>Each positive pair against the nearest negative that is still farther than the positive.</summary>
/// <remarks>
/// <para>Formula: the mean over all ordered pairs (a, p) of one label that have a negative of max(0, d(a, p) - d(a, n) + m), n the nearest row of another label with d(a, n) &gt; d(a, p),
/// or the farthest one where none is; d the Euclidean distance.</para>
/// <para>Domain: real. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, D], int target [N]; one number. The prediction is differentiated. No pair with a negative: 0.</para>
/// <para>Kinks: the edge of the hinge, derivative 0 there; equal negatives, the first; a distance of 0, derivative 0. Which negative is taken counts as constant.</para>
/// <para>Convention: distances are not squared, as in TensorFlow Addons (distance_metric "L2"); FaceNet squares them.</para>
/// <para>Source: Schroff et al. 2015, arXiv:1503.03832.</para>
/// </remarks>
/// <param name="Margin">Margin by which the negative must be farther than the positive: larger separates more but is harder to reach. 0.2 to 1 in practice.</param>
[Loss("semi_hard_triplet", "Semi-hard triplet", "半难三元组",
    Family = LossFamily.Metric,
    Formula = "mean over (a, p) of max(0, d(a, p) - d(a, n) + m);  n = the nearest negative with d(a, n) > d(a, p), or the farthest one if there is none;  m = margin",
    ChineseFormula = "mean_(a, p) max(0, d(a, p) - d(a, n) + m);  m = margin；n 为满足 d(a, n) > d(a, p) 的负样本中最近的一个，若没有则取最远的负样本",
    Latex = @"\begin{aligned} & \frac{1}{\left|P\right|} \sum_{(a, p) \in P} \max(0, d_{ap} - d_{an} + m), \quad n = \begin{cases} \arg\min_{k \in N_{a}, \; d_{ak} > d_{ap}} d_{ak} & \max_{k \in N_{a}} d_{ak} > d_{ap} \\ \arg\max_{k \in N_{a}} d_{ak} & \max_{k \in N_{a}} d_{ak} \le d_{ap} \end{cases} \\ & P = \lbrace (a, p) : a \ne p, \; y_{a} = y_{p}, \; N_{a} \ne \varnothing \rbrace, \quad N_{a} = \lbrace k : y_{k} \ne y_{a} \rbrace, \quad d_{ij} = \left\lVert x_{i} - x_{j} \right\rVert, \quad m = \mathrm{margin} \end{aligned}",
    Kinks = "the edge of the hinge: slope 0; which negative is taken is constant",
    ChineseKinks = "合页转折处斜率取 0；负样本的选取视为常数",
    Aliases = ["TripletSemiHardLoss"])]
[English("Positive pairs against negatives that are hard, but not so hard that training collapses.",
    Use = "the hardest negatives drive all embeddings to one point, as they do early in training.",
    Avoid = "training is stable and you want the strongest signal (batch_hard_triplet).",
    Letters = "a, p: an anchor and a sample of its class; n: the negative that is chosen; k: a sample of another class; d: the distance of two samples")]
[Chinese("正样本对与负样本比较，所选负样本较难，但不至于使训练坍缩。",
    Use = "最难的负样本会把所有嵌入压到一点时（常见于训练初期）。",
    Avoid = "训练已稳定，想要最强的信号时（用 batch_hard_triplet）。",
    Letters = "a、p：锚点与同类样本；n：所选负样本；k：异类样本；d：两个样本的距离")]
public readonly record struct SemiHardTriplet(
    [Chinese("间隔：负样本须比正样本远出的距离。越大分得越开，也越难达到；实践中取 0.2 至 1。")] double Margin) : ITensorLoss
{
    public SemiHardTriplet()
        : this(1)
    {
    }

    /// <summary>The mean over positive pairs.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("N"), Labels] Tensor target)
    {
        var labels = LabelPairs.Within(target, prediction.Type);
        var pairs = PairList.Of(labels.Positive * labels.HasBoth.Expand(^1, target.Count));
        var distances = prediction.PairwiseDistances(prediction);
        var negatives = pairs.OfAnchors(distances).Pick(Miner.SemiHard(distances, labels.Negative, pairs));
        return LossTerms.Scalar((pairs.At(distances) - negatives + Margin).Relu().MeanOrZero());
    }
}
