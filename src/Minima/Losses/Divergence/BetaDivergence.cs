using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>A family of divergences between non-negative amounts: squared error, generalised KL and Itakura-Saito are members.</summary>
/// <remarks>
/// <para>Formula: sum_k (p_k^b + (b - 1) q_k^b - b p_k q_k^(b - 1)) / (b (b - 1)), with q the prediction, p the target and b = beta; its limits
/// p log(p / q) - p + q for b = 1 and p / q - log(p / q) - 1 for b = 0.</para>
/// <para>Domain: beta real; prediction and target &gt;= 0 for beta &gt; 1, prediction &gt; 0 for beta &lt;= 1, target &gt; 0 too for beta &lt;= 0. Link: identity.
/// Range: [0, inf).</para>
/// <para>Shapes: rows of K amounts and of K targets. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Kinks: a prediction of 0 has derivative 0 for 1 &lt; beta &lt; 2.</para>
/// <para>Numerics: q^b (R(b u) - b R(u)) / (b (b - 1)) with u = log(p / q) and R(x) = e^x - 1 - x, so that nothing cancels where p and q are close.</para>
/// <para>Limits: beta 2 is half of the squared error, beta 1 generalized_kl of log q, beta 0 itakura_saito.</para>
/// <para>Source: Basu et al. 1998, Biometrika 85(3), 549-559; Eguchi and Kano 2001.</para>
/// </remarks>
/// <param name="Beta">Member of the family: 2 squared error, 1 generalized KL, 0 Itakura-Saito. The smaller, the more relative errors count.</param>
[Loss("beta_divergence", "Beta divergence", "beta 散度",
    Family = LossFamily.Divergence, FloatUlps = 64,
    Formula = "sum_k (p_k^b + (b - 1) q_k^b - b p_k q_k^(b - 1)) / (b (b - 1));  b = 1: sum_k p_k log(p_k / q_k) - p_k + q_k;  b = 0: sum_k p_k / q_k - log(p_k / q_k) - 1;  p = t, q = x;  b = beta",
    Latex = @"\frac{1}{\beta (\beta - 1)} \sum_{k} \left(t_{k}^{\beta} + (\beta - 1) x_{k}^{\beta} - \beta t_{k} x_{k}^{\beta - 1}\right)",
    Kinks = "q_k = 0: slope 0 for 1 < beta < 2",
    ChineseKinks = "1 < beta < 2 时，q_k = 0 处斜率为 0",
    Aliases = ["beta_loss", "density_power_divergence"])]
[English("A dial from squared error (2) over KL (1) to ratios (0) for non-negative amounts.",
    Use = "spectra or counts are factorised and you choose how much small amounts matter.",
    Avoid = "one of its members is what you mean: name it (mse, generalized_kl, itakura_saito).")]
[Chinese("针对非负量的一族散度：从平方误差（2）经 KL（1）到比值（0）连续可调。",
    Use = "分解频谱或计数，需要决定小数值占多大权重时。",
    Avoid = "所需的正是其中某一成员时：直接用它（mse、generalized_kl、itakura_saito）。",
    Limits = "beta = 2 为平方误差的一半，beta = 1 为 log q 的 generalized_kl，beta = 0 为 itakura_saito。")]
public readonly record struct BetaDivergence(
    [Chinese("散度族的参数：2 为平方误差，1 为广义 KL，0 为 Itakura-Saito。越小越看重相对误差。")] double Beta) : IClassSumLoss, IInputDomains
{
    public BetaDivergence()
        : this(1.5)
    {
    }

    static RowTargets IRowLoss.Targets => RowTargets.Rows;

    static Domain IRowLoss.PredictionDomain => Domain.NonNegative;

    static Domain IRowLoss.TargetDomain => Domain.NonNegative;

    static bool IRowLoss.TakesClassWeights => false;

    public Domain DomainOf(int index) => Beta > 1 || (index == 1 && Beta > 0) ? Domain.NonNegative : Domain.Positive;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => row.SumOfClasses(this);

    [MethodImpl(AggressiveInlining)]
    public T OfClass<T>(T prediction, T target)
        where T : IReal<T>
    {
        var zero = T.Of(0);
        var one = T.Of(1);
        var isInside = T.IfLess(zero, prediction, T.IfLess(zero, target, one, zero), zero);
        var q = T.IfLess(zero, isInside, prediction, one);
        var p = T.IfLess(zero, isInside, target, one);
        var power = T.Pow(prediction, Beta);

        // At the edge one of the two terms is 0; this is the rest of the sum.
        var edge = Beta == 1 ? prediction : Beta > 0 ? (target * T.Pow(target, Beta - 1) + (Beta - 1) * power) / (Beta * (Beta - 1)) : prediction + target;
        return T.IfLess(zero, isInside, Inside(q, p), edge);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private T Inside<T>(T q, T p)
        where T : IReal<T>
    {
        var relative = (p - q) / q;
        var log = T.IfLess(T.Of(-0.5), relative, T.Log1p(relative), T.Log(p / q));
        return Beta switch
        {
            0 => T.ExpRemainder(log),
            1 => p * T.ExpRemainder(-log),
            _ => T.Pow(q, Beta) * (T.ExpRemainder(Beta * log) - Beta * T.ExpRemainder(log)) / (Beta * (Beta - 1)),
        };
    }
}
