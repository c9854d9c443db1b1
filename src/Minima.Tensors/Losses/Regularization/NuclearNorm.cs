namespace Minima.Tensors.Losses;

/// <summary>The sum of the singular values of a weight: the matrix becomes one of low rank.</summary>
/// <remarks>
/// <para>Formula: lambda sum_i s_i, s_i the singular values.</para>
/// <para>Domain: real; lambda &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: weight [R, ..], of which each index of the first axis is a row; one number. It is differentiated.</para>
/// <para>Kinks: singular values of 0 (a matrix that has not its full rank): derivative 0 in their directions.</para>
/// <para>Convention: the gradient is lambda U V^T, over the singular values that are not 0 but for rounding; there is no second derivative.</para>
/// <para>Numerics: by one-sided Jacobi rotations, to the last digits; their number is cubic in the shorter side.</para>
/// <para>Source: Fazel 2002, Matrix rank minimization with applications (thesis, Stanford).</para>
/// </remarks>
/// <param name="Lambda">Weight of the penalty.</param>
[Loss("nuclear_norm", "Nuclear norm", "核范数",
    Family = LossFamily.Regularization,
    Formula = "lambda sum_i s_i;  s = singular values of W",
    ChineseFormula = "lambda sum_i s_i；s 为 W 的奇异值",
    Latex = @"\lambda \left\lVert W \right\rVert_{*} = \lambda \sum_{i} s_{i}, \quad W = U \operatorname{diag}(s) V^{\top}",
    Kinks = "a singular value of 0: slope 0 in its direction", ChineseKinks = "奇异值为 0 处：该方向斜率取 0",
    Aliases = ["trace_norm"])]
[English("l1 for the singular values: draws a matrix to low rank.",
    Use = "a matrix is to be completed or factored, or a layer to be compressed.",
    Avoid = "the rank is known: give two factors of it instead.",
    Letters = "W: weight; s: the vector of its singular values; i: an index of them; U, V: its singular vectors")]
[Chinese("作用于奇异值的 l1：把矩阵拉向低秩。",
    Use = "要补全或分解矩阵，或压缩某一层时。",
    Avoid = "秩已知时：直接写成该秩的两个因子之积。",
    Letters = "W：weight；s：其奇异值；i：奇异值的下标；U、V：奇异向量")]
public readonly record struct NuclearNorm(
    [NonNegative, Chinese("惩罚项的权重。")] double Lambda) : ITensorLoss
{
    public NuclearNorm()
        : this(1)
    {
    }

    /// <summary>The penalty.</summary>
    public LossTerms Of([Axes("...")] Tensor weight)
    {
        var rows = WeightRows.Of("nuclear_norm", weight);
        if (rows.Count == 0) return LossTerms.Scalar(rows.Sum());
        var parts = SmallSingular.Of(rows);
        return LossTerms.Scalar(Lambda * FoundOptimum.Apply(rows, parts.Values.Sum(), parts.Outer(parts.Rank)));
    }
}
