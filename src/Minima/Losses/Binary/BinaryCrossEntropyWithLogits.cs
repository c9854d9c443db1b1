using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Minus the log-probability that sigmoid(prediction) gives to the target: the default loss of binary classification.</summary>
/// <remarks>
/// <para>Formula: (1 - t) softplus(x) + w t softplus(-x), with x the prediction, w the positive weight and t = target (1 - s) + s / 2 for label smoothing s.</para>
/// <para>Domain: prediction real; target in [0, 1]; pos_weight &gt;= 0; 0 &lt;= label_smoothing &lt;= 1. Link: logit, its minimiser is log(p / (1 - p))
/// at the default parameters; in general sigmoid(x) = w p' / (w p' + 1 - p') with p' = p (1 - s) + s / 2. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise; pos_weight is an input that is 1 when it is not given, one number or one for each position of the last axis. Only the prediction is differentiated. Reduction: mean.</para>
/// <para>Convention: smoothing as in Keras; segmentation_models_pytorch has t (1 - 2 s) + s, so its s is half of this one.</para>
/// <para>Numerics: both softplus terms are written out, since (1 - t) x + softplus(-x) cancels for t = 0 and x far below 0; full relative accuracy in both tails.</para>
/// <para>Limits: logistic at t = (y + 1) / 2; sigmoid_focal with gamma 0.</para>
/// <para>Source: Cox 1958, J. R. Stat. Soc. B 20(2), 215-242.</para>
/// </remarks>
/// <param name="LabelSmoothing">Proportion of each target that is replaced by 1/2; 0.05 to 0.1 is usual, 0 leaves the targets as they are.</param>
[Loss("bce_with_logits", "BCE with logits", "带 logits 的二元交叉熵",
    Family = LossFamily.Binary, Task = LossTask.Binary, DefaultFor = LossTask.Binary | LossTask.MultiLabel,
    Suits = LossPurpose.Probability, Preference = 1,
    FloatUlps = 4,
    Formula = "(1 - t) softplus(x) + pos_weight t softplus(-x);  t <- t (1 - s) + s / 2;  s = label_smoothing",
    Aliases = ["BCEWithLogitsLoss", "binary_cross_entropy_with_logits", "sigmoid_binary_cross_entropy", "sigmoid_cross_entropy", "HalfBinomialLoss", "SoftBCEWithLogitsLoss"],
    SearchWords = ["from_logits", "数值稳定", "multi-label", "多标签", "vanishing", "vanishing gradient", "梯度消失"])]
[English("Minus the log-probability of the target, with the prediction read as a logit.",
    Use = "you classify into two classes, or tag with any number of independent labels: the default choice.",
    Avoid = "easy negatives swamp the rest (sigmoid_focal), or many labels are wrong (savage, sigmoid_margin).")]
[Chinese("把预测值视为 logit（对数几率）时，目标值的负对数概率。",
    Use = "二分类，或为样本打上任意多个互相独立的标签时：这是默认选择。",
    Avoid = "简单负例淹没其余样本时（用 sigmoid_focal），或大量标签有误时（用 savage、sigmoid_margin）。",
    Limits = "t = (y + 1) / 2 时为 logistic；即 gamma 取 0 的 sigmoid_focal。")]
public readonly record struct BinaryCrossEntropyWithLogits(
    [Unit, Chinese("每个目标中换成 1/2 的比例；常用 0.05 至 0.1，0 表示不平滑。")] double LabelSmoothing) : IPointLoss3
{
    public BinaryCrossEntropyWithLogits()
        : this(0)
    {
    }

    static InputSet IPointLoss3.Differentiated => InputSet.First;

    /// <summary>The loss of one logit.</summary>
    /// <param name="prediction">Logit of class 1.</param>
    /// <param name="target">Probability of class 1: 0, 1, or between them.</param>
    /// <param name="posWeight">Weight of class 1: the number of negatives over that of positives balances the classes; the predicted odds are then too high by this factor.</param>
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(
        T prediction,
        [Unit] T target,
        [NonNegative, BoundTo(1), Chinese("类别 1 的权重：取负例数与正例数之比可平衡两类，但所得几率会放大同样倍数。")] T posWeight)
        where T : IReal<T> =>
        LabelSmoothing == 0 ? T.SoftplusMix(prediction, 1.0 - target, posWeight * target) : Smoothed(prediction, target, posWeight);

    /// <summary>The formula with smoothed targets: a call, so that the kernel of the plain loss stays small. Both weights are sums of non-negative terms; 1 minus the other would cancel.</summary>
    [MethodImpl(NoInlining)]
    private T Smoothed<T>(T prediction, T target, T posWeight)
        where T : IReal<T>
    {
        var smoothing = T.Of(LabelSmoothing);
        var kept = 1.0 - smoothing;
        var half = 0.5 * smoothing;
        return T.SoftplusMix(prediction, (1.0 - target) * kept + half, posWeight * (target * kept + half));
    }
}
