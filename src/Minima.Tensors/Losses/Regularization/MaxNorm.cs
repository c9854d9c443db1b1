namespace Minima.Tensors.Losses;

/// <summary>The squared excess of the lengths of a weight's rows over a limit: free up to it.</summary>
/// <remarks>
/// <para>Formula: lambda sum_r max(0, |w_r| - c)^2, c the limit.</para>
/// <para>Domain: real; limit &gt;= 0, lambda &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: weight [R, ..]: a group for each index of the first axis; one number. It is differentiated.</para>
/// <para>Convention: a soft wall. The projection w min(1, c / |w|) after each step, which Keras MaxNorm is, is MaxNormConstraint.</para>
/// <para>Source: Srebro and Shraibman 2005, COLT.</para>
/// </remarks>
/// <param name="Limit">Largest norm that costs nothing.</param>
/// <param name="Lambda">Weight of the excess.</param>
[Loss("max_norm", "Max-norm (soft constraint)", "最大范数约束",
    Family = LossFamily.Regularization,
    Formula = "lambda sum_r max(0, |w_r| - c)^2;  c = limit",
    Latex = @"\lambda \sum_{r} \max\left(0, \left\lVert w_{r} \right\rVert - c\right)^{2}, \quad c = \mathrm{limit}",
    Aliases = ["max_norm_penalty"])]
[English("Keeps rows of a weight from growing beyond a length.",
    Use = "steps are large (dropout, high learning rates), and small weights are no aim.",
    Avoid = "the bound must hold exactly: project after each step.",
    Letters = "r: a row of the weights")]
[Chinese("防止权重矩阵各行的长度超过给定值。",
    Use = "步长较大（dropout、高学习率），而并不追求小权重时。",
    Avoid = "约束必须严格成立时：每步之后做投影。",
    Letters = "r：权重的行")]
public readonly record struct MaxNorm(
    [NonNegative, Chinese("不计损失的最大范数。")] double Limit,
    [NonNegative, Chinese("超出部分的权重。")] double Lambda) : ITensorLoss
{
    public MaxNorm()
        : this(2, 1)
    {
    }

    /// <summary>The penalty.</summary>
    public LossTerms Of([Axes("...")] Tensor weight) =>
        LossTerms.Scalar(Lambda * (WeightRows.Of("max_norm", weight).Norm(^1) - Limit).Relu().Square().Sum());
}
