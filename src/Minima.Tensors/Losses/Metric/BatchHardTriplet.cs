namespace Minima.Tensors.Losses;

/// <summary>For each anchor the farthest positive of the batch against the nearest negative.</summary>
/// <remarks>
/// <para>Formula: l_i = max(0, max_p d(x_i, x_p) - min_n d(x_i, x_n) + m) over the p with the label of i and the n with another, d the Euclidean distance;
/// with soft log(1 + exp(max_p d - min_n d)).</para>
/// <para>Domain: real. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, D], int target [N]; one term for each anchor. The prediction is differentiated. Reduction: mean over the anchors that have a
/// positive and a negative; the others are 0.</para>
/// <para>Kinks: the edge of the hinge, derivative 0 there; a tie of distances, all to the first; a distance of 0, derivative 0.</para>
/// <para>Source: Hermans et al. 2017, arXiv:1703.07737.</para>
/// </remarks>
/// <param name="Margin">Margin by which the negative must be farther than the positive; soft = true does not use it.</param>
/// <param name="Soft">Takes a softplus in place of the hinge, so that no margin has to be chosen.</param>
[Loss("batch_hard_triplet", "Batch-hard triplet", "批内最难三元组",
    Family = LossFamily.Metric,
    Formula = "max(0, max_p d(x_i, x_p) - min_n d(x_i, x_n) + m);  m = margin;  and soft",
    ChineseFormula = "max(0, max_p d(x_i, x_p) - min_n d(x_i, x_n) + m);  m = margin；另有参数 soft",
    Latex = @"\begin{cases} \log\left(1 + e^{z_{i}}\right) & \text{if } \mathrm{soft} \\ \max\left(0, z_{i} + \mathrm{margin}\right) & \text{otherwise} \end{cases}, \quad z_{i} = \max_{p} \left\lVert x_{i} - x_{p} \right\rVert - \min_{n} \left\lVert x_{i} - x_{n} \right\rVert",
    Kinks = "the edge of the hinge: slope 0; equal distances: slope to the first",
    ChineseKinks = "合页转折处斜率取 0；距离相等时斜率归其中第一个",
    Aliases = ["TripletHardLoss"])]
[English("Every anchor of a labelled batch is held against its hardest positive and its hardest negative.",
    Use = "batches hold several rows of each class, as in re-identification, and most triplets are already easy.",
    Avoid = "labels are noisy (all_triplets): the hardest rows are then the wrong ones.",
    Letters = "p, n: samples of the same class and of another class; d: the Euclidean distance")]
[Chinese("带标签的批次中，每个锚点都与其最难的正样本和最难的负样本比较。",
    Use = "批次中每类都有多个样本（如行人重识别），且多数三元组已很容易时。",
    Avoid = "标签有噪声时（用 all_triplets）：此时最难的样本往往正是标错的。",
    Letters = "p、n：同类样本与异类样本；d：欧氏距离")]
public readonly record struct BatchHardTriplet(
    [Chinese("负样本须比正样本远出的间隔；soft 为 true 时不起作用。")] double Margin,
    [Chinese("用 softplus 代替合页，无须选择间隔。")] bool Soft) : ITensorLoss
{
    public BatchHardTriplet()
        : this(0.2, false)
    {
    }

    /// <summary>One term for each anchor.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("N"), Labels] Tensor target)
    {
        var distances = prediction.Detach().PairwiseSquaredDistances(prediction.Detach());
        var (positives, negatives) = Miner.Hardest(distances, target);
        var lead = (prediction - prediction.Rows(positives)).Norm(^1) - (prediction - prediction.Rows(negatives)).Norm(^1);
        return MetricReduction.PerAnchor(Soft ? lead.Softplus() : (lead + Margin).Relu(), LabelPairs.HasBothWithin(target, prediction.Type));
    }
}
