using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The deviation of the ratio of two positive amounts from 1: the same for quiet and for loud parts of a spectrum.</summary>
/// <remarks>
/// <para>Formula: sum_k p_k / q_k - log(p_k / q_k) - 1, with q the prediction and p the target.</para>
/// <para>Domain: prediction and target &gt; 0. Link: identity. Range: [0, inf).</para>
/// <para>Shapes: rows of K amounts and of K targets. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Numerics: x - log(1 + x) with x = (p - q) / q where the ratio is above 1/2, so that nothing cancels where p and q are close.</para>
/// <para>Limits: beta_divergence with beta 0; gamma_nll of the mean up to what depends on the target alone, summed over the row.</para>
/// <para>Source: Itakura and Saito 1968, Proc. 6th Int. Congr. Acoustics, C17-C20.</para>
/// </remarks>
[Loss("itakura_saito", "Itakura-Saito distance", "Itakura-Saito 距离",
    Family = LossFamily.Divergence, FloatUlps = 4,
    Formula = "sum_k p_k / q_k - log(p_k / q_k) - 1;  p = t, q = x",
    Latex = @"\sum_{k} \left(\frac{t_{k}}{x_{k}} - \log \frac{t_{k}}{x_{k}} - 1\right)",
    Aliases = ["itakura_saito_distance", "is_divergence"])]
[English("Charges the ratio of prediction and target, whatever their size.",
    Use = "amounts span orders of magnitude and small ones matter as much: power spectra.",
    Avoid = "amounts may be 0 (generalized_kl).")]
[Chinese("只按预测值与目标值之比计损失，与数值大小无关。",
    Use = "数值跨越多个数量级且小数值同样重要时：功率谱。",
    Avoid = "数值可能为 0 时（用 generalized_kl）。",
    Limits = "即 beta 取 0 的 beta_divergence；与以 q 为均值、按行求和的 gamma_nll 只差仅含目标值的项。")]
public readonly record struct ItakuraSaito : IClassSumLoss
{
    static RowTargets IRowLoss.Targets => RowTargets.Rows;

    static Domain IRowLoss.PredictionDomain => Domain.Positive;

    static Domain IRowLoss.TargetDomain => Domain.Positive;

    static bool IRowLoss.TakesClassWeights => false;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => row.SumOfClasses(this);

    [MethodImpl(AggressiveInlining)]
    public T OfClass<T>(T prediction, T target)
        where T : IReal<T>
    {
        var relative = (target - prediction) / prediction;
        var ratio = target / prediction;
        return T.IfLess(T.Of(-0.5), relative, T.LogRemainder(relative), ratio - T.Log(ratio) - 1.0);
    }
}
