namespace Minima.Tensors.Losses;

/// <summary>The sum of the squares of all weights: large ones cost most.</summary>
/// <remarks>
/// <para>Formula: lambda sum w^2, or half of it.</para>
/// <para>Domain: real; lambda &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: weight of any shape; one number, a sum and no mean over weights. It is differentiated.</para>
/// <para>Convention: without the half as in Keras, gradient 2 lambda w; the weight_decay of PyTorch and optax adds lambda w, as half does. scikit-learn: alpha |w|^2
/// in Ridge, alpha / 2 |w|^2 in SGD.</para>
/// <para>Source: Hoerl and Kennard 1970, Technometrics 12(1) 55-67.</para>
/// </remarks>
/// <param name="Lambda">Strength of the penalty; tune it by cross-validation over powers of ten.</param>
/// <param name="Half">Takes half of the sum, whose gradient is lambda w.</param>
[Loss("l2", "L2 penalty (weight decay)", "L2 正则（权重衰减）",
    Family = LossFamily.Regularization,
    Formula = "lambda sum w^2;  and half",
    ChineseFormula = "lambda sum w^2；另有参数 half",
    Latex = @"\begin{cases} \frac{\lambda}{2} \sum_{i} w_{i}^{2} & \text{if } \mathrm{half} \\ \lambda \sum_{i} w_{i}^{2} & \text{otherwise} \end{cases}",
    Aliases = ["ridge", "L2Regularization"],
    SearchWords = ["weight decay", "权重衰减", "ridge regression", "岭回归", "正则化", "regularisation", "regularization"])]
[English("Draws every weight to 0, the larger the stronger.",
    Use = "you have no reason for another penalty: small weights generalise, and correlated inputs share theirs.",
    Avoid = "weights are to become exactly 0 (l1), or to stay near others than 0 (l2_sp).",
    Letters = "i: an index of the weights")]
[Chinese("把每个权重拉向 0，权重越大拉力越强。",
    Use = "没有理由选用其他惩罚时：小权重利于泛化，相关的输入共同分担权重。",
    Avoid = "要求权重恰好为 0 时（用 l1），或要靠近 0 以外的值时（用 l2_sp）。",
    Letters = "i：权重的下标")]
public readonly record struct L2Regularization(
    [NonNegative, Chinese("惩罚强度；以 10 的幂为网格，用交叉验证选取。")] double Lambda,
    [Chinese("取总和的一半，其梯度为 lambda w。")] bool Half) : ITensorLoss
{
    public L2Regularization()
        : this(0.01, false)
    {
    }

    /// <summary>The penalty.</summary>
    public LossTerms Of(Tensor weight) => LossTerms.Scalar((Half ? Lambda / 2 : Lambda) * weight.Square().Sum());
}
