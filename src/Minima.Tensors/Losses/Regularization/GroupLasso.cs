namespace Minima.Tensors.Losses;

/// <summary>The lengths of the rows of a weight, added: whole rows become 0.</summary>
/// <remarks>
/// <para>Formula: lambda sum_r sqrt(n) |w_r|, n the length of a row.</para>
/// <para>Domain: real; lambda &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: weight [R, ..]: a group for each index of the first axis; one number. It is differentiated.</para>
/// <para>Kinks: a row of 0: derivative 0.</para>
/// <para>Convention: rows of a linear layer's weight [inputs, outputs] are what leaves an input; transpose it for what enters an output. GroupLassoPenalty takes the proximal
/// step, which reaches 0.</para>
/// <para>Source: Yuan and Lin 2006, JRSS B 68(1) 49-67.</para>
/// </remarks>
/// <param name="Lambda">Strength of the penalty: the larger, the more groups become 0.</param>
[Loss("group_lasso", "Group lasso", "组套索",
    Family = LossFamily.Regularization,
    Formula = "lambda sum_r sqrt(n) |w_r|",
    Latex = @"\lambda \sum_{r} \sqrt{n} \left\lVert w_{r} \right\rVert, \quad w_{r} \in \mathbb{R}^{n}",
    Kinks = "a row of 0: slope 0", ChineseKinks = "整行为 0 处：斜率取 0",
    Aliases = ["structured_sparsity", "L21Norm"])]
[English("Draws whole rows of a weight to 0.",
    Use = "inputs, filters or neurons are to be switched off as a whole.",
    Avoid = "single weights may go (l1).",
    Letters = "r: a group of weights; n: the number of weights in it")]
[Chinese("把权重矩阵的整行拉向 0。",
    Use = "要整体关闭某些输入、滤波器或神经元时。",
    Avoid = "去掉个别权重即可时（用 l1）。",
    Letters = "r：一组权重；n：组内的权重数")]
public readonly record struct GroupLasso(
    [NonNegative, Chinese("惩罚强度：越大，变为 0 的组越多。")] double Lambda) : ITensorLoss
{
    public GroupLasso()
        : this(1)
    {
    }

    /// <summary>The penalty.</summary>
    public LossTerms Of([Axes("...")] Tensor weight)
    {
        var rows = WeightRows.Of("group_lasso", weight);
        return LossTerms.Scalar(Lambda * Math.Sqrt(rows.Shape[1]) * rows.Norm(^1).Sum());
    }
}
