namespace Minima.Tensors.Losses;

/// <summary>A mixture of the sums of sizes and of squares: zeros as by l1, and correlated weights stay together as by l2.</summary>
/// <remarks>
/// <para>Formula: alpha (rho sum |w| + (1 - rho) / 2 sum w^2).</para>
/// <para>Domain: real; alpha &gt;= 0, rho in [0, 1]. Range: [0, inf).</para>
/// <para>Shapes: weight of any shape; one number, a sum and no mean over weights. It is differentiated.</para>
/// <para>Kinks: a weight of 0: derivative 0.</para>
/// <para>Convention: parameters as in scikit-learn (rho is its l1_ratio); Keras L1L2 is l1 |w| + l2 w^2, without the half.</para>
/// <para>Source: Zou and Hastie 2005, JRSS B 67(2) 301-320.</para>
/// </remarks>
/// <param name="Alpha">Strength of the penalty; tune it by cross-validation over powers of ten.</param>
/// <param name="Rho">Proportion of the l1 part; the rest is the squared part. 1 is the lasso, 0 is ridge.</param>
[Loss("elastic_net", "Elastic net", "弹性网",
    Family = LossFamily.Regularization,
    Latex = @"\alpha \left(\rho \sum_{i} \left|w_{i}\right| + \frac{1 - \rho}{2} \sum_{i} w_{i}^{2}\right)",
    Kinks = "a weight of 0: slope 0", ChineseKinks = "权重为 0 处：斜率取 0",
    Aliases = ["L1L2"])]
[English("l1 and l2 in one.",
    Use = "few inputs matter, and those that go together should stay or leave together.",
    Avoid = "one of both is enough: two strengths are to be searched instead of one.",
    Letters = "i: an index of the weights")]
[Chinese("l1 与 l2 合二为一。",
    Use = "有用的输入不多，且相关的输入应同进同退时。",
    Avoid = "只用其一就够时：它要搜索两个强度，而非一个。",
    Letters = "i：权重的下标")]
public readonly record struct ElasticNet(
    [NonNegative, Chinese("惩罚强度；以 10 的幂为网格，用交叉验证选取。")] double Alpha,
    [Unit, Chinese("l1 部分的比例，其余为平方部分；1 即 lasso，0 即岭回归。")] double Rho) : ITensorLoss
{
    public ElasticNet()
        : this(1, 0.5)
    {
    }

    /// <summary>The penalty.</summary>
    public LossTerms Of(Tensor weight) =>
        LossTerms.Scalar((Alpha * Rho * weight.Abs().Sum()) + (Alpha * (1 - Rho) / 2 * weight.Square().Sum()));
}
