using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>One Dice loss over the weighted sums of all classes of a row.</summary>
/// <remarks>
/// <para>Formula: 1 - (2 sum_c w_c I_c + s_n) / (sum_c w_c (P_c + T_c) + s_d), with w_c = 1/T_c^2 (square), 1/T_c (simple) or 1 (uniform). Range: [0, 1] for equal smoothing.</para>
/// <para>Domain: prediction and target in [0, 1]; smoothing &gt;= 0.</para>
/// <para>Shapes: [batch, class, ...]; one term a row of the batch, with batch = true one for all. Only the prediction is differentiated: the weights are constants. Reduction: mean over rows.</para>
/// <para>Convention: a class that the target does not have takes the largest finite weight of its row (MONAI), 0 if there is none. optax averages the classes' Dice losses instead.</para>
/// <para>Numerics: written with the misses, as dice.</para>
/// <para>Limits: dice for one class without smoothing.</para>
/// <para>Source: Sudre et al. 2017, DLMIA, arXiv:1707.03237.</para>
/// </remarks>
/// <param name="Smoothing">Added to numerator and denominator, unless these have a number of their own: the larger, the less small and empty masks cost. 1e-5 or 1 is usual.</param>
/// <param name="Weighting">Weight of a class by its size: inverse square, inverse, or none.</param>
/// <param name="NumeratorSmoothing">Added to the numerator in place of smoothing.</param>
/// <param name="DenominatorSmoothing">Added to the denominator in place of smoothing.</param>
/// <param name="Batch">Sums run over the whole batch, one term for all; otherwise each sample has a term.</param>
/// <param name="SoftLabel">Takes (P + T - sum |p - t|) / 2 as the overlap, which is best at p = t for soft targets too.</param>
[Loss("generalized_dice", "Generalised Dice", "广义 Dice 损失",
    Family = LossFamily.Segmentation,
    Formula = "1 - (2 sum_c w_c I_c + s_n) / (sum_c w_c (P_c + T_c) + s_d);  w = 1/T^2 (square), 1/T (simple), 1 (uniform);  s_n = numerator_smoothing, s_d = denominator_smoothing, both smoothing where not given;  and weighting, batch, soft_label",
    ChineseFormula = "1 - (2 sum_c w_c I_c + s_n) / (sum_c w_c (P_c + T_c) + s_d);  w = 1/T^2 (square), 1/T (simple), 1 (uniform);  s_n = numerator_smoothing, s_d = denominator_smoothing；后两者未给出时均取 smoothing；另有参数 weighting、batch、soft_label",
    Latex = @"1 - \frac{2 \sum_{c} w_{c} I_{c} + s_{n}}{\sum_{c} w_{c} \left(P_{c} + T_{c}\right) + s_{d}}, \quad w_{c} = \begin{cases} T_{c}^{-2} & \text{if } \mathrm{weighting} = \mathrm{square} \\ T_{c}^{-1} & \text{if } \mathrm{weighting} = \mathrm{simple} \\ 1 & \text{if } \mathrm{weighting} = \mathrm{uniform} \end{cases}, \quad I_{c} = \begin{cases} \sum \min(p, t) & \text{if } \mathrm{soft\_label} \\ \sum p t & \text{otherwise} \end{cases}, \quad P_{c} = \sum p, \quad T_{c} = \sum t, \quad s_{n} = \begin{cases} \mathrm{smoothing} & \text{if } \mathrm{numerator\_smoothing} = \mathrm{none} \\ \mathrm{numerator\_smoothing} & \text{otherwise} \end{cases}, \quad s_{d} = \begin{cases} \mathrm{smoothing} & \text{if } \mathrm{denominator\_smoothing} = \mathrm{none} \\ \mathrm{denominator\_smoothing} & \text{otherwise} \end{cases}",
    Aliases = ["GeneralizedDiceLoss", "multiclass_generalized_dice_loss"])]
[English("One Dice over all classes, each weighted by the inverse of its size, so that rare classes count.",
    Use = "classes differ much in size.",
    Avoid = "many images lack most classes: an empty class takes the largest finite weight and dominates.",
    Letters = "I: the sum of p t; P: the sum of p; T: the sum of t; c: a class")]
[Chinese("所有类别合成一个 Dice，按类别大小的倒数加权，使稀有类别也不被忽视。",
    Use = "各类别大小相差很大时。",
    Avoid = "多数图像缺少大部分类别时：空类别取最大的有限权重，会占主导。",
    Limits = "只有一类且无平滑时为 dice。",
    Letters = "I：p t 之和；P：p 之和；T：t 之和；c：类别")]
public readonly record struct GeneralizedDice(
    [NonNegative, Chinese("加在分子和分母上（两者未单独给出时）：越大，小掩码与空掩码的损失越轻。常用 1e-5 或 1。")] double Smoothing,
    [Chinese("按大小给类别加权：平方倒数、倒数或不加权。")] DiceWeighting Weighting,
    [NonNegative, Chinese("代替 smoothing 加在分子上。")] double? NumeratorSmoothing,
    [NonNegative, Chinese("代替 smoothing 加在分母上。")] double? DenominatorSmoothing,
    [Chinese("对整个批次求和，只有一项；否则每个样本一项。")] bool Batch,
    [Chinese("重叠取 (P + T - sum |p - t|) / 2，对软目标也在 p = t 处最优。")] bool SoftLabel) : ISumLoss
{
    public GeneralizedDice()
        : this(1e-5, DiceWeighting.Square, null, null, false, false)
    {
    }

    static int ISumLoss.Count => 3;

    static bool ISumLoss.OverClasses => true;

    SumGroups ISumLoss.Groups => Batch ? SumGroups.ClassesOfBatch : SumGroups.Classes;

    [MethodImpl(AggressiveInlining)]
    public SumTerms<T> TermsOf<T>(T prediction, T target)
        where T : IReal<T>
    {
        var common = SoftLabel ? 0.5 * (prediction + target - T.Abs(prediction - target)) : prediction * target;
        return new(common, SoftLabel ? T.Abs(prediction - target) : prediction * (1.0 - target) + target * (1.0 - prediction), target);
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Sums<T> sums)
        where T : IReal<T>
    {
        var largest = T.Of(0);
        for (var k = 0; k < sums.Classes; k++)
        {
            largest = T.Max(largest, Weight(sums.Of(k, 2), T.Of(0)));
        }

        var common = T.Of(0);
        var missed = T.Of(0);
        for (var k = 0; k < sums.Classes; k++)
        {
            var weight = Weight(sums.Of(k, 2), largest);
            common += weight * sums.Of(k, 0);
            missed += weight * sums.Of(k, 1);
        }

        return Overlap.Loss(2.0 * common, missed, NumeratorSmoothing ?? Smoothing, DenominatorSmoothing ?? Smoothing);
    }

    /// <summary>The weight of a class by the size of its target, or the given weight if the class is absent.</summary>
    [MethodImpl(AggressiveInlining)]
    private T Weight<T>(T size, T empty)
        where T : IReal<T>
    {
        var safe = T.StopGradient(T.IfLess(T.Of(0), size, size, 1.0 + size));
        return Weighting switch
        {
            DiceWeighting.Uniform => T.Of(1),
            DiceWeighting.Simple => T.IfLess(T.Of(0), size, 1.0 / safe, empty),
            _ => T.IfLess(T.Of(0), size, 1.0 / (safe * safe), empty),
        };
    }
}
