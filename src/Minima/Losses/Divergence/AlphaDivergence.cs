using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>A family of divergences between distributions, from one KL divergence to the other.</summary>
/// <remarks>
/// <para>Formula: (sum_k p_k^a q_k^(1 - a) - 1) / (a (a - 1)), with q the prediction and p the target, both probabilities, a = alpha.</para>
/// <para>Domain: prediction and target in [0, 1]; sums are not checked; alpha real, neither 0 nor 1 (those limits are KL divergences: refused).
/// Link: identity. Range: [0, inf) for distributions; +inf for alpha &gt; 1 if the target has mass and the prediction none.</para>
/// <para>Shapes: rows of K probabilities and of K targets. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Kinks: a prediction of 0 has derivative 0 for 0 &lt; alpha &lt; 1 (its true derivative is infinite).</para>
/// <para>Convention: Cressie and Read's power divergence is this one times 2 and the sample size, with lambda = a - 1.</para>
/// <para>Limits: alpha to 1 is KL(target || prediction), alpha to 0 is KL(prediction || target), alpha 2 is half of chi_square, alpha 1/2 four times hellinger.</para>
/// <para>Source: Amari 1985, Differential-Geometrical Methods in Statistics; Cressie and Read 1984, J. R. Stat. Soc. B 46(3), 440-464.</para>
/// </remarks>
/// <param name="Alpha">Member of the family: near 1 it is KL(target || prediction), near 0 the reverse. Large values punish a prediction that misses a class, negative ones a prediction that invents one.</param>
[Loss("alpha_divergence", "Alpha divergence (Amari/Cressie-Read)", "alpha 散度",
    Family = LossFamily.Divergence, LowerBound = double.NegativeInfinity, FloatUlps = 4,
    Formula = "(sum_k p_k^a q_k^(1 - a) - 1) / (a (a - 1));  p = t, q = x;  a = alpha",
    Latex = @"\frac{\sum_{k} t_{k}^{\alpha} x_{k}^{1 - \alpha} - 1}{\alpha (\alpha - 1)}",
    Kinks = "q_k = 0: slope 0 for 0 < alpha < 1",
    ChineseKinks = "0 < alpha < 1 时，q_k = 0 处斜率为 0",
    Aliases = ["amari_alpha_divergence", "power_divergence", "cressie_read"])]
[English("A divergence with a dial between covering the target and staying inside it.",
    Use = "neither KL divergence has the right balance between covering modes and seeking one.",
    Avoid = "you have no reason to turn the dial (kl_div).")]
[Chinese("可在“覆盖目标分布”与“停留在目标分布之内”之间调节的散度。",
    Use = "两个方向的 KL 散度都不能在覆盖各峰与只取一峰之间取得所需的平衡时。",
    Avoid = "没有理由调节时（用 kl_div）。",
    Limits = "alpha 趋于 1 为 KL(目标 || 预测)，趋于 0 为 KL(预测 || 目标)；alpha = 2 为 chi_square 的一半，alpha = 1/2 为 hellinger 的四倍。")]
public readonly record struct AlphaDivergence(
    [NonZero, Chinese("散度族的参数：接近 1 为 KL(目标‖预测)，接近 0 为反向 KL。值大时重罚遗漏的类别，值为负时重罚多余的类别。")] double Alpha) : IRowLoss, IParameterRule
{
    public AlphaDivergence()
        : this(0.5)
    {
    }

    static RowTargets IRowLoss.Targets => RowTargets.Rows;

    static Domain IRowLoss.PredictionDomain => Domain.Unit;

    static bool IRowLoss.TakesClassWeights => false;

    string? IParameterRule.BrokenRule => Alpha == 1 ? "alpha other than 1 (its limit there is KL(target || prediction))" : null;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => (PowerSum.Of(row, Alpha) - 1.0) / (T.Of(Alpha) * (T.Of(Alpha) - 1.0));
}
