namespace Minima.Tensors.Losses;

/// <summary>The rows of a weight should be of length 1 and at right angles, or only at right angles.</summary>
/// <remarks>
/// <para>Formula: lambda |W W^T - I|^2, the sum of the squares of all elements, or of those off the diagonal.</para>
/// <para>Domain: real; lambda &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: weight [R, ..], of which each index of the first axis is a row; one number. It is differentiated.</para>
/// <para>Convention: more rows than columns cannot all be at right angles: transpose the weight. BigGAN leaves lengths free (off_diagonal, lambda 1e-4); Keras
/// OrthogonalRegularizer takes the sizes of the cosines instead.</para>
/// <para>Source: Brock et al. 2017, arXiv:1609.07093; Bansal et al. 2018, arXiv:1810.09102; Brock et al. 2019, arXiv:1809.11096.</para>
/// </remarks>
/// <param name="Lambda">Weight of the penalty.</param>
/// <param name="OffDiagonal">Penalises only the products of different rows, so that their lengths stay free.</param>
[Loss("orthogonal", "Soft orthogonality", "软正交正则",
    Family = LossFamily.Regularization,
    Formula = "lambda |W W^T - I|^2;  and off_diagonal",
    ChineseFormula = "lambda |W W^T - I|^2；另有参数 off_diagonal",
    Latex = @"\begin{cases} \lambda \sum_{i \ne j} \left(W W^{\top}\right)_{ij}^{2} & \text{if } \mathrm{off\_diagonal} \\ \lambda \left\lVert W W^{\top} - I \right\rVert_{F}^{2} & \text{otherwise} \end{cases}",
    Aliases = ["soft_orthogonality", "orthogonal_regularization"])]
[English("Draws a weight towards an orthogonal matrix, which changes no lengths.",
    Use = "networks are deep or recurrent and signals fade or explode; generators (off_diagonal).",
    Avoid = "only the largest stretch is to be small (spectral).",
    Letters = "I: the identity matrix; i, j: rows of W")]
[Chinese("把权重拉向不改变长度的正交矩阵。",
    Use = "网络很深或为循环网络，信号消失或爆炸时；也用于生成器（off_diagonal）。",
    Avoid = "只需限制最大拉伸时（用 spectral）。",
    Letters = "I：单位矩阵；i、j：W 的行")]
public readonly record struct Orthogonality(
    [NonNegative, Chinese("惩罚项的权重。")] double Lambda,
    [Chinese("只惩罚不同行之间的内积，长度不受约束。")] bool OffDiagonal) : ITensorLoss
{
    public Orthogonality()
        : this(1, false)
    {
    }

    /// <summary>The penalty.</summary>
    public LossTerms Of([Axes("...")] Tensor weight)
    {
        var rows = WeightRows.Of("orthogonal", weight);
        var products = rows.MatMul(rows.Transpose());
        var squares = ColumnStatistics.SquaresOffDiagonal(products);
        return LossTerms.Scalar(Lambda * (OffDiagonal ? squares : squares + (products.Diagonal() - 1).Square().Sum()));
    }
}
