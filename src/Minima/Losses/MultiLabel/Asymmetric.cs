using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Focal loss with one exponent for labels that hold and a larger one for those that do not, whose small probabilities cost nothing.</summary>
/// <remarks>
/// <para>Formula: -sum_k t_k (1 - p_k)^g+ log p_k + (1 - t_k) m_k^g- log(1 - m_k), with p = sigmoid(x), m = max(p - clip, 0), x the prediction,
/// t the target, g+ = gamma_positive and g- = gamma_negative; no logarithm below that of epsilon.</para>
/// <para>Domain: logits real; targets in [0, 1]; exponents &gt;= 0; clip and epsilon in [0, 1]. Link: logit, distorted by the exponents. Range: [0, inf).</para>
/// <para>Shapes: rows of K logits and of K targets. Only the prediction is differentiated. Reduction: the sum over labels, mean over rows
/// (timm and the authors sum over rows too).</para>
/// <para>Kinks: derivative 0 at p = clip; a logarithm at its floor has derivative 1, below it 0.</para>
/// <para>Convention: the gradient goes through the focusing factors too; the authors' code has a switch that stops it there.</para>
/// <para>Numerics: log p = -softplus(-x) and 1 - p = sigmoid(-x); log(1 - m) by log1p where m is small, by sigmoid(-x) + clip elsewhere.</para>
/// <para>Limits: exponents and clip 0 give K times multilabel_soft_margin.</para>
/// <para>Source: Ben-Baruch et al. 2021, ICCV, arXiv:2009.14119.</para>
/// </remarks>
/// <param name="GammaNegative">Focusing exponent of the labels that do not apply: the larger, the less easy ones count. 4 is usual.</param>
/// <param name="GammaPositive">Focusing exponent of the labels that apply; 0 or 1, smaller than gamma_negative.</param>
/// <param name="Clip">Probability below which a label that does not apply costs nothing; 0.05 is usual.</param>
/// <param name="Epsilon">Least argument of the logarithms.</param>
[Loss("asymmetric", "Asymmetric loss (ASL)", "非对称损失",
    Family = LossFamily.MultiLabel, Link = PredictionLink.Logit, FloatUlps = 16,
    Suits = LossPurpose.Imbalance,
    Formula = "-sum_k t_k (1 - p_k)^g+ log p_k + (1 - t_k) m_k^g- log(1 - m_k);  p = sigmoid(x), m = max(p - clip, 0), g+ = gamma_positive, g- = gamma_negative;  and epsilon",
    ChineseFormula = "-sum_k t_k (1 - p_k)^g+ log p_k + (1 - t_k) m_k^g- log(1 - m_k);  p = sigmoid(x), m = max(p - clip, 0), g+ = gamma_positive, g- = gamma_negative；另有参数 epsilon",
    Latex = @"-\sum_{k} \left(t_{k} \left(1 - p_{k}\right)^{\mathrm{gamma\_positive}} \log \max\left(p_{k}, \varepsilon\right) + \left(1 - t_{k}\right) m_{k}^{\mathrm{gamma\_negative}} \log \max\left(1 - m_{k}, \varepsilon\right)\right), \quad p_{k} = \sigma\left(x_{k}\right), \quad m_{k} = \max\left(p_{k} - \mathrm{clip}, 0\right)",
    Kinks = "sigmoid(x_k) = clip: slope 0",
    ChineseKinks = "sigmoid(x_k) = clip 处斜率为 0",
    Aliases = ["AsymmetricLossMultiLabel", "AsymmetricLoss", "asl"])]
[English("Treats the few labels that hold and the many that do not differently: easy negatives fade fast or vanish.",
    Use = "a row has a handful of labels out of hundreds and some true ones may be missing from the data.",
    Avoid = "you need calibrated probabilities (multilabel_soft_margin).")]
[Chinese("区别对待少数成立的标签与大量不成立的标签：简单的负标签迅速淡出，甚至不计。",
    Use = "每个样本只有数百个标签中的几个成立，且数据可能漏标时。",
    Avoid = "需要校准的概率时（用 multilabel_soft_margin）。",
    Limits = "指数与 clip 都为 0 时为 K 倍的 multilabel_soft_margin。")]
public readonly record struct Asymmetric(
    [NonNegative, Chinese("不成立标签的聚焦指数：越大，简单标签的权重越小。常用 4。")] double GammaNegative,
    [NonNegative, Chinese("成立标签的聚焦指数；取 0 或 1，小于 gamma_negative。")] double GammaPositive,
    [Unit, Chinese("不成立的标签在概率低于此值时不计损失，常用 0.05。")] double Clip,
    [Unit, Chinese("对数自变量的下限。")] double Epsilon) : IClassSumLoss
{
    public Asymmetric()
        : this(4, 1, 0.05, 1e-8)
    {
    }

    static RowTargets IRowLoss.Targets => RowTargets.Rows;

    static bool IRowLoss.TakesClassWeights => false;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => row.SumOfClasses(this);

    [MethodImpl(AggressiveInlining)]
    public T OfClass<T>(T prediction, T target)
        where T : IReal<T>
    {
        var floor = Math.Log(Epsilon);
        var wrong = T.Sigmoid(-prediction);
        var logPositive = T.Clamp(-T.Softplus(-prediction), floor, double.PositiveInfinity);
        var positive = T.Pow(wrong, GammaPositive) * logPositive;
        var excess = T.Relu(T.Sigmoid(prediction) - T.Of(Clip));
        var logRest = Clip == 0 ? -T.Softplus(prediction) : T.IfLess(excess, T.Of(0.5), T.Log1p(-excess), T.Log(wrong + T.Of(Clip)));
        var negative = T.Pow(excess, GammaNegative) * T.Clamp(logRest, floor, double.PositiveInfinity);
        return -(T.ZeroTimes(target, positive) + T.ZeroTimes(1.0 - target, negative));
    }
}
