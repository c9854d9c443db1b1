namespace Minima.Tensors.Losses;

/// <summary>The square of the largest singular value of a weight: by how much it stretches the input that it stretches most.</summary>
/// <remarks>
/// <para>Formula: lambda / 2 s^2, s the largest singular value.</para>
/// <para>Domain: real; lambda &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: weight [R, ..], of which each index of the first axis is a row; one number. It is differentiated.</para>
/// <para>Kinks: two largest singular values that are equal: the derivative of the first one found.</para>
/// <para>Convention: the singular vectors u, v count as constants: the gradient is lambda s u v^T, and there is no second derivative.</para>
/// <para>Numerics: all singular values by one-sided Jacobi rotations, to the last digits; their number is cubic in the shorter side. While training large layers take
/// SpectralPenalty, which follows the largest by one multiplication a step.</para>
/// <para>Source: Yoshida and Miyato 2017, arXiv:1705.10941.</para>
/// </remarks>
/// <param name="Lambda">Weight of the penalty; 0.01 is usual.</param>
[Loss("spectral", "Spectral norm penalty", "谱范数正则",
    Family = LossFamily.Regularization,
    Formula = "lambda / 2 s^2;  s = largest singular value of W",
    ChineseFormula = "lambda / 2 s^2；s 为 W 的最大奇异值",
    Latex = @"\frac{\lambda}{2} s^{2}, \quad s = \left\lVert W \right\rVert_{2} = \max_{\left\lVert v \right\rVert = 1} \left\lVert W v \right\rVert",
    Kinks = "equal largest singular values: the slope of the first", ChineseKinks = "最大奇异值重复处：取第一个的斜率",
    Aliases = ["spectral_norm_regularization"])]
[English("Holds down how much a layer can stretch its input.",
    Use = "predictions should not jump when inputs move a little.",
    Avoid = "all directions are to keep their length (orthogonal).",
    Letters = "W: weight; v: a vector of length 1")]
[Chinese("抑制网络层对输入的最大拉伸。",
    Use = "不希望输入稍有变化预测就突变时。",
    Avoid = "要求各方向都保持长度时（用 orthogonal）。",
    Letters = "W：weight；v：单位向量")]
public readonly record struct SpectralNorm(
    [NonNegative, Chinese("惩罚项的权重，常用 0.01。")] double Lambda) : ITensorLoss
{
    public SpectralNorm()
        : this(1)
    {
    }

    /// <summary>The penalty.</summary>
    public LossTerms Of([Axes("...")] Tensor weight)
    {
        var rows = WeightRows.Of("spectral", weight);
        if (rows.Count == 0) return LossTerms.Scalar(rows.Sum());
        var parts = SmallSingular.Of(rows);
        var norm = FoundOptimum.Apply(rows, parts.Values[0], parts.Outer(1));
        return LossTerms.Scalar(Lambda / 2 * norm * norm);
    }
}
