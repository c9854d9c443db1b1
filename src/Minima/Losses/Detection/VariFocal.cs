using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Cross-entropy weighted by quality for positives, focal loss for negatives.</summary>
/// <remarks>
/// <para>Formula: t ((1 - t) softplus(x) + t softplus(-x)) for t &gt; 0, alpha p^gamma softplus(x) for t = 0; p = sigmoid(x), x = prediction, t = target.</para>
/// <para>Domain: prediction real (a logit); target in [0, 1], the quality of a positive; alpha, gamma &gt;= 0. Link: logit. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Only the prediction is differentiated. Reduction: mean.</para>
/// <para>Convention: detectors divide the sum by the number of positives instead.</para>
/// <para>Source: Zhang et al. 2021, CVPR, arXiv:2008.13367.</para>
/// </remarks>
/// <param name="Alpha">Weight of the negatives; 0.75 is usual.</param>
/// <param name="Gamma">Focusing exponent of the negatives: the larger, the less easy negatives count. 2 is usual.</param>
[Loss("varifocal", "Varifocal", "变焦损失",
    Family = LossFamily.Detection, FloatUlps = 8,
    Formula = "t ((1 - t) softplus(x) + t softplus(-x)) if t > 0 else alpha sigmoid(x)^gamma softplus(x)",
    Aliases = ["VarifocalLoss", "vfl"])]
[English("Scores become the quality of boxes: positives count by their quality, easy negatives fade.",
    Use = "a dense detector has few positives, and the good ones matter most.",
    Avoid = "positives should fade too when they are easy (quality_focal).")]
[Chinese("让得分反映框的质量：正例按质量加权，简单负例逐渐淡出。",
    Use = "密集检测中正例很少，且优质正例最重要时。",
    Avoid = "简单正例也应淡出时（用 quality_focal）。")]
public readonly record struct VariFocal(
    [NonNegative, Chinese("负例的权重，常用 0.75。")] double Alpha,
    [NonNegative, Chinese("负例的聚焦指数：越大，简单负例的权重越小。常用 2。")] double Gamma) : IPointLoss
{
    public VariFocal()
        : this(0.75, 2)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [Unit] T target)
        where T : IReal<T>
    {
        var positive = target * T.SoftplusMix(prediction, 1.0 - target, target);
        var probability = T.Sigmoid(prediction);
        var negative = T.Of(Alpha) * (Gamma == 2 ? probability * probability : T.Pow(probability, Gamma)) * T.Softplus(prediction);

        // A target that is not above 0 is 0 or NaN, which stays.
        return T.IfLess(T.Of(0), target, positive, negative + T.ZeroTimes(target, negative));
    }
}
