using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The Renyi divergence: the logarithm of a power mean of the ratio of two distributions.</summary>
/// <remarks>
/// <para>Formula: log(sum_k p_k^a q_k^(1 - a)) / (a - 1), with q the prediction and p the target, both probabilities, a = alpha.</para>
/// <para>Domain: prediction and target in [0, 1]; sums are not checked; alpha &gt; 0 and not 1 (that limit is a KL divergence: refused). Link: identity.
/// Range: [0, inf) for distributions; +inf if they have no class in common, and for alpha &gt; 1 if the prediction lacks a class of the target.</para>
/// <para>Shapes: rows of K probabilities and of K targets. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Kinks: a prediction of 0 has derivative 0 for alpha &lt; 1 (its true derivative is infinite).</para>
/// <para>Limits: alpha to 1 is KL(target || prediction); alpha 1/2 is twice bhattacharyya.</para>
/// <para>Source: Renyi 1961, Proc. 4th Berkeley Symp. 1, 547-561.</para>
/// </remarks>
/// <param name="Alpha">Order: the larger, the more the class with the largest ratio of target to prediction counts; near 1 it is KL(target || prediction).</param>
[Loss("renyi", "Renyi divergence", "Renyi 散度",
    Family = LossFamily.Divergence, LowerBound = double.NegativeInfinity, FloatUlps = 4,
    Formula = "log(sum_k p_k^a q_k^(1 - a)) / (a - 1);  p = t, q = x;  a = alpha",
    Latex = @"\frac{1}{\alpha - 1} \log \sum_{k} t_{k}^{\alpha} x_{k}^{1 - \alpha}",
    Kinks = "q_k = 0: slope 0 for alpha < 1",
    ChineseKinks = "alpha < 1 时，q_k = 0 处斜率为 0",
    Aliases = ["renyi_divergence"])]
[English("A family of divergences of which the order says how much the worst class counts.",
    Use = "you need its additivity, as in differential privacy, or a bound on the worst ratio.",
    Avoid = "nothing asks for an order (kl_div).")]
[Chinese("一族散度，其阶数决定最差的类别占多大分量。",
    Use = "需要其可加性（如差分隐私），或需要约束最大比值时。",
    Avoid = "没有选择阶数的理由时（用 kl_div）。",
    Limits = "alpha 趋于 1 为 KL(目标 || 预测)；alpha = 1/2 为 bhattacharyya 的两倍。")]
public readonly record struct Renyi(
    [Positive, Chinese("阶数：越大，目标与预测之比最大的类别越重要；接近 1 时为 KL(目标‖预测)。")] double Alpha) : IRowLoss, IParameterRule
{
    public Renyi()
        : this(2)
    {
    }

    static RowTargets IRowLoss.Targets => RowTargets.Rows;

    static Domain IRowLoss.PredictionDomain => Domain.Unit;

    static bool IRowLoss.TakesClassWeights => false;

    string? IParameterRule.BrokenRule => Alpha == 1 ? "alpha other than 1 (its limit there is KL(target || prediction))" : null;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => T.Log(PowerSum.Of(row, Alpha)) / (T.Of(Alpha) - 1.0);
}
