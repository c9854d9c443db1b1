using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The Bregman divergence of the quartic potential: the height of a convex potential above its tangent.</summary>
/// <remarks>
/// <para>Formula: sum_k phi(p_k) - phi(q_k) - phi'(q_k)(p_k - q_k), phi(x) = x^4 / 4, with q the prediction and p the target:
/// sum_k (p_k - q_k)^2 (p_k^2 + 2 p_k q_k + 3 q_k^2) / 4.</para>
/// <para>Domain: all reals. Link: identity; as with every Bregman divergence the mean of the targets is the best constant. Range: [0, inf).</para>
/// <para>Shapes: rows of K numbers and of K targets. Only the prediction is differentiated: its derivative is 3 q^2 (q - p). Reduction: mean over rows.</para>
/// <para>Numerics: the difference is factored, so that nothing cancels where p and q are close.</para>
/// <para>Limits: the potential x^2 would give the squared error, x log x generalized_kl, -log x itakura_saito.</para>
/// <para>Source: Bregman 1967, USSR Comput. Math. Math. Phys. 7(3), 200-217.</para>
/// </remarks>
[Loss("bregman", "Bregman divergence (quartic potential)", "Bregman 散度（四次势函数）",
    Family = LossFamily.Divergence, FloatUlps = 4,
    Formula = "sum_k phi(p_k) - phi(q_k) - phi'(q_k)(p_k - q_k);  phi(x) = x^4 / 4;  p = t, q = x",
    Latex = @"\sum_{k} \left(\phi\left(t_{k}\right) - \phi\left(x_{k}\right) - \phi'\left(x_{k}\right) \left(t_{k} - x_{k}\right)\right), \quad \phi(z) = \frac{z^{4}}{4}",
    Aliases = ["bregman_divergence"])]
[English("A squared error that weighs more where the numbers are large, and still has the mean as its best answer.",
    Use = "errors at large values matter more and the mean must stay the optimum; or as a pattern for a potential of your own.",
    Avoid = "all values matter alike (mse), or rows are distributions (kl_div).")]
[Chinese("数值越大权重越高的平方误差，最优解仍是均值。",
    Use = "大数值处的误差更重要，而最优解仍须为均值时；或作为自定义势函数的样板。",
    Avoid = "各处误差同等重要时（用 mse），或各行是分布时（用 kl_div）。",
    Limits = "势函数取 x^2 得平方误差，取 x log x 得 generalized_kl，取 -log x 得 itakura_saito。")]
public readonly record struct Bregman : IClassSumLoss
{
    static RowTargets IRowLoss.Targets => RowTargets.Rows;

    static Domain IRowLoss.TargetDomain => Domain.Real;

    static bool IRowLoss.TakesClassWeights => false;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => row.SumOfClasses(this);

    [MethodImpl(AggressiveInlining)]
    public T OfClass<T>(T prediction, T target)
        where T : IReal<T>
    {
        // p^2 + 2 p q + 3 q^2 = (p + q)^2 + 2 q^2: a sum of squares. Where q is far below p its derivative would cancel; the separate terms do not.
        var difference = target - prediction;
        var sum = target + prediction;
        var near = 0.25 * (difference * difference) * (sum * sum + 2.0 * prediction * prediction);
        var far = 0.25 * (target * target * (target * target)) + prediction * (prediction * prediction) * (0.75 * prediction - target);
        return T.IfLess(2.0 * T.Abs(prediction), T.Abs(target), far, near);
    }
}
