using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Binary cross-entropy with its first polynomial coefficient changed by <paramref name="Epsilon"/>.</summary>
/// <remarks>
/// <para>Formula: (1 - p_t)^gamma (bce_with_logits(x, t) + epsilon (1 - p_t)), with 1 - p_t = (1 - t) sigmoid(x) + t sigmoid(-x).</para>
/// <para>Domain: prediction real; target in [0, 1]; epsilon &gt;= -1; gamma &gt;= 0. Link: logit. For epsilon or gamma other than 0 the loss is not proper,
/// and sigmoid(x) at its minimum is not p. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: epsilon 2 (timm). The series of -log p_t starts with 1 - p_t, whose coefficient 1 becomes 1 + epsilon; from epsilon = -1 down the loss would fall below 0.</para>
/// <para>Numerics: as sigmoid_focal.</para>
/// <para>Limits: epsilon 0 is sigmoid_focal, and bce_with_logits if gamma is 0 too.</para>
/// <para>Source: Leng et al. 2022, ICLR, arXiv:2204.12511.</para>
/// </remarks>
/// <param name="Epsilon">Added to the coefficient of 1 - p_t in the expansion of the cross-entropy; 0 changes nothing. Tune it from -1 to 4.</param>
/// <param name="Gamma">Focusing exponent, as in sigmoid_focal: the larger, the less easy samples count. 0 switches it off.</param>
[Loss("binary_poly1", "Poly-1 (binary)", "Poly-1 损失（二元）",
    Family = LossFamily.Binary, Task = LossTask.Binary, FloatUlps = 16,
    Formula = "(1 - p_t)^gamma (bce_with_logits(x, t) + epsilon (1 - p_t));  1 - p_t = (1 - t) sigmoid(x) + t sigmoid(-x)",
    Latex = @"q^{\gamma} \left(\log\left(1 + e^{x}\right) - t x + \varepsilon q\right), \quad q = (1 - t) \sigma(x) + t \sigma(-x)",
    Aliases = ["PolyBinaryCrossEntropy"])]
[English("Binary cross-entropy with epsilon more of the first term of its expansion, the probability of the wrong class.",
    Use = "bce_with_logits works and one parameter is worth tuning; epsilon above 0 weighs moderately wrong examples more.",
    Avoid = "you need calibrated probabilities: any epsilon other than 0 biases them.",
    Letters = "p_t: the probability of the target")]
[Chinese("二元交叉熵，另加 epsilon 倍的展开式首项（错误类别的概率）。",
    Use = "bce_with_logits 已经可用，值得再调一个参数时；epsilon 大于 0 时更看重中等程度的错误。",
    Avoid = "需要校准的概率时：epsilon 只要不为 0，概率就有偏。",
    Limits = "epsilon = 0 时为 sigmoid_focal，若 gamma 也为 0，则为 bce_with_logits。",
    Letters = "p_t：标签的概率")]
public readonly record struct BinaryPoly1(
    [AtLeast(-1), Chinese("交叉熵展开式中 1 - p_t 系数的增量；0 表示不改变，可在 -1 至 4 之间调节。")] double Epsilon,
    [NonNegative, Chinese("聚焦指数，同 sigmoid_focal：越大，简单样本的权重越小；0 表示不聚焦。")] double Gamma) : IPointLoss
{
    public BinaryPoly1()
        : this(2, 0)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [Unit] T target)
        where T : IReal<T>
    {
        var wrong = T.SigmoidMix(prediction, 1.0 - target, target);
        var loss = T.SoftplusMix(prediction, 1.0 - target, target) + T.Of(Epsilon) * wrong;
        return Gamma == 0 ? loss : new SigmoidFocal(null, Gamma).Modulation(prediction, target, wrong) * loss;
    }
}
