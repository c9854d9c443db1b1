namespace Minima.Tensors.Losses;

/// <summary>The angle at each negative, from which a positive pair is seen, must stay below a bound.</summary>
/// <remarks>
/// <para>Formula: l_ap = log(1 + sum_n exp(4 tan^2(a) (x_a + x_p) . x_n - 2 (1 + tan^2 a) x_a . x_p)) for every ordered pair (a, p) of one label, over the
/// rows n of another.</para>
/// <para>Domain: real; alpha &gt; 0 (an angle of a triangle: below 90). Rows are normalised, negatives only if normalize_negatives is true. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, D], int target [N]; one term for each pair, anchor by anchor. The prediction is differentiated. Reduction: mean over pairs.</para>
/// <para>Convention: normalize_negatives = false is pytorch-metric-learning; on rows of length 1 it changes nothing.</para>
/// <para>Source: Wang et al. 2017, arXiv:1708.01682.</para>
/// </remarks>
/// <param name="Alpha">Bound of the angle in degrees; 36 to 55.</param>
/// <param name="NormalizeNegatives">Normalises the samples that serve as negatives too.</param>
[Loss("angular", "Angular loss", "角度损失",
    Family = LossFamily.Metric,
    Formula = "log(1 + sum_n exp(4 tan^2(alpha) (x_a + x_p) . x_n - 2 (1 + tan^2(alpha)) x_a . x_p));  and normalize_negatives",
    ChineseFormula = "log(1 + sum_n exp(4 tan^2(a) (x_a + x_p) . x_n - 2 (1 + tan^2 a) x_a . x_p));  a = alpha；另有参数 normalize_negatives",
    Latex = @"\log\left(1 + \sum_{n} \exp\left(4 \tau \left(x_{a} + x_{p}\right) \cdot z_{n} - 2 (1 + \tau) \, x_{a} \cdot x_{p}\right)\right), \quad \tau = \tan^{2} \frac{\pi \alpha}{180}, \quad x_{i} = \frac{\mathrm{prediction}_{i}}{\lVert \mathrm{prediction}_{i} \rVert}, \quad z_{i} = \begin{cases} x_{i} & \text{if } \mathrm{normalize\_negatives} \\ \mathrm{prediction}_{i} & \text{otherwise} \end{cases}",
    Aliases = ["AngularLoss"])]
[English("Bounds the angle at the negative in the triangle of anchor, positive and negative.",
    Use = "classes spread differently, so that one margin of distances fits none of them: angles do not depend on scale.",
    Avoid = "batches are large: all triplets count (multi_similarity).",
    Letters = "a, p, n: an anchor, a sample of its class and one of another class; z: a negative, normalised or not")]
[Chinese("限制由锚点、正样本与负样本构成的三角形在负样本处的夹角。",
    Use = "各类的散布程度不同，单一的距离间隔难以兼顾时：角度与尺度无关。",
    Avoid = "批次很大时（用 multi_similarity）：此损失要计算全部三元组。",
    Letters = "a、p、n：锚点、同类样本与异类样本；z：归一化或未归一化的负样本")]
public readonly record struct Angular(
    [Positive, Chinese("角度上限，单位为度，取 36 至 55。")] double Alpha,
    [Chinese("作为负样本的样本也归一化。")] bool NormalizeNegatives) : ITensorLoss
{
    public Angular()
        : this(40, true)
    {
    }

    /// <summary>One term for each positive pair.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("N"), Labels] Tensor target)
    {
        var labels = LabelPairs.Within(target, prediction.Type);
        var pairs = PairList.Of(labels.Positive);
        var unit = prediction.Normalize(^1);
        var square = Math.Pow(Math.Tan(double.DegreesToRadians(Alpha)), 2);
        var products = unit.MatMul((NormalizeNegatives ? unit : prediction).Transpose());
        var toNegatives = pairs.OfAnchors(products) + pairs.OfPartners(products);
        var own = pairs.At(unit.MatMul(unit.Transpose()));
        return ((4 * square * toNegatives).LogSumExp(^1, pairs.OfAnchors(labels.Negative)) - (2 * (1 + square) * own)).Softplus();
    }
}
