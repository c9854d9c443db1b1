using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>A power of the Tversky loss.</summary>
/// <remarks>
/// <para>Formula: (1 - TI)^power, with TI = (I + s) / (I + a FP + b FN + s), FP = sum p (1 - t), FN = sum (1 - p) t. Range: [0, 1].</para>
/// <para>Domain: prediction and target in [0, 1]; smoothing, alpha, beta &gt;= 0; power &gt; 0.</para>
/// <para>Shapes: [batch, class, ...]; sums over the positions of each (batch, class). Only the prediction is differentiated. Reduction: mean over (batch, class).</para>
/// <para>Convention: the power is the exponent itself, 3/4 in the paper (1/gamma with gamma 4/3).</para>
/// <para>Kinks: where the loss is 0 and the power below 1 the derivative is 0 by definition (docs/numerics.md).</para>
/// <para>Numerics: as tversky; the power is taken of a difference that has not cancelled.</para>
/// <para>Limits: tversky with power 1.</para>
/// <para>Source: Abraham and Khan 2018, ISBI 2019, arXiv:1810.07842.</para>
/// </remarks>
/// <param name="Power">Exponent of 1 minus the Tversky index; 0.75 is usual (the inverse of the paper's gamma, 4/3). 1 gives tversky.</param>
/// <param name="Alpha">Weight of false positives; larger gives higher precision.</param>
/// <param name="Beta">Weight of false negatives; larger gives higher recall. 0.7 beside alpha 0.3 suits small objects.</param>
/// <param name="Smoothing">Added to numerator and denominator: the larger, the less small and empty masks cost. 1e-5 or 1 is usual.</param>
[Loss("focal_tversky", "Focal Tversky", "焦点 Tversky",
    Family = LossFamily.Segmentation, Kinks = "0 where the loss is 0 and the power below 1", ChineseKinks = "损失为 0 且指数小于 1 处斜率取 0",
    Formula = "(1 - TI)^power;  TI = (I + s) / (I + a FP + b FN + s);  I = sum p t, FP = sum p (1 - t), FN = sum (1 - p) t;  a = alpha, b = beta, s = smoothing",
    Latex = @"\left(1 - \mathrm{TI}\right)^{\mathrm{power}}, \quad \mathrm{TI} = \frac{I + \mathrm{smoothing}}{I + \alpha \, \mathrm{FP} + \beta \, \mathrm{FN} + \mathrm{smoothing}}, \quad I = \sum p t, \quad \mathrm{FP} = \sum p (1 - t), \quad \mathrm{FN} = \sum (1 - p) t",
    Aliases = ["FocalTverskyLoss"])]
[English("A power of the Tversky loss: below 1 the loss stays steep where masks nearly agree.",
    Use = "small regions are hard and the Tversky loss levels off.",
    Avoid = "training is already noisy near the optimum: tversky.")]
[Chinese("Tversky 损失的幂：指数小于 1 时，即使两个掩码已接近一致，损失仍然陡峭。",
    Use = "小区域难以分割、Tversky 损失趋于平缓时。",
    Avoid = "最优点附近训练已不稳定时：选 tversky。",
    Limits = "power = 1 时为 tversky。")]
public readonly record struct FocalTversky(
    [Positive, Chinese("1 减 Tversky 指数所得差的幂次；常用 0.75（论文中 gamma 4/3 的倒数）。1 即 tversky。")] double Power,
    [NonNegative, Chinese("假阳性的权重；越大精确率越高。")] double Alpha,
    [NonNegative, Chinese("假阴性的权重；越大召回率越高。alpha 取 0.3、beta 取 0.7 适合小目标。")] double Beta,
    [NonNegative, Chinese("加在分子和分母上：越大，小掩码与空掩码的损失越轻。常用 1e-5 或 1。")] double Smoothing) : ISumLoss
{
    public FocalTversky()
        : this(0.75, 0.3, 0.7, 1e-5)
    {
    }

    static int ISumLoss.Count => 2;

    SumGroups ISumLoss.Groups => SumGroups.Classes;

    [MethodImpl(AggressiveInlining)]
    public SumTerms<T> TermsOf<T>(T prediction, T target)
        where T : IReal<T>
    {
        var excess = prediction * (1.0 - target);
        var missed = target * (1.0 - prediction);
        return new(prediction * target, T.Of(Alpha) * excess + T.Of(Beta) * missed);
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Sums<T> sums)
        where T : IReal<T> => T.Pow(Overlap.Loss(sums[0], sums[1], Smoothing, Smoothing), Power);
}
