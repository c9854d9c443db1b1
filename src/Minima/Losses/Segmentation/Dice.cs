using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>One minus the Dice coefficient of a predicted and a true mask.</summary>
/// <remarks>
/// <para>Formula: 1 - (2 I + s_n) / (P + T + s_d), with I = sum p t, P = sum p, T = sum t, or sums of squares (squared). Range: [0, 1] for equal smoothing.</para>
/// <para>Domain: prediction and target in [0, 1]; smoothing &gt;= 0.</para>
/// <para>Shapes: [batch, class, ...]; sums over the positions of each (batch, class), with batch = true over the batch too. Only the prediction is differentiated. Reduction: mean over (batch, class).</para>
/// <para>Convention: MONAI's smoothing of 1e-5 on both; optax's is 2, Keras' is keras_dice. 0/0 (no smoothing, both masks empty) counts as ratio 1: loss 0.</para>
/// <para>Numerics: written with the misses, 1 - 2 I / (P + T) = E / (2 I + E): nothing cancels where the masks agree. Sums and derivatives in double, for float too.</para>
/// <para>Limits: jaccard is 2 d / (1 + d) of this d; tversky with alpha = beta = 1/2 and half the smoothing.</para>
/// <para>Source: Dice 1945, Ecology 26(3), 297-302; Milletari et al. 2016, 3DV, arXiv:1606.04797 (squared).</para>
/// </remarks>
/// <param name="Smoothing">Added to numerator and denominator, unless these have a number of their own: the larger, the less small and empty masks cost. 1e-5 or 1 is usual.</param>
/// <param name="Squared">Takes sums of squares as sizes in the denominator, as V-Net does.</param>
/// <param name="NumeratorSmoothing">Added to the numerator in place of smoothing.</param>
/// <param name="DenominatorSmoothing">Added to the denominator in place of smoothing.</param>
/// <param name="Batch">Sums run over the whole batch, one term for each class; otherwise each class of each sample has a term.</param>
/// <param name="SoftLabel">Takes sum min(p, t) as the overlap; without squared the loss is then best at p = t for soft targets too.</param>
[Loss("dice", "Dice (soft)", "Dice 损失",
    Family = LossFamily.Segmentation,
    Formula = "1 - (2 I + s_n) / (P + T + s_d);  I = sum p t, P = sum p, T = sum t; squared: P = sum p^2, T = sum t^2;  s_n = numerator_smoothing, s_d = denominator_smoothing, both smoothing where not given;  and batch, soft_label",
    ChineseFormula = "1 - (2 I + s_n) / (P + T + s_d);  I = sum p t, P = sum p, T = sum t; squared: P = sum p^2, T = sum t^2;  s_n = numerator_smoothing, s_d = denominator_smoothing；后两者未给出时均取 smoothing；另有参数 batch、soft_label",
    Latex = @"1 - \frac{2 I + s_{n}}{P + T + s_{d}}, \quad I = \begin{cases} \sum \min(p, t) & \text{if } \mathrm{soft\_label} \\ \sum p t & \text{otherwise} \end{cases}, \quad (P, T) = \begin{cases} \left(\sum p^{2}, \sum t^{2}\right) & \text{if } \mathrm{squared} \\ \left(\sum p, \sum t\right) & \text{otherwise} \end{cases}, \quad s_{n} = \begin{cases} \mathrm{smoothing} & \text{if } \mathrm{numerator\_smoothing} = \mathrm{none} \\ \mathrm{numerator\_smoothing} & \text{otherwise} \end{cases}, \quad s_{d} = \begin{cases} \mathrm{smoothing} & \text{if } \mathrm{denominator\_smoothing} = \mathrm{none} \\ \mathrm{denominator\_smoothing} & \text{otherwise} \end{cases}",
    Aliases = ["DiceLoss", "dice_loss", "binary_dice_loss", "soft_dice"],
    SearchWords = ["segmentation", "分割", "语义分割", "f1", "overlap"])]
[English("One minus twice the overlap of two masks over the sum of their sizes.",
    Use = "regions are small beside the background: the background does not enter.",
    Avoid = "single pixels should be calibrated probabilities: add a cross-entropy (combo).")]
[Chinese("1 减去两个掩码重叠部分的两倍与其大小之和的比值。",
    Use = "目标区域远小于背景时：背景不参与计算。",
    Avoid = "需要逐像素校准的概率时：再加交叉熵（combo）。",
    Limits = "记其值为 d，则 jaccard 为 2 d / (1 + d)；即 alpha = beta = 1/2、平滑减半的 tversky。")]
public readonly record struct Dice(
    [NonNegative, Chinese("加在分子和分母上（两者未单独给出时）：越大，小掩码与空掩码的损失越轻。常用 1e-5 或 1。")] double Smoothing,
    [Chinese("分母取平方和，同 V-Net。")] bool Squared,
    [NonNegative, Chinese("代替 smoothing 加在分子上。")] double? NumeratorSmoothing,
    [NonNegative, Chinese("代替 smoothing 加在分母上。")] double? DenominatorSmoothing,
    [Chinese("对整个批次求和，每类一项；否则每个样本的每一类一项。")] bool Batch,
    [Chinese("重叠取 sum min(p, t)；未取 squared 时，对软目标也在 p = t 处最优。")] bool SoftLabel) : ISumLoss
{
    public Dice()
        : this(1e-5, false, null, null, false, false)
    {
    }

    static int ISumLoss.Count => 2;

    SumGroups ISumLoss.Groups => Batch ? SumGroups.ClassesOfBatch : SumGroups.Classes;

    [MethodImpl(AggressiveInlining)]
    public SumTerms<T> TermsOf<T>(T prediction, T target)
        where T : IReal<T>
    {
        var common = SoftLabel ? 0.5 * (prediction + target - T.Abs(prediction - target)) : prediction * target;
        if (Squared)
        {
            var difference = prediction - target;
            return new(common, SoftLabel ? prediction * prediction + target * target - 2.0 * common : difference * difference);
        }

        return new(common, SoftLabel ? T.Abs(prediction - target) : prediction * (1.0 - target) + target * (1.0 - prediction));
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Sums<T> sums)
        where T : IReal<T> => Overlap.Loss(2.0 * sums[0], sums[1], NumeratorSmoothing ?? Smoothing, DenominatorSmoothing ?? Smoothing);
}
