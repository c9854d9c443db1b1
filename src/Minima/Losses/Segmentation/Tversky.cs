using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>One minus the Tversky index of a predicted and a true mask.</summary>
/// <remarks>
/// <para>Formula: 1 - (I + s_n) / (I + a FP + b FN + s_d), with I = sum p t, FP = sum p (1 - t), FN = sum (1 - p) t. Range: [0, 1] for equal smoothing.</para>
/// <para>Domain: prediction and target in [0, 1]; smoothing, alpha, beta &gt;= 0.</para>
/// <para>Shapes: [batch, class, ...]; sums over the positions of each (batch, class), with batch = true over the batch too. Only the prediction is differentiated. Reduction: mean over (batch, class).</para>
/// <para>Convention: alpha prices false positives (Keras, MONAI, kornia, segmentation-models); 1/2 and 1/2 as there (the paper: 0.3, 0.7).</para>
/// <para>Numerics: written with the misses, E / (I + E) with E = a FP + b FN: nothing cancels where the masks agree. Sums and derivatives in double, for float too.</para>
/// <para>Limits: dice with alpha = beta = 1/2 and twice the smoothing; jaccard with 1 and 1.</para>
/// <para>Source: Salehi et al. 2017, MLMI, arXiv:1706.05721.</para>
/// </remarks>
/// <param name="Alpha">Weight of false positives; larger gives higher precision.</param>
/// <param name="Beta">Weight of false negatives; larger gives higher recall. 0.7 beside alpha 0.3 suits small objects.</param>
/// <param name="Smoothing">Added to numerator and denominator, unless these have a number of their own: the larger, the less small and empty masks cost. 1e-5 or 1 is usual.</param>
/// <param name="NumeratorSmoothing">Added to the numerator in place of smoothing.</param>
/// <param name="DenominatorSmoothing">Added to the denominator in place of smoothing.</param>
/// <param name="Batch">Sums run over the whole batch, one term for each class; otherwise each class of each sample has a term.</param>
/// <param name="SoftLabel">Takes (P + T - sum |p - t|) / 2 as the overlap, which is best at p = t for soft targets too.</param>
[Loss("tversky", "Tversky", "Tversky 损失",
    Family = LossFamily.Segmentation,
    Formula = "1 - (I + s_n) / (I + a FP + b FN + s_d);  FP = sum p (1 - t), FN = sum (1 - p) t;  a = alpha, b = beta, s_n = numerator_smoothing, s_d = denominator_smoothing, both smoothing where not given;  and batch, soft_label",
    ChineseFormula = "1 - (I + s_n) / (I + a FP + b FN + s_d);  FP = sum p (1 - t), FN = sum (1 - p) t;  a = alpha, b = beta, s_n = numerator_smoothing, s_d = denominator_smoothing；后两者未给出时均取 smoothing；另有参数 batch、soft_label",
    Latex = @"\begin{aligned} & 1 - \frac{I + s_{n}}{I + \alpha \, \mathrm{FP} + \beta \, \mathrm{FN} + s_{d}}, \quad \left(I, \mathrm{FP}, \mathrm{FN}\right) = \begin{cases} \left(\sum \min(p, t), \sum \max(0, p - t), \sum \max(0, t - p)\right) & \text{if } \mathrm{soft\_label} \\ \left(\sum p t, \sum p (1 - t), \sum (1 - p) t\right) & \text{otherwise} \end{cases} \\ & s_{n} = \begin{cases} \mathrm{smoothing} & \text{if } \mathrm{numerator\_smoothing} = \mathrm{none} \\ \mathrm{numerator\_smoothing} & \text{otherwise} \end{cases}, \quad s_{d} = \begin{cases} \mathrm{smoothing} & \text{if } \mathrm{denominator\_smoothing} = \mathrm{none} \\ \mathrm{denominator\_smoothing} & \text{otherwise} \end{cases} \end{aligned}",
    Aliases = ["TverskyLoss", "tversky_loss"])]
[English("As Dice, with prices of their own for what is predicted too much and what is missed.",
    Use = "missing a region is worse than marking too much, or the other way round.",
    Avoid = "both errors cost the same: dice.",
    Letters = "I: the sum of p t")]
[Chinese("与 Dice 相同，但误检与漏检各有权重。",
    Use = "漏检比误检代价更高（或相反）时。",
    Avoid = "两类错误代价相同时：选 dice。",
    Limits = "alpha = beta = 1/2 时为平滑加倍的 dice；均为 1 时为 jaccard。",
    Letters = "I：p t 之和")]
public readonly record struct Tversky(
    [NonNegative, Chinese("假阳性的权重；越大精确率越高。")] double Alpha,
    [NonNegative, Chinese("假阴性的权重；越大召回率越高。alpha 取 0.3、beta 取 0.7 适合小目标。")] double Beta,
    [NonNegative, Chinese("加在分子和分母上（两者未单独给出时）：越大，小掩码与空掩码的损失越轻。常用 1e-5 或 1。")] double Smoothing,
    [NonNegative, Chinese("代替 smoothing 加在分子上。")] double? NumeratorSmoothing,
    [NonNegative, Chinese("代替 smoothing 加在分母上。")] double? DenominatorSmoothing,
    [Chinese("对整个批次求和，每类一项；否则每个样本的每一类一项。")] bool Batch,
    [Chinese("重叠取 (P + T - sum |p - t|) / 2，对软目标也在 p = t 处最优。")] bool SoftLabel) : ISumLoss
{
    public Tversky()
        : this(0.5, 0.5, 1e-5, null, null, false, false)
    {
    }

    static int ISumLoss.Count => 2;

    SumGroups ISumLoss.Groups => Batch ? SumGroups.ClassesOfBatch : SumGroups.Classes;

    [MethodImpl(AggressiveInlining)]
    public SumTerms<T> TermsOf<T>(T prediction, T target)
        where T : IReal<T>
    {
        var common = SoftLabel ? 0.5 * (prediction + target - T.Abs(prediction - target)) : prediction * target;
        var excess = SoftLabel ? T.Relu(prediction - target) : prediction * (1.0 - target);
        var missed = SoftLabel ? T.Relu(target - prediction) : target * (1.0 - prediction);
        return new(common, T.Of(Alpha) * excess + T.Of(Beta) * missed);
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Sums<T> sums)
        where T : IReal<T> => Overlap.Loss(sums[0], sums[1], NumeratorSmoothing ?? Smoothing, DenominatorSmoothing ?? Smoothing);
}
