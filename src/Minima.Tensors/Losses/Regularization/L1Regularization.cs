namespace Minima.Tensors.Losses;

/// <summary>The sum of the sizes of all weights: those that matter little become exactly 0.</summary>
/// <remarks>
/// <para>Formula: lambda sum |w|.</para>
/// <para>Domain: real; lambda &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: weight of any shape; one number, a sum and no mean over weights. It is differentiated.</para>
/// <para>Kinks: a weight of 0: derivative 0.</para>
/// <para>Convention: gradient descent on it hovers around 0; L1Penalty takes the proximal step, which reaches it.</para>
/// <para>Source: Tibshirani 1996, JRSS B 58(1) 267-288.</para>
/// </remarks>
/// <param name="Lambda">Strength of the penalty; tune it by cross-validation over powers of ten.</param>
[Loss("l1", "L1 penalty", "L1 正则",
    Family = LossFamily.Regularization,
    Latex = @"\lambda \sum_{i} \left|w_{i}\right|",
    Kinks = "a weight of 0: slope 0", ChineseKinks = "权重为 0 处：斜率取 0",
    Aliases = ["lasso", "L1Regularization"],
    SearchWords = ["sparsity", "稀疏", "lasso regression", "正则化", "regularisation", "regularization"])]
[English("Draws every weight to 0 with the same force.",
    Use = "few of many inputs matter, and it should show which: zero weights.",
    Avoid = "inputs are correlated: it keeps one of them by chance (elastic_net), or whole rows are to go (group_lasso).",
    Letters = "i: an index of the weights")]
[Chinese("以相同的力度把每个权重拉向 0。",
    Use = "众多输入中只有少数有用，且希望由零权重看出是哪些时。",
    Avoid = "输入彼此相关时：它只随机留下其一（用 elastic_net），或要整行去除时（用 group_lasso）。",
    Letters = "i：权重的下标")]
public readonly record struct L1Regularization(
    [NonNegative, Chinese("惩罚强度；以 10 的幂为网格，用交叉验证选取。")] double Lambda) : ITensorLoss
{
    public L1Regularization()
        : this(0.01)
    {
    }

    /// <summary>The penalty.</summary>
    public LossTerms Of(Tensor weight) => LossTerms.Scalar(Lambda * weight.Abs().Sum());
}
