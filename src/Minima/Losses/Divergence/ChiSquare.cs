using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The squared differences of two distributions, each in units of the predicted probability.</summary>
/// <remarks>
/// <para>Formula: sum_k (p_k - q_k)^2 / q_k, with q the prediction and p the target.</para>
/// <para>Domain: prediction and target in [0, 1]; sums are not checked. Link: identity. Range: [0, inf); +inf if the prediction rules out a class of the target;
/// a class that both rule out contributes 0.</para>
/// <para>Shapes: rows of K probabilities and of K targets. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Convention: Pearson's, with the model in the denominator; Neyman's has the target there.</para>
/// <para>Limits: alpha_divergence with alpha 2, times 2.</para>
/// <para>Source: Pearson 1900, Philos. Mag. 50(302), 157-175.</para>
/// </remarks>
[Loss("chi_square", "Pearson chi-square divergence", "卡方散度",
    Family = LossFamily.Divergence, FloatUlps = 2,
    Formula = "sum_k (p_k - q_k)^2 / q_k;  p = t, q = x",
    Latex = @"\sum_{k} \frac{\left(t_{k} - x_{k}\right)^{2}}{x_{k}}",
    Aliases = ["chi2", "pearson_chi_square", "chi_squared_divergence"])]
[English("Squared differences of probabilities, dearer where the model thought the class unlikely.",
    Use = "the model must not miss anything that the target does.",
    Avoid = "predicted probabilities come near 0: it grows faster than any KL divergence (kl_div).")]
[Chinese("概率差的平方，模型认为越不可能的类别代价越高。",
    Use = "模型不得遗漏目标中出现的任何类别时。",
    Avoid = "预测概率可能接近 0 时：其增长快于任何 KL 散度（用 kl_div）。",
    Limits = "alpha 取 2 的 alpha_divergence 的两倍。")]
public readonly record struct ChiSquare : IClassSumLoss
{
    static RowTargets IRowLoss.Targets => RowTargets.Rows;

    static Domain IRowLoss.PredictionDomain => Domain.Unit;

    static bool IRowLoss.TakesClassWeights => false;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => row.SumOfClasses(this);

    [MethodImpl(AggressiveInlining)]
    public T OfClass<T>(T prediction, T target)
        where T : IReal<T>
    {
        var zero = T.Of(0);
        var difference = target - prediction;

        // If the target is 0 the quotient is the prediction itself, which is safe at 0 too.
        return T.IfLess(zero, target, difference * (difference / prediction), prediction + T.ZeroTimes(zero, target));
    }
}
