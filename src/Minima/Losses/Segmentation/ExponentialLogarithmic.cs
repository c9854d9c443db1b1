using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Powers of the logarithms of Dice and of the probability of the true class.</summary>
/// <remarks>
/// <para>Formula: w_d mean over (batch, class) of (-log D)^g + w_c mean over positions of (-log p_y)^g, with D = (2 I + 1) / (P + T + 1) and p_y the probability of the class that the target names. Range: [0, inf].</para>
/// <para>Domain: prediction in [0, 1]; target in [0, 1], one-hot over the classes; weights &gt;= 0; gamma &gt; 0.</para>
/// <para>Shapes: [batch, class, ...]. Only the prediction is differentiated. A scalar: no reduction, no weights.</para>
/// <para>Convention: p_y is read class by class, which is the sum over classes of p t for one-hot targets.</para>
/// <para>Kinks: where a logarithm is 0 and gamma below 1 the derivative is 0 (docs/numerics.md).</para>
/// <para>Numerics: -log D = log1p(E / (2 I + 1)): nothing cancels where the masks agree.</para>
/// <para>Limits: with gamma 1 the logarithm of Dice plus cross-entropy.</para>
/// <para>Source: Wong et al. 2018, MICCAI, arXiv:1809.00076.</para>
/// </remarks>
/// <param name="DiceWeight">Weight of the Dice part; 0.8 is usual.</param>
/// <param name="CrossEntropyWeight">Weight of the cross-entropy part; 0.2 is usual.</param>
/// <param name="Gamma">Exponent of both logarithms; 0.3 is usual.</param>
[Loss("exp_log", "Exponential logarithmic", "指数对数损失",
    Family = LossFamily.Segmentation, Kinks = "0 where a logarithm is 0 and gamma below 1", ChineseKinks = "对数为 0 且 gamma 小于 1 处斜率取 0",
    Formula = "w_d mean((-log D)^g) + w_c mean((-log p_y)^g);  D = (2 I + 1) / (P + T + 1), I = sum p t, P = sum p, T = sum t;  w_d = dice_weight, w_c = cross_entropy_weight, g = gamma",
    Latex = @"\frac{\mathrm{dice\_weight}}{B K} \sum_{b, k} \left(-\log D_{bk}\right)^{\gamma} + \frac{\mathrm{cross\_entropy\_weight}}{N} \sum_{i=1}^{N} \sum_{k} t_{ik} \left(-\log p_{ik}\right)^{\gamma}, \quad D_{bk} = \frac{2 I_{bk} + 1}{P_{bk} + T_{bk} + 1}, \quad I = \sum p t, \quad P = \sum p, \quad T = \sum t",
    Aliases = ["ExpLogLoss", "exponential_logarithmic"])]
[English("A weighted sum of powers of the negative logarithms of the Dice coefficient and of the probability of the right class.",
    Use = "regions differ much in size and small ones are hard.",
    Avoid = "the target is soft: the cross-entropy part wants one-hot targets.",
    Letters = "y: the class of the target")]
[Chinese("Dice 系数与正确类别概率的负对数各取幂后加权求和。",
    Use = "各区域大小悬殊，且小区域难以分割时。",
    Avoid = "目标为软标签时：交叉熵部分要求独热目标。",
    Limits = "gamma = 1 时为 Dice 系数的负对数与交叉熵的加权和。",
    Letters = "y：目标类别")]
public readonly record struct ExponentialLogarithmic(
    [NonNegative, Chinese("Dice 部分的权重，常用 0.8。")] double DiceWeight,
    [NonNegative, Chinese("交叉熵部分的权重，常用 0.2。")] double CrossEntropyWeight,
    [Positive, Chinese("两个对数的指数，常用 0.3。")] double Gamma) : ISumLoss
{
    public ExponentialLogarithmic()
        : this(0.8, 0.2, 0.3)
    {
    }

    static int ISumLoss.Count => 3;

    static bool ISumLoss.IsScalar => true;

    SumGroups ISumLoss.Groups => SumGroups.Classes;

    [MethodImpl(AggressiveInlining)]
    public SumTerms<T> TermsOf<T>(T prediction, T target)
        where T : IReal<T> => new(prediction * target, prediction * (1.0 - target) + target * (1.0 - prediction), T.ZeroTimes(target, T.Pow(-T.Log(prediction), Gamma)));

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Sums<T> sums)
        where T : IReal<T>
    {
        var dice = T.Pow(T.Log1p(sums[1] / (2.0 * sums[0] + 1.0)), Gamma);

        // The engine averages over classes too; a position has one of them.
        var entropy = T.Of(sums.Classes / sums.Count, "") * sums[2];
        return T.Of(DiceWeight) * dice + T.ZeroTimes(T.Of(CrossEntropyWeight), entropy);
    }
}
