using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The Dice loss plus the mean binary cross-entropy over the positions.</summary>
/// <remarks>
/// <para>Formula: w_dice (1 - (2 I + 1e-5) / (P + T + 1e-5)) + w_ce mean of -(t log p + (1 - t) log(1 - p)). Range: [0, inf]; +inf where a probability of 0 or 1 is wrong.</para>
/// <para>Domain: prediction and target in [0, 1]; weights &gt;= 0.</para>
/// <para>Shapes: [batch, class, ...]; sums over the positions of each (batch, class). Only the prediction is differentiated. Reduction: mean over (batch, class).</para>
/// <para>Convention: probabilities in, no clamp: the end points have their exact value.</para>
/// <para>Numerics: 0 log 0 is 0; a weight of 0 leaves its part out, even if it is infinite.</para>
/// <para>Limits: dice with cross_entropy_weight 0; bce with dice_weight 0.</para>
/// <para>Source: Taghanaki et al. 2019, CMIG 75, 24-33, arXiv:1805.02798; Isensee et al. 2018 (nnU-Net), arXiv:1809.10486.</para>
/// </remarks>
/// <param name="DiceWeight">Weight of the Dice loss.</param>
/// <param name="CrossEntropyWeight">Weight of the cross-entropy.</param>
[Loss("combo", "Combo (Dice + BCE)", "组合损失（Dice + BCE）",
    Family = LossFamily.Segmentation,
    Formula = "w_dice (1 - (2 I + 1e-5) / (P + T + 1e-5)) + w_ce mean of bce(p, t);  I = sum p t, P = sum p, T = sum t;  w_dice = dice_weight, w_ce = cross_entropy_weight",
    ChineseFormula = "w_dice (1 - (2 I + 1e-5) / (P + T + 1e-5)) + w_ce mean(bce(p, t));  I = sum p t, P = sum p, T = sum t;  w_dice = dice_weight, w_ce = cross_entropy_weight",
    Latex = @"\mathrm{dice\_weight} \left(1 - \frac{2 I + 10^{-5}}{P + T + 10^{-5}}\right) - \frac{\mathrm{cross\_entropy\_weight}}{N} \sum \left(t \log p + (1 - t) \log(1 - p)\right), \quad I = \sum p t, \quad P = \sum p, \quad T = \sum t, \quad N = \sum 1",
    Aliases = ["ComboLoss", "dice_bce", "DiceBCELoss"])]
[English("Dice plus binary cross-entropy, each with its weight.",
    Use = "regions and calibrated pixels both matter: the usual choice in medical segmentation.",
    Avoid = "predictions are logits: apply a sigmoid first.")]
[Chinese("Dice 与二元交叉熵的加权和。",
    Use = "区域重叠与逐像素概率都重要时：医学分割的常用选择。",
    Avoid = "预测值是 logit（对数几率）时：应先经过 sigmoid。",
    Limits = "cross_entropy_weight 为 0 时为 dice；dice_weight 为 0 时为 bce。")]
public readonly record struct Combo(
    [NonNegative, Chinese("Dice 损失的权重。")] double DiceWeight,
    [NonNegative, Chinese("交叉熵的权重。")] double CrossEntropyWeight) : ISumLoss
{
    public Combo()
        : this(1, 1)
    {
    }

    static int ISumLoss.Count => 3;

    SumGroups ISumLoss.Groups => SumGroups.Classes;

    [MethodImpl(AggressiveInlining)]
    public SumTerms<T> TermsOf<T>(T prediction, T target)
        where T : IReal<T> => new(prediction * target, prediction * (1.0 - target) + target * (1.0 - prediction), -(T.XLogY(target, prediction) + T.XLog1pY(1.0 - target, -prediction)));

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Sums<T> sums)
        where T : IReal<T>
    {
        var dice = Overlap.Loss(2.0 * sums[0], sums[1], 1e-5, 1e-5);
        return T.Of(DiceWeight) * dice + T.ZeroTimes(T.Of(CrossEntropyWeight), sums[2] / T.Of(sums.Count, ""));
    }
}
