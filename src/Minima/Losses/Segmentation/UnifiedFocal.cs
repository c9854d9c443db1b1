using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The asymmetric unified focal loss of two channels, background first.</summary>
/// <remarks>
/// <para>Formula: w mean((1 - d)(1 - p_0)^g CE_0 + d CE_1) + (1 - w) mean((1 - TI_0) + max(1 - TI_1, e)^(1 - g)) / 2, with CE_c = -t_c log p_c, TI = (tp + e) / (tp + d fn + (1 - d) fp + e), p held in [e, 1 - e]; the first mean runs over positions, the second over images.</para>
/// <para>Domain: prediction and target in [0, 1]; weight, delta in [0, 1]; 0 &lt;= gamma &lt; 1; 0 &lt; epsilon &lt; 1/2.</para>
/// <para>Shapes: [batch, 2, ...], exactly two channels. Only the prediction is differentiated. A scalar: no reduction, no weights.</para>
/// <para>Convention: the focal part is the sum over the two channels, the Tversky part their mean (MONAI, Yeung); delta 0.7 (MONAI; the authors' code 0.6).</para>
/// <para>Kinks: the clamps have derivative 1 on their closed interval.</para>
/// <para>Numerics: 1 - TI written with the misses.</para>
/// <para>Limits: with gamma 0 a weighted cross-entropy and Tversky.</para>
/// <para>Source: Yeung et al. 2022, CMIG 95, 102026, arXiv:2102.04525.</para>
/// </remarks>
/// <param name="Weight">Proportion of the focal cross-entropy; the rest belongs to the focal Tversky loss. 0.5 is usual.</param>
/// <param name="Delta">Weight of the foreground and of false negatives; 0.6 to 0.7.</param>
/// <param name="Gamma">Focusing exponent: the larger, the less easy background counts and the more the foreground's Tversky loss does. 0.5 is usual.</param>
/// <param name="Epsilon">Distance from 0 and 1 at which probabilities are clipped, and the smoothing of the Tversky index.</param>
[Loss("unified_focal", "Unified focal (asymmetric)", "统一焦点损失（非对称）",
    Family = LossFamily.Segmentation, Kinks = "the clamps have slope 1 on their closed interval, 0 outside", ChineseKinks = "截断在闭区间内斜率为 1，区间外为 0",
    Formula = "w mean((1 - d)(1 - p_0)^g CE_0 + d CE_1) + (1 - w) mean((1 - TI_0) + max(1 - TI_1, e)^(1 - g))/2;  CE_c = -t_c log p_c, TI_c = (sum t_c p_c + e) / (sum t_c p_c + d sum t_c (1 - p_c) + (1 - d) sum (1 - t_c) p_c + e);  p = clip(x, e, 1 - e);  w = weight, d = delta, g = gamma, e = epsilon",
    Latex = @"\begin{aligned} & \frac{w}{N} \sum_{i=1}^{N} \left(-(1 - \delta) (1 - p_{i0})^{\gamma} t_{i0} \log p_{i0} - \delta t_{i1} \log p_{i1}\right) + \frac{1 - w}{2} \left(1 - \mathrm{TI}_{0} + \max(1 - \mathrm{TI}_{1}, \varepsilon)^{1 - \gamma}\right) \\ & \mathrm{TI}_{c} = \frac{\sum_{i} t_{ic} p_{ic} + \varepsilon}{\sum_{i} t_{ic} p_{ic} + \delta \sum_{i} t_{ic} (1 - p_{ic}) + (1 - \delta) \sum_{i} (1 - t_{ic}) p_{ic} + \varepsilon}, \quad p_{ic} \in [\varepsilon, 1 - \varepsilon], \quad w = \mathrm{weight} \end{aligned}",
    Aliases = ["AsymmetricUnifiedFocalLoss"])]
[English("Focal cross-entropy and focal Tversky of a background and a foreground channel, with shared parameters.",
    Use = "a small foreground stands before a large background.",
    Avoid = "there are more than two classes: combo or generalized_dice.",
    Letters = "c: a class")]
[Chinese("背景与前景两个通道的焦点交叉熵与焦点 Tversky 之和，参数共用。",
    Use = "前景小而背景大时。",
    Avoid = "类别多于两个时：选 combo 或 generalized_dice。",
    Limits = "gamma = 0 时为加权交叉熵与 Tversky 之和。",
    Letters = "c：类别")]
public readonly record struct UnifiedFocal(
    [Unit, Chinese("焦点交叉熵所占的比例，其余为焦点 Tversky 损失；常用 0.5。")] double Weight,
    [Unit, Chinese("前景及假阴性的权重，取 0.6 至 0.7。")] double Delta,
    [Unit, Chinese("聚焦指数：越大，简单背景的权重越小，前景的 Tversky 损失权重越大。常用 0.5。")] double Gamma,
    [Positive, Chinese("概率截断处与 0、1 的距离，也是 Tversky 指数的平滑量。")] double Epsilon) : ISumLoss
{
    public UnifiedFocal()
        : this(0.5, 0.7, 0.5, 1e-7)
    {
    }

    static int ISumLoss.Count => 4;

    static bool ISumLoss.IsScalar => true;

    static int? ISumLoss.Classes => 2;

    SumGroups ISumLoss.Groups => SumGroups.Classes;

    [MethodImpl(AggressiveInlining)]
    public SumTerms<T> TermsOf<T>(T prediction, T target)
        where T : IReal<T>
    {
        var p = T.Clamp(prediction, Epsilon, 1 - Epsilon);
        var entropy = -(target * T.Log(p));
        var delta = T.Of(Delta);
        var missed = delta * (target * (1.0 - p)) + (1.0 - delta) * ((1.0 - target) * p);
        return new(target * p, missed, entropy, T.Pow(1.0 - p, Gamma) * entropy);
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Sums<T> sums)
        where T : IReal<T>
    {
        var epsilon = T.Of(Epsilon);
        var delta = T.Of(Delta);
        var tversky = sums[1] / (sums[0] + sums[1] + epsilon);
        var isBackground = sums.Class == 0;
        var entropy = isBackground ? (1.0 - delta) * sums[3] : delta * sums[2];
        var overlap = isBackground ? tversky : T.Pow(T.Clamp(tversky, Epsilon, double.PositiveInfinity), 1 - Gamma);
        var weight = T.Of(Weight);

        // The engine averages the channels; the focal part is their sum.
        return weight * (2.0 * entropy / T.Of(sums.Count, "")) + (1.0 - weight) * overlap;
    }
}
