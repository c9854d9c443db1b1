namespace Minima.Tensors.Losses;

/// <summary>Weights for the untreated units under which their means are those of the treated ones: the dual that finds them.</summary>
/// <remarks>
/// <para>Formula: log sum_c exp(-lambda . x_c) + lambda . target; the weights are softmax(-lambda . x_c).</para>
/// <para>Domain: real. Range: all reals; without bound below if no weights give the target.</para>
/// <para>Shapes: coefficients lambda [D], covariates x [C, D] of the untreated units, target [D]: the means of the treated ones; one number, 0 of no units. Only the
/// coefficients are differentiated: the gradient is target less weighted means.</para>
/// <para>Convention: a propensity model itself is bce_with_logits of the treatments.</para>
/// <para>Source: Hainmueller 2012, Political Analysis 20(1) 25-46; Imai and Ratkovic 2014, JRSS B 76(1) 243-263.</para>
/// </remarks>
[Loss("propensity_balance", "Covariate balancing (entropy balancing dual)", "协变量平衡（熵平衡对偶）",
    Family = LossFamily.Causal, LowerBound = double.NegativeInfinity,
    Formula = "log sum_c exp(-lambda . x_c) + lambda . target",
    Latex = @"\log \sum_{c} e^{-\lambda \cdot x_{c}} + \lambda \cdot \mathrm{target}",
    Aliases = ["entropy_balancing", "CBPS"])]
[English("Finds weights that balance groups exactly, without a model of the treatment.",
    Use = "groups are to be compared and their covariates differ.",
    Avoid = "the target lies outside of what the untreated units span: it falls without end. With a model of the treatment, take ipw_mse.",
    Letters = "lambda: coefficients; x: covariates; c: a control")]
[Chinese("无需对处理建模，直接求出使两组完全平衡的权重。",
    Use = "要比较两组样本，而它们的协变量不同时。",
    Avoid = "目标位于未处理个体张成的范围之外时：损失会无限下降；若已对处理建模，用 ipw_mse。",
    Letters = "lambda：coefficients；x：covariates；c：对照")]
public readonly record struct EntropyBalancing : ITensorLoss
{
    /// <summary>One number.</summary>
    public LossTerms Of([Axes("D")] Tensor coefficients, [Axes("C D"), Constant] Tensor covariates, [Axes("D"), Constant] Tensor target)
    {
        var (units, width) = (covariates.Shape[0], covariates.Shape[1]);
        if (units == 0) return LossTerms.Scalar(Tensor.Zeros(Shape.Scalar, coefficients.Type));
        var products = covariates.MatMul(coefficients.Reshape([width, 1])).Reshape([units]);
        return LossTerms.Scalar((-products).LogSumExp(0) + (coefficients * target).Sum());
    }
}
