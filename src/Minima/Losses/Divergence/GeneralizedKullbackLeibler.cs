using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>KL divergence of positive amounts that need not sum to 1: 0 only if they are equal.</summary>
/// <remarks>
/// <para>Formula: sum_k p_k log(p_k / q_k) - p_k + q_k, with x = log q the prediction and p the target.</para>
/// <para>Domain: predictions real (logarithms); targets &gt;= 0. Link: log. Range: [0, inf).</para>
/// <para>Shapes: rows of K logarithms and of K targets. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Convention: the prediction is a logarithm (optax); NMF in scikit-learn has q itself.</para>
/// <para>Numerics: t (e^u - 1 - u) with u = x - log t, exact where prediction and target are close.</para>
/// <para>Limits: kl_div if both sum to 1; poisson_nll up to a constant, summed over the row.</para>
/// <para>Source: Csiszar 1975, Ann. Probab. 3(1), 146-158.</para>
/// </remarks>
[Loss("generalized_kl", "Generalised KL (I-divergence)", "广义 KL 散度",
    Family = LossFamily.Divergence, Link = PredictionLink.Log, FloatUlps = 8,
    Formula = "sum_k p_k log(p_k / q_k) - p_k + q_k;  p = t, q = e^x",
    Latex = @"\sum_{k} \left(t_{k} \left(\log t_{k} - x_{k}\right) - t_{k} + e^{x_{k}}\right)",
    Aliases = ["generalized_kl_divergence", "convex_kl_divergence", "i_divergence"])]
[English("KL divergence of amounts instead of probabilities.",
    Use = "rows are non-negative amounts whose sum means something: spectra, counts, factorisations.",
    Avoid = "rows are distributions: kl_div is the same then, and says so.")]
[Chinese("针对非负量而非概率的 KL 散度。",
    Use = "各行是总和有意义的非负量时：频谱、计数、矩阵分解。",
    Avoid = "各行是分布时：此时与 kl_div 相同，用后者更明确。",
    Limits = "p 与 q 各自之和都为 1 时为 kl_div；与按行求和的 poisson_nll 只差常数。")]
public readonly record struct GeneralizedKullbackLeibler : IClassSumLoss
{
    static RowTargets IRowLoss.Targets => RowTargets.Rows;

    static Domain IRowLoss.TargetDomain => Domain.NonNegative;

    static bool IRowLoss.TakesClassWeights => false;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => row.SumOfClasses(this);

    [MethodImpl(AggressiveInlining)]
    public T OfClass<T>(T prediction, T target)
        where T : IReal<T>
    {
        var zero = T.Of(0);
        var amount = T.IfLess(zero, target, target, T.Of(1));

        // A product in which the constant amount takes no part in the derivative: its derivative 0 times an infinite remainder would be NaN.
        var excess = T.ZeroTimes(amount, T.ExpRemainder(prediction - T.Log(amount)));
        return T.IfLess(zero, target, excess, T.Exp(prediction) + target);
    }
}
