using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>One minus the soft intersection over union of a predicted and a true mask.</summary>
/// <remarks>
/// <para>Formula: 1 - (I + s_n) / (P + T - I + s_d), with I = sum p t, P = sum p, T = sum t. Range: [0, 1] for equal smoothing.</para>
/// <para>Domain: prediction and target in [0, 1]; smoothing &gt;= 0.</para>
/// <para>Shapes: [batch, class, ...]; sums over the positions of each (batch, class), with batch = true over the batch too. Only the prediction is differentiated. Reduction: mean over (batch, class).</para>
/// <para>Convention: MONAI's jaccard doubles numerator and denominator: its smoothing is twice this one.</para>
/// <para>Numerics: written with the misses, 1 - I / (P + T - I) = E / (I + E): nothing cancels where the masks agree. Sums and derivatives in double, for float too.</para>
/// <para>Limits: tversky with alpha = beta = 1.</para>
/// <para>Source: Rahman and Wang 2016, ISVC, 234-244.</para>
/// </remarks>
/// <param name="Smoothing">Added to numerator and denominator, unless these have a number of their own: the larger, the less small and empty masks cost. 1e-5 or 1 is usual.</param>
/// <param name="NumeratorSmoothing">Added to the numerator in place of smoothing.</param>
/// <param name="DenominatorSmoothing">Added to the denominator in place of smoothing.</param>
/// <param name="Batch">Sums run over the whole batch, one term for each class; otherwise each class of each sample has a term.</param>
/// <param name="SoftLabel">Takes (P + T - sum |p - t|) / 2 as the overlap, which is best at p = t for soft targets too.</param>
[Loss("jaccard", "Jaccard (soft IoU)", "Jaccard 损失",
    Family = LossFamily.Segmentation,
    Formula = "1 - (I + s_n) / (P + T - I + s_d);  I = sum p t, P = sum p, T = sum t;  s_n = numerator_smoothing, s_d = denominator_smoothing, both smoothing where not given;  and batch, soft_label",
    ChineseFormula = "1 - (I + s_n) / (P + T - I + s_d);  I = sum p t, P = sum p, T = sum t;  s_n = numerator_smoothing, s_d = denominator_smoothing；后两者未给出时均取 smoothing；另有参数 batch、soft_label",
    Latex = @"1 - \frac{I + s_{n}}{P + T - I + s_{d}}, \quad I = \begin{cases} \sum \min(p, t) & \text{if } \mathrm{soft\_label} \\ \sum p t & \text{otherwise} \end{cases}, \quad P = \sum p, \quad T = \sum t, \quad s_{n} = \begin{cases} \mathrm{smoothing} & \text{if } \mathrm{numerator\_smoothing} = \mathrm{none} \\ \mathrm{numerator\_smoothing} & \text{otherwise} \end{cases}, \quad s_{d} = \begin{cases} \mathrm{smoothing} & \text{if } \mathrm{denominator\_smoothing} = \mathrm{none} \\ \mathrm{denominator\_smoothing} & \text{otherwise} \end{cases}",
    Aliases = ["JaccardLoss", "soft_iou", "jaccard_loss"])]
[English("One minus the overlap of two masks over their union.",
    Use = "masks are judged by intersection over union.",
    Avoid = "you compare with published Dice losses: dice.")]
[Chinese("1 减去两个掩码的交并比。",
    Use = "评价指标为掩码的交并比时。",
    Avoid = "需与已发表的 Dice 损失值比较时：选 dice。",
    Limits = "即 alpha = beta = 1 的 tversky。")]
public readonly record struct Jaccard(
    [NonNegative, Chinese("加在分子和分母上（两者未单独给出时）：越大，小掩码与空掩码的损失越轻。常用 1e-5 或 1。")] double Smoothing,
    [NonNegative, Chinese("代替 smoothing 加在分子上。")] double? NumeratorSmoothing,
    [NonNegative, Chinese("代替 smoothing 加在分母上。")] double? DenominatorSmoothing,
    [Chinese("对整个批次求和，每类一项；否则每个样本的每一类一项。")] bool Batch,
    [Chinese("重叠取 (P + T - sum |p - t|) / 2，对软目标也在 p = t 处最优。")] bool SoftLabel) : ISumLoss
{
    public Jaccard()
        : this(1e-5, null, null, false, false)
    {
    }

    static int ISumLoss.Count => 2;

    SumGroups ISumLoss.Groups => Batch ? SumGroups.ClassesOfBatch : SumGroups.Classes;

    [MethodImpl(AggressiveInlining)]
    public SumTerms<T> TermsOf<T>(T prediction, T target)
        where T : IReal<T>
    {
        var common = SoftLabel ? 0.5 * (prediction + target - T.Abs(prediction - target)) : prediction * target;
        return new(common, SoftLabel ? T.Abs(prediction - target) : prediction * (1.0 - target) + target * (1.0 - prediction));
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Sums<T> sums)
        where T : IReal<T> => Overlap.Loss(sums[0], sums[1], NumeratorSmoothing ?? Smoothing, DenominatorSmoothing ?? Smoothing);
}
