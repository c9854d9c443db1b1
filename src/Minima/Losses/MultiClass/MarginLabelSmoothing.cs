using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Cross-entropy with a penalty on every logit that falls more than a margin below the largest.</summary>
/// <remarks>
/// <para>Formula: w_y (-log p_y + lambda sum_k max(0, max_j x_j - x_k - m)), with p = softmax(x), x the prediction, y the label, m the margin and w the class weights
/// (1 where there are none).</para>
/// <para>Domain: logits real and finite; label 0 to K - 1; margin, lambda &gt;= 0. Link: softmax. Range: [0, inf). Label out of range: refused.</para>
/// <para>Shapes: rows of K logits, one label a row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Kinks: derivative 0 where a logit is exactly at the margin; at a tie of the maximum the derivative goes to its first class.</para>
/// <para>Convention: the sum over k (paper); the authors' code has the mean over classes, so that its lambda is lambda / K here.</para>
/// <para>Numerics: logits are subtracted before the margin, so that logits of size 1e9 keep it.</para>
/// <para>Limits: lambda 0 is cross_entropy.</para>
/// <para>Source: Liu et al. 2022, CVPR, arXiv:2111.15430.</para>
/// </remarks>
/// <param name="Margin">Distance below the largest logit at which a logit still costs nothing; 6 to 10 is usual.</param>
/// <param name="Lambda">Weight of the part of a distance beyond the margin; 0.1 in the paper.</param>
[Loss("mbls", "Margin-based label smoothing", "间隔标签平滑",
    Family = LossFamily.MultiClass, Link = PredictionLink.Softmax, FloatUlps = 4,
    Formula = "-log p_y + lambda sum_k max(0, max_j x_j - x_k - m);  p = softmax(x);  m = margin",
    Latex = @"-\log p_{y} + \lambda \sum_{k} \max\left(0, \max_{j} x_{j} - x_{k} - \mathrm{margin}\right), \quad p = \operatorname{softmax}(x)",
    Kinks = "x_k = max_j x_j - m: slope 0; a tie of the largest: slope to the first of them",
    ChineseKinks = "x_k = max_j x_j - m 处斜率为 0；最大值并列时，斜率归其中第一个",
    Aliases = ["LogitMarginL1", "margin_based_label_smoothing"])]
[English("Cross-entropy plus a hinge on how far logits lie below the largest.",
    Use = "the model grows overconfident, and label smoothing takes too much of its sharpness.",
    Avoid = "probabilities below e^-m matter: they are held up.")]
[Chinese("交叉熵加上对各 logit 落后最大值幅度的合页惩罚。",
    Use = "模型过度自信，而标签平滑又过度削弱区分度时。",
    Avoid = "小于 e^-m 的概率有意义时：它们会被抬高。",
    Limits = "lambda = 0 时为 cross_entropy。")]
public readonly record struct MarginLabelSmoothing(
    [NonNegative, Chinese("logit 低于最大值不超过此距离时不计损失，常用 6 至 10。")] double Margin,
    [NonNegative, Chinese("超出间隔部分的权重；论文取 0.1。")] double Lambda) : IRowLoss
{
    public MarginLabelSmoothing()
        : this(10, 0.1)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var largest = Rows.MaxOf(row.Prediction);
        var excess = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            excess += T.Relu(largest - row.Prediction[k] - T.Of(Margin));
        }

        return row.Weighted(T.Of(Lambda) * excess - row.LogProbabilityOfLabel());
    }
}
