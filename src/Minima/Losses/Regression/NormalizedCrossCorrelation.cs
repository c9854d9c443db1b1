using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Minus Pearson's correlation of all elements.</summary>
/// <remarks>
/// <para>Formula: -sum((p - mean p)(t - mean t)) / sqrt(sum((p - mean p)^2) sum((t - mean t)^2)). Range: [-1, 1].</para>
/// <para>Domain: prediction, target real.</para>
/// <para>Shapes: any, one image or volume. Only the prediction is differentiated. A scalar: no reduction, no weights.</para>
/// <para>Convention: if one of the two is constant the correlation is 0, with gradient 0.</para>
/// <para>Numerics: measured from the first element of each: a large offset costs no digits.</para>
/// <para>Limits: -1 for any increasing linear function of the target.</para>
/// <para>Source: Avants et al. 2008, Med. Image Anal. 12(1), 26-41; Balakrishnan et al. 2019, IEEE TMI 38(8), arXiv:1809.05231.</para>
/// </remarks>
[Loss("ncc", "Normalised cross-correlation", "归一化互相关",
    Family = LossFamily.Regression, LowerBound = -1,
    Formula = "-corr(p, t)",
    Latex = @"-\frac{\sum_{i} (p_{i} - \bar{p}) (t_{i} - \bar{t})}{\sqrt{\sum_{i} (p_{i} - \bar{p})^{2} \sum_{i} (t_{i} - \bar{t})^{2}}}",
    Aliases = ["global_ncc", "NCC"])]
[English("Minus the correlation of prediction and target: brightness and contrast do not matter.",
    Use = "you align images taken with unknown gain and offset.",
    Avoid = "absolute values matter: mse.")]
[Chinese("预测值与目标值相关系数的相反数：不受亮度与对比度影响。",
    Use = "配准增益与偏移未知的图像时。",
    Avoid = "绝对数值重要时：选 mse。",
    Limits = "预测值是目标值的任意递增线性函数时为 -1。")]
public readonly record struct NormalizedCrossCorrelation : ISumLoss
{
    static int ISumLoss.Count => 5;

    static bool ISumLoss.IsScalar => true;

    static SumPivot ISumLoss.Pivot => SumPivot.Own;

    static Domain ISumLoss.PredictionDomain => Domain.Real;

    static Domain ISumLoss.TargetDomain => Domain.Real;

    SumGroups ISumLoss.Groups => SumGroups.Batch;

    [MethodImpl(AggressiveInlining)]
    public SumTerms<T> TermsOf<T>(T prediction, T target)
        where T : IReal<T> => new(prediction, target, prediction * prediction, target * target, prediction * target);

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Sums<T> sums)
        where T : IReal<T>
    {
        var count = T.Of(sums.Count, "");
        var spread = (sums[2] - sums[0] * sums[0] / count) * (sums[3] - sums[1] * sums[1] / count);
        var together = sums[4] - sums[0] * sums[1] / count;

        // Without variance there is no correlation: 0 with derivative 0, and a NaN stays.
        return -T.IfLess(T.Of(0), spread, together / T.Sqrt(T.IfLess(T.Of(0), spread, spread, T.Of(1))), T.StopGradient(0.0 * spread));
    }
}
