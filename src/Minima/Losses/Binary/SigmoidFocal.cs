using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Binary cross-entropy, damped by a power of the probability of the wrong class: easy examples fade out.</summary>
/// <remarks>
/// <para>Formula: a (1 - p_t)^gamma bce_with_logits(x, t), with 1 - p_t = (1 - t) sigmoid(x) + t sigmoid(-x) and
/// a = alpha t + (1 - alpha)(1 - t), or 1 without alpha.</para>
/// <para>Domain: prediction real; target in [0, 1]; gamma &gt;= 0; alpha from 0 to 1, none or negative for none. Link: logit. For gamma &gt; 0 the loss is
/// classification-calibrated but not proper: sigmoid(x) is drawn towards 1/2 from p. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: no alpha by default (optax, MONAI); torchvision, Keras and kornia take 0.25. RetinaNet divides the sum by the number of positives.</para>
/// <para>Numerics: 1 - p_t is a sum of non-negative terms, never 1 minus a rounded p_t. For gamma &lt; 1 and the targets 0 and 1 the power is
/// e^(-gamma softplus(x (2 t - 1))), whose derivative stays finite where 1 - p_t underflows.</para>
/// <para>Limits: gamma 0 without alpha is bce_with_logits.</para>
/// <para>Source: Lin, Goyal, Girshick, He and Dollar 2017, ICCV, arXiv:1708.02002.</para>
/// </remarks>
/// <param name="Alpha">Weight of class 1; class 0 has 1 - alpha. None or a negative number weights both by 1. Above 0.5 favours class 1.</param>
/// <param name="Gamma">Focusing exponent: the larger, the less easy samples count. 0 gives the cross-entropy, 2 is usual.</param>
[Loss("sigmoid_focal", "Focal (sigmoid)", "焦点损失（二元）",
    Family = LossFamily.Binary, Task = LossTask.Binary, FloatUlps = 16,
    Suits = LossPurpose.Imbalance, Preference = 2,
    Formula = "a (1 - p_t)^gamma bce_with_logits(x, t);  1 - p_t = (1 - t) sigmoid(x) + t sigmoid(-x);  a = alpha t + (1 - alpha)(1 - t), or 1 without alpha",
    ChineseFormula = "a (1 - p_t)^gamma bce_with_logits(x, t);  1 - p_t = (1 - t) sigmoid(x) + t sigmoid(-x);  a = alpha t + (1 - alpha)(1 - t)；不给 alpha 时 a = 1",
    Latex = @"a \left(1 - p_{t}\right)^{\gamma} \left(\log\left(1 + e^{x}\right) - t x\right), \quad 1 - p_{t} = (1 - t) \sigma(x) + t \sigma(-x), \quad a = \begin{cases} \alpha t + (1 - \alpha) (1 - t) & \text{if } \alpha \ge 0 \\ 1 & \text{otherwise} \end{cases}",
    Aliases = ["焦点损失", "sigmoid_focal_loss", "BinaryFocalCrossentropy", "binary_focal_loss_with_logits", "binary_focal"],
    SearchWords = ["focal", "难易样本", "hard examples", "imbalance", "imbalanced", "class imbalance", "不平衡", "类别不平衡"])]
[English("Binary cross-entropy in which well classified examples fade out.",
    Use = "easy negatives outnumber everything else, as in dense object detection.",
    Avoid = "you need calibrated probabilities, or labels are noisy: the hard examples it dwells on are then the wrong ones.",
    Letters = "p_t: the probability of the target")]
[Chinese("二元交叉熵，分类越正确的样本权重越小。",
    Use = "简单负例占绝大多数时，如密集目标检测。",
    Avoid = "需要校准的概率，或标签有噪声时：它最关注的难例往往恰是标错的样本。",
    Limits = "gamma = 0 且不给 alpha 时为 bce_with_logits。",
    Letters = "p_t：标签的概率")]
public readonly record struct SigmoidFocal(
    [AtMost(1), Chinese("类别 1 的权重，类别 0 为 1 - alpha；none 或负数表示两类权重均为 1。大于 0.5 时偏向类别 1。")] double? Alpha,
    [NonNegative, Chinese("聚焦指数：越大，简单样本的权重越小。0 即交叉熵，常用 2。")] double Gamma) : IPointLoss
{
    public SigmoidFocal()
        : this(null, 2)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [Unit] T target)
        where T : IReal<T>
    {
        if (Gamma != 2 || Alpha >= 0)
        {
            return General(prediction, target);
        }

        var wrong = T.SigmoidMix(prediction, 1.0 - target, target);
        return wrong * wrong * T.SoftplusMix(prediction, 1.0 - target, target);
    }

    /// <summary>The formula at other parameters than the usual ones: a call, so that the kernel of the usual ones stays small.</summary>
    [MethodImpl(NoInlining)]
    private T General<T>(T prediction, T target)
        where T : IReal<T>
    {
        var loss = T.SoftplusMix(prediction, 1.0 - target, target);
        if (Gamma != 0)
        {
            loss = Modulation(prediction, target, T.SigmoidMix(prediction, 1.0 - target, target)) * loss;
        }

        if (Alpha is { } given && given >= 0)
        {
            var alpha = T.Of(given, nameof(Alpha));
            loss = (alpha * target + (1.0 - alpha) * (1.0 - target)) * loss;
        }

        return loss;
    }

    /// <summary>(1 - p_t)^gamma, with <paramref name="wrong"/> = 1 - p_t. The usual exponents stay in the kernel; the others call out, which keeps it small enough to be inlined whole.</summary>
    [MethodImpl(AggressiveInlining)]
    internal T Modulation<T>(T prediction, T target, T wrong)
        where T : IReal<T> =>
        Gamma == 2 ? wrong * wrong : Gamma == 1 ? wrong : Power(prediction, target, wrong);

    [MethodImpl(NoInlining)]
    private T Power<T>(T prediction, T target, T wrong)
        where T : IReal<T>
    {
        var power = T.Pow(wrong, Gamma);
        if (Gamma >= 1)
        {
            return power;
        }

        // Below 1 the derivative of the power has no bound; a hard target needs none of it, and a soft one keeps 1 - p_t away from 0.
        var hard = T.Exp(-T.Of(Gamma) * T.Softplus(prediction * (2.0 * target - 1.0)));
        return T.IfLess(T.Of(0), target, T.IfLess(target, T.Of(1), power, hard), hard);
    }
}
