namespace Minima.Tensors.Losses;

/// <summary>Two views of a batch: each feature must agree with itself and with no other.</summary>
/// <remarks>
/// <para>Formula: sum_i (1 - C_ii)^2 + r sum_{i != j} C_ij^2, C = z_a^T z_b / N, with z the columns less their mean, over sqrt(var + e) + e', r the redundancy,
/// e epsilon, e' std_epsilon.</para>
/// <para>Domain: real; redundancy, epsilon, std_epsilon &gt;= 0. A constant column has the correlation 0 if an epsilon is above 0, else NaN. Range: [0, inf).</para>
/// <para>Shapes: anchor [N, D], positive [N, D]; one number. Both are differentiated. An empty batch: 0.</para>
/// <para>Convention: the variance is divided by N - ddof. The authors' code has ddof 0 and epsilon 1e-5 (batch norm), MONAI ddof 1 and std_epsilon 1e-6.</para>
/// <para>Source: Zbontar et al. 2021, arXiv:2103.03230.</para>
/// </remarks>
/// <param name="Redundancy">Weight of the squared correlations off the diagonal; 0.005 is usual.</param>
/// <param name="Epsilon">Added to the variance under the root.</param>
/// <param name="Ddof">Subtracted from N in the divisor of the variance: 0 or 1.</param>
/// <param name="StdEpsilon">Added to the standard deviation.</param>
[Loss("barlow_twins", "Barlow Twins", "Barlow Twins",
    Family = LossFamily.Metric,
    Formula = "sum_i (1 - C_ii)^2 + r sum_{i != j} C_ij^2, C = z_a^T z_b / N;  r = redundancy;  and epsilon, ddof, std_epsilon",
    ChineseFormula = "sum_i (1 - C_ii)^2 + r sum_{i != j} C_ij^2, C = z_a^T z_b / N;  r = redundancy；另有参数 epsilon、ddof、std_epsilon",
    Latex = @"\sum_{i} \left(1 - C_{ii}\right)^{2} + \mathrm{redundancy} \, \sum_{i \ne j} C_{ij}^{2}, \quad C = \frac{1}{N} \hat{a}^{\top} \hat{b}, \quad \hat{x}_{ni} = \frac{x_{ni} - \bar{x}_{i}}{\sqrt{\frac{1}{N - \mathrm{ddof}} \sum_{m} \left(x_{mi} - \bar{x}_{i}\right)^{2} + \varepsilon} + \mathrm{std\_epsilon}}, \quad a = \mathrm{anchor}, \quad b = \mathrm{positive}",
    Aliases = ["BarlowTwinsLoss"])]
[English("The features of two views must correlate each with itself and with no other.",
    Use = "you learn from two views of each example without negatives, and embeddings are wide.",
    Avoid = "batches are small, so that correlations are noise (byol).",
    Letters = "z: an input with standardised columns; C: the correlation matrix of the features; i, j: features; n, m: samples; x: either input")]
[Chinese("两个视图中，每个特征只与自身相关，与其他特征不相关。",
    Use = "由每个样本的两个视图学习，不用负样本，且嵌入维数较大时。",
    Avoid = "批次小，相关系数多为噪声时（用 byol）。",
    Letters = "z：按列标准化后的输入；C：特征间的相关系数；i、j：特征；n、m：样本；x：任一输入")]
public readonly record struct BarlowTwins(
    [NonNegative, Chinese("非对角相关系数平方的权重，常用 0.005。")] double Redundancy,
    [NonNegative, Chinese("加在根号内的方差上。")] double Epsilon,
    [Unit, Chinese("方差除数中从 N 减去的数：0 或 1。")] int Ddof,
    [NonNegative, Chinese("加在标准差上。")] double StdEpsilon) : ITensorLoss
{
    public BarlowTwins()
        : this(0.005, 0, 0, 0)
    {
    }

    /// <summary>One number for the batch.</summary>
    public LossTerms Of([Axes("N D")] Tensor anchor, [Axes("N D")] Tensor positive)
    {
        if (anchor.Shape[0] == 0) return MetricReduction.Empty(anchor, positive);
        var correlations = Standard(anchor).Transpose().MatMul(Standard(positive)) / anchor.Shape[0];
        var own = correlations.Diagonal();
        var difference = 1 - own;
        return LossTerms.Scalar((difference * difference).Sum() + (Redundancy * ColumnStatistics.SquaresOffDiagonal(correlations)));
    }

    private Tensor Standard(Tensor x)
    {
        var centred = x.Center(0);
        var spread = (ColumnStatistics.Variance(centred, Ddof) + Epsilon).Sqrt() + StdEpsilon;
        return centred / spread.BroadcastTo(x.Shape);
    }
}
