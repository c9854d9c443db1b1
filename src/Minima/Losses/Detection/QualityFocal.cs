using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Binary cross-entropy against a quality between 0 and 1, damped by a power of how far the prediction is from it.</summary>
/// <remarks>
/// <para>Formula: |t - p|^beta ((1 - t) softplus(x) + t softplus(-x)), p = sigmoid(x), with x = prediction and t = target.</para>
/// <para>Domain: prediction real (a logit); target in [0, 1]; beta &gt;= 0. Link: logit. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Only the prediction is differentiated. Reduction: mean.</para>
/// <para>Convention: detectors divide the sum by the number of positives instead.</para>
/// <para>Numerics: t - p = t sigmoid(-x) - (1 - t) sigmoid(x), which keeps its digits in the tails.</para>
/// <para>Limits: beta 0 is bce_with_logits; for targets 0 and 1 it is sigmoid_focal without alpha.</para>
/// <para>Source: Li et al. 2020, NeurIPS, arXiv:2006.04388.</para>
/// </remarks>
/// <param name="Beta">Focusing exponent: the larger, the less predictions close to their target count. 2 is usual.</param>
[Loss("quality_focal", "Quality focal", "质量焦点损失",
    Family = LossFamily.Detection, FloatUlps = 16,
    Formula = "|t - sigmoid(x)|^beta ((1 - t) softplus(x) + t softplus(-x))",
    Aliases = ["QualityFocalLoss", "qfl"])]
[English("Focal loss for scores that are to be the quality of a box, not only whether it is there.",
    Use = "a detector's score should be the overlap of its box with the object.",
    Avoid = "targets are only 0 and 1 (sigmoid_focal), or negatives alone should fade (varifocal).")]
[Chinese("面向质量得分的焦点损失：得分表示框的质量，而不只是有无。",
    Use = "检测得分应等于框与物体的重叠度时。",
    Avoid = "目标值只有 0 与 1 时（用 sigmoid_focal），或只需淡化负例时（用 varifocal）。",
    Limits = "beta = 0 时为 bce_with_logits；目标值为 0 或 1 时为不给 alpha 的 sigmoid_focal。")]
public readonly record struct QualityFocal(
    [NonNegative, Chinese("聚焦指数：越大，已接近目标值的预测权重越小。常用 2。")] double Beta) : IPointLoss
{
    public QualityFocal()
        : this(2)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [Unit] T target)
        where T : IReal<T>
    {
        var gap = target * T.Sigmoid(-prediction) - (1.0 - target) * T.Sigmoid(prediction);
        var weight = Beta == 2 ? gap * gap : T.Pow(T.Abs(gap), Beta);
        return weight * T.SoftplusMix(prediction, 1.0 - target, target);
    }
}
