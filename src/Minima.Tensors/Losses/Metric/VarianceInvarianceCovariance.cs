namespace Minima.Tensors.Losses;

/// <summary>Two views must agree, every feature must vary, and no two features may carry the same information: VICReg.</summary>
/// <remarks>
/// <para>Formula: i mean((a - b)^2) + v (V(a) + V(b)) / 2 + c (K(a) + K(b)), V(z) = mean_j max(0, 1 - sqrt(var_j + e)), K(z) = sum_{j != k} cov_jk^2 / D, with
/// i, v, c the weights invariance, variance, covariance and e epsilon.</para>
/// <para>Domain: real; the weights and epsilon &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: anchor [N, D], positive [N, D]; one number. Both are differentiated. An empty batch: 0.</para>
/// <para>Kinks: a standard deviation of 1, derivative 0 there.</para>
/// <para>Convention: variances and covariances are divided by N - 1; the variance part is halved as in the authors' code, not in the paper.</para>
/// <para>Source: Bardes et al. 2022, arXiv:2105.04906.</para>
/// </remarks>
/// <param name="Invariance">Weight of the agreement of the two views; 25 is usual.</param>
/// <param name="Variance">Weight of the variance of each feature, which prevents collapse; 25 is usual.</param>
/// <param name="Covariance">Weight of the covariances between features; 1 is usual.</param>
/// <param name="Epsilon">Added to the variances under the root.</param>
[Loss("vicreg", "VICReg", "VICReg",
    Family = LossFamily.Metric,
    Formula = "i mean((a - b)^2) + v (V(a) + V(b)) / 2 + c (K(a) + K(b)), V(z) = mean_j max(0, 1 - sqrt(var_j + e)), K(z) = sum_{j != k} cov_jk^2 / D;  i = invariance, v = variance, c = covariance, e = epsilon",
    Latex = @"\begin{aligned} & \frac{i}{N D} \left\lVert a - b \right\rVert_{F}^{2} + \frac{v}{2} (V(a) + V(b)) + c (K(a) + K(b)) \\ & V(z) = \frac{1}{D} \sum_{j} \max\left(0, 1 - \sqrt{C_{jj}(z) + \varepsilon}\right), \quad K(z) = \frac{1}{D} \sum_{j \ne k} C_{jk}(z)^{2} \\ & C(z) = \frac{1}{N - 1} \sum_{n=1}^{N} (z_{n} - \bar{z}) (z_{n} - \bar{z})^{\top}, \quad i = \mathrm{invariance}, \quad v = \mathrm{variance}, \quad c = \mathrm{covariance} \end{aligned}",
    Kinks = "var_j + e = 1: slope 0",
    ChineseKinks = "var_j + e = 1 处斜率取 0",
    Aliases = ["VICRegLoss"])]
[English("Two views must agree; features must vary and must not repeat each other.",
    Use = "you learn from two views without negatives, or the views come from two different networks.",
    Avoid = "you have labels (supcon), or three weights are too many to set (barlow_twins).",
    Letters = "a: anchor; b: positive; V: the variance term; K: the covariance term; j, k: features; C: the covariance matrix; n: a sample; z: either input")]
[Chinese("两个视图须一致；各特征须有变化，且不得彼此重复。",
    Use = "由两个视图学习且不用负样本，或两个视图出自不同网络时。",
    Avoid = "有标签时（用 supcon），或不想设三个权重时（用 barlow_twins）。",
    Letters = "a：anchor；b：positive；V：方差项；K：协方差项；j、k：特征；C：协方差矩阵；n：样本；z：任一输入")]
public readonly record struct VarianceInvarianceCovariance(
    [NonNegative, Chinese("两个视图一致性的权重，常用 25。")] double Invariance,
    [NonNegative, Chinese("各特征方差的权重，可防止坍缩，常用 25。")] double Variance,
    [NonNegative, Chinese("特征间协方差的权重，常用 1。")] double Covariance,
    [NonNegative, Chinese("加在根号内的方差上。")] double Epsilon) : ITensorLoss
{
    public VarianceInvarianceCovariance()
        : this(25, 25, 1, 1e-4)
    {
    }

    /// <summary>One number for the batch.</summary>
    public LossTerms Of([Axes("N D")] Tensor anchor, [Axes("N D")] Tensor positive)
    {
        if (anchor.Count == 0) return MetricReduction.Empty(anchor, positive);
        var (first, second) = (anchor.Center(0), positive.Center(0));
        var difference = anchor - positive;
        return LossTerms.Scalar((Invariance * (difference * difference).Mean())
            + (Variance / 2 * (Collapse(first) + Collapse(second)))
            + (Covariance * (Redundancy(first) + Redundancy(second))));
    }

    private static Tensor Redundancy(Tensor centred) =>
        ColumnStatistics.SquaresOffDiagonal(centred.Transpose().MatMul(centred) / Math.Max(centred.Shape[0] - 1, 1)) / centred.Shape[1];

    private Tensor Collapse(Tensor centred) => (1 - (ColumnStatistics.Variance(centred, 1) + Epsilon).Sqrt()).Relu().Mean();
}
