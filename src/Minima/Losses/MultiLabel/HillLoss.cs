using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Binary cross-entropy for labels that hold; for the others a hill, whose pull fades where the model is sure of them: they may be missing labels.</summary>
/// <remarks>
/// <para>Formula: sum_k t_k softplus(-x_k) + (1 - t_k)(lambda - p_k) p_k^2, with p = sigmoid(x), x the prediction and t the target.</para>
/// <para>Domain: logits real; targets in [0, 1]; lambda &gt;= 1. Link: logit, distorted by the hill. Range: [0, inf). The hill's derivative changes sign at p = 2 lambda / 3.</para>
/// <para>Shapes: rows of K logits and of K targets. Only the prediction is differentiated. Reduction: the sum over labels, mean over rows.</para>
/// <para>Convention: the labels that hold have plain cross-entropy; the paper offers a margin and a focal factor there.</para>
/// <para>Numerics: lambda - p = (lambda - 1) + sigmoid(-x), a sum of non-negative terms.</para>
/// <para>Source: Zhang et al. 2021, arXiv:2112.07368.</para>
/// </remarks>
/// <param name="Lambda">Position of the hill: the derivative changes sign at p = 2 lambda / 3. 1.5 is usual.</param>
[Loss("hill", "Hill loss", "Hill 损失",
    Family = LossFamily.MultiLabel, Link = PredictionLink.Logit, FloatUlps = 8,
    Formula = "sum_k t_k softplus(-x_k) + (1 - t_k)(lambda - p_k) p_k^2;  p = sigmoid(x)",
    Latex = @"\sum_{k} \left(t_{k} \log\left(1 + e^{-x_{k}}\right) + \left(1 - t_{k}\right) \left(\lambda - p_{k}\right) p_{k}^{2}\right), \quad p_{k} = \sigma\left(x_{k}\right)",
    Aliases = ["hill_loss"])]
[English("Pushes unlabelled labels down gently, and lets go of those that are clearly high.",
    Use = "labels that hold are often missing from the data.",
    Avoid = "the labels are complete (multilabel_soft_margin).")]
[Chinese("温和地压低未标注标签的得分，得分明显偏高的则不再压低。",
    Use = "数据经常漏标成立的标签时。",
    Avoid = "标签完整时（用 multilabel_soft_margin）。")]
public readonly record struct HillLoss(
    [AtLeast(1), Chinese("峰的位置：导数在 p = 2 lambda / 3 处变号。常用 1.5。")] double Lambda) : IClassSumLoss
{
    public HillLoss()
        : this(1.5)
    {
    }

    static RowTargets IRowLoss.Targets => RowTargets.Rows;

    static bool IRowLoss.TakesClassWeights => false;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => row.SumOfClasses(this);

    [MethodImpl(AggressiveInlining)]
    public T OfClass<T>(T prediction, T target)
        where T : IReal<T>
    {
        // (lambda - p) p^2, and by q = 1 - p where q is the smaller: at a lambda of 1.5 the derivatives with respect to p of the first would cancel to q.
        var lambda = T.Of(Lambda);
        var p = T.Sigmoid(prediction);
        var q = T.Sigmoid(-prediction);
        var hill = T.IfLess(q, p, lambda - 1.0 + q * (3.0 - 2.0 * lambda + q * (lambda - 3.0 + q)), (lambda - p) * (p * p));
        return T.ZeroTimes(target, T.Softplus(-prediction)) + (1.0 - target) * hill;
    }
}
