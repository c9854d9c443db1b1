using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Smoothed cross-entropy with a focusing factor for the label and a stronger one for the other classes.</summary>
/// <remarks>
/// <para>Formula: -sum_k t_k w_k log p_k, with p = softmax(x), x the prediction, y the label, t_k = (1 - s)[k = y] + s / K for label smoothing s,
/// w_y = (1 - p_y)^gamma_positive and w_k = p_k^gamma_negative for the others.</para>
/// <para>Domain: logits real, -inf for an impossible class; label 0 to K - 1; exponents &gt;= 0; 0 &lt;= label_smoothing &lt;= 1. Link: softmax,
/// distorted by the exponents. Range: [0, inf). Label out of range: refused.</para>
/// <para>Shapes: rows of K logits, one label a row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Convention: gamma_positive 0 as in the paper (timm 1); the gradient goes through the factors too.</para>
/// <para>Numerics: 1 - p = -expm1(log p); the logarithms are those of cross_entropy.</para>
/// <para>Limits: both exponents 0 give cross_entropy with label_smoothing.</para>
/// <para>Source: Ben-Baruch et al. 2021, ICCV, arXiv:2009.14119.</para>
/// </remarks>
/// <param name="GammaPositive">Focusing exponent of the true class; 0 is usual.</param>
/// <param name="GammaNegative">Focusing exponent of the other classes: the larger, the less improbable classes count. 4 is usual.</param>
/// <param name="LabelSmoothing">Proportion of the target that is spread evenly over the classes; 0.1 is usual.</param>
[Loss("asymmetric_single", "ASL single-label", "单标签非对称损失",
    Family = LossFamily.MultiClass, Link = PredictionLink.Softmax, FloatUlps = 8,
    Suits = LossPurpose.Imbalance,
    Formula = "-sum_k t_k w_k log p_k;  t_k = (1 - s)[k = y] + s / K, w_y = (1 - p_y)^gamma_positive, w_k = p_k^gamma_negative;  p = softmax(x);  s = label_smoothing",
    Latex = @"-\sum_{k} t_{k} w_{k} \log p_{k}, \quad t_{k} = \left(1 - \mathrm{label\_smoothing}\right) [k = y] + \frac{\mathrm{label\_smoothing}}{K}, \quad w_{k} = \begin{cases} \left(1 - p_{k}\right)^{\mathrm{gamma\_positive}} & \text{if } k = y \\ p_{k}^{\mathrm{gamma\_negative}} & \text{otherwise} \end{cases}, \quad p = \operatorname{softmax}(x)",
    Aliases = ["AsymmetricLossSingleLabel", "asl_single_label"])]
[English("Cross-entropy in which smoothing pulls only on classes that are still probable.",
    Use = "you train with label smoothing on many classes and the improbable ones drown the rest.",
    Avoid = "you need calibrated probabilities (cross_entropy).")]
[Chinese("交叉熵，其标签平滑只作用于仍有相当概率的类别。",
    Use = "类别多且使用标签平滑，几乎不可能的类别淹没其余类别时。",
    Avoid = "需要校准的概率时（用 cross_entropy）。",
    Limits = "两个指数都为 0 时为带 label_smoothing 的 cross_entropy。")]
public readonly record struct AsymmetricSingleLabel(
    [NonNegative, Chinese("真实类别的聚焦指数，常用 0。")] double GammaPositive,
    [NonNegative, Chinese("其余类别的聚焦指数：越大，概率低的类别权重越小。常用 4。")] double GammaNegative,
    [Unit, Chinese("目标中平均分给各类别的比例，常用 0.1。")] double LabelSmoothing) : IRowLoss
{
    public AsymmetricSingleLabel()
        : this(0, 4, 0.1)
    {
    }

    static bool IRowLoss.TakesClassWeights => false;

    static int IRowLoss.ScratchRows => 1;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var logProbabilities = row.Scratch(0);
        Rows.LogSoftmax(row.Prediction, logProbabilities);
        var smoothing = T.Of(LabelSmoothing);
        var even = smoothing / T.Of(row.Count, "");
        var one = T.Of(1);
        var sum = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            var log = logProbabilities[k];
            var easy = GammaPositive == 0 ? one : T.Pow(-T.Expm1(log), GammaPositive);
            var rare = GammaNegative == 0 ? one : T.Pow(T.Exp(log), GammaNegative);
            sum += T.ZeroTimes(row.IfLabel(k, (1.0 - smoothing + even) * easy, even * rare), log);
        }

        return -sum;
    }
}
