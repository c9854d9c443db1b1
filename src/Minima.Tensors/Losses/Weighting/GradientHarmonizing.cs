namespace Minima.Tensors.Losses;

/// <summary>Binary cross-entropy with weights that even out how large the gradients of a batch are: neither the many easy items nor a few hopeless ones dominate.</summary>
/// <remarks>
/// <para>Formula: mean w bce, w = N / (count(bin(g)) M), g = |sigmoid(x) - t|, bin one of equal parts of [0, 1], M the number of bins that hold any item.</para>
/// <para>Domain: logits real; targets from 0 to 1; bins &gt;= 1. Range: [0, inf).</para>
/// <para>Shapes: prediction and target of one shape; one number. Only the prediction is differentiated, with w constant. No item at all: 0.</para>
/// <para>Convention: mmdetection GHMC with momentum 0; the paper smooths counts over batches.</para>
/// <para>Numerics: cross-entropy as softplus terms, exact at both ends.</para>
/// <para>Source: Li, Liu and Wang 2019, AAAI, arXiv:1811.05181.</para>
/// </remarks>
/// <param name="Bins">Number of equal parts of [0, 1] in which gradients are counted; 10 to 30.</param>
[Loss("ghm_c", "GHM-C", "梯度协调机制（GHM-C）",
    Family = LossFamily.Weighting,
    Formula = "mean w bce;  w = N / (count(bin(g)) M), g = |sigmoid(x) - t|;  M of the bins hold an item",
    ChineseFormula = "mean w bce;  w = N / (count(bin(g)) M), g = |sigmoid(x) - t|；M 为 bins 个区间中非空者的个数",
    Latex = @"-\frac{1}{N} \sum_{i=1}^{N} w_{i} \left(t_{i} \log \sigma\left(x_{i}\right) + \left(1 - t_{i}\right) \log \sigma\left(-x_{i}\right)\right), \quad w_{i} = \frac{N}{M \left|\left\{j : b_{j} = b_{i}\right\}\right|}, \quad M = \left|\left\{b_{1}, \dots, b_{N}\right\}\right|, \quad b_{i} = \min\left(\left\lfloor \mathrm{bins} \left|\sigma\left(x_{i}\right) - t_{i}\right| \right\rfloor, \mathrm{bins} - 1\right)",
    Kinks = "weights are constant", ChineseKinks = "权重视为常数",
    Aliases = ["GHMC"])]
[English("Weights items against how many others have a gradient of their size.",
    Use = "a detector has swarms of easy negatives and some labels that are wrong.",
    Avoid = "batches are small: the counts are noise (sigmoid_focal or ohem).",
    Letters = "w: the weight of an element; g: the size of its gradient; N: the number of elements; M: the number of bins that are not empty; b: the bin of an element; j: another element")]
[Chinese("样本的权重与梯度大小相近的样本数成反比。",
    Use = "检测器面对大量简单负例，且部分标签有误时。",
    Avoid = "批次很小，计数只是噪声时（用 sigmoid_focal 或 ohem）。",
    Letters = "w：元素的权重；g：其梯度大小；N：元素个数；M：非空区间的个数；b：元素所在区间；j：其他元素")]
public readonly record struct GradientHarmonizing(
    [Between(1, 1_000_000), Chinese("统计梯度时 [0, 1] 等分的份数，取 10 至 30。")] int Bins) : ITensorLoss
{
    public GradientHarmonizing()
        : this(10)
    {
    }

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("...")] Tensor prediction, [Axes("..."), Unit, Constant] Tensor target)
    {
        var losses = ((1 - target) * prediction.Softplus()) + (target * (-prediction).Softplus());
        var bins = Bins;
        var places = (prediction.Detach().Sigmoid() - target).Abs().ToArray().Select(g => (int)Math.Min(g * bins, bins - 1)).ToArray();
        var counts = new int[bins];
        foreach (var place in places) counts[place]++;
        var used = Math.Max(counts.Count(count => count > 0), 1);
        var weights = Tensor.Of([.. places.Select(place => 1.0 / ((double)counts[place] * used))], prediction.Shape).To(prediction.Type);
        return LossTerms.Scalar((weights * losses).Sum());
    }
}
