using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Negative log-likelihood of a count whose rate is the exponential of the prediction.</summary>
/// <remarks>
/// <para>Formula: exp(x) - t x, plus by full: nothing (false); t log t - t + 0.5 log(2 pi t) where t &gt; 1 (true); log t! (exact).</para>
/// <para>Domain: x real, target &gt;= 0. Link: log. Range: all reals; with full = exact the values of counts are at least 0.</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: full = true is Stirling's approximation, as in PyTorch; full = exact is the true constant. The gradient is the same.</para>
/// <para>Numerics: exp(x) overflows beyond x = 709 (double), 88 (float), as the value itself does; target 0 gives exp(x), also at x = -infinity.</para>
/// <para>Source: Nelder and Wedderburn 1972, J. R. Stat. Soc. A 135(3), 370-384, doi:10.2307/2344614.</para>
/// </remarks>
/// <param name="Full">Constant log t! that is added: none (false), Stirling's approximation (true) or exact. It changes no gradient.</param>
[Loss("poisson_nll", "Poisson NLL (log link)", "泊松负对数似然",
    Family = LossFamily.Count, FloatUlps = 64, Task = LossTask.Regression, DefaultFor = LossTask.Count, LowerBound = double.NegativeInfinity,
    Suits = LossPurpose.Counts, Preference = 1,
    Formula = "exp(x) - t x  [+ log t!: with full = true by Stirling's formula for t > 1, with full = exact exactly]",
    ChineseFormula = "exp(x) - t x  [+ log t!]；方括号中的项由 full 决定：为 true 时在 t > 1 处用斯特林公式，为 exact 时精确计算",
    Latex = @"e^{x} - t x + \begin{cases} \log \Gamma(t + 1) & \text{if } \mathrm{full} = \mathrm{exact} \\ \left(t + \frac{1}{2}\right) \log t - t + \frac{1}{2} \log(2 \pi) & \text{if } \mathrm{full} = \mathrm{true}, \, t > 1 \\ 0 & \text{otherwise} \end{cases}",
    Aliases = ["PoissonNLLLoss", "poisson_nll_loss", "HalfPoissonLoss", "PoissonLoss"])]
[English("The likelihood of a count, for a model that predicts the logarithm of its rate.",
    Use = "the target counts events: claims, clicks, calls; effects multiply, and the variance grows like the mean.",
    Avoid = "the variance is much larger than the mean (negative_binomial_nll) or zeros abound (zero_inflated_poisson_nll).")]
[Chinese("计数的似然：模型预测速率的对数。",
    Use = "目标值是事件次数时：理赔、点击、来电；各因素的影响是相乘的，方差随均值增长。",
    Avoid = "方差远大于均值时（用 negative_binomial_nll），或零特别多时（用 zero_inflated_poisson_nll）。")]
public readonly record struct PoissonNegativeLogLikelihood(
    [Chinese("所加的常数 log t!：不加（false）、斯特林近似（true）或精确值（exact）；不影响梯度。")] PoissonConstant Full) : IPointLoss
{
    public PoissonNegativeLogLikelihood()
        : this(PoissonConstant.None)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [NonNegative] T target)
        where T : IReal<T>
    {
        // Where the rate overflows it outweighs what is subtracted; the target then adds nothing but its NaN.
        var rate = T.Exp(prediction);
        var loss = T.IfLess(rate, T.Of(double.PositiveInfinity), rate - T.ZeroTimes(target, prediction), rate + 0.0 * target);
        return Full switch
        {
            PoissonConstant.Stirling => loss + T.IfLess(T.Of(1), target, (target + 0.5) * T.Log(target) - target + 0.91893853320467274178, T.Of(0)),
            PoissonConstant.Exact => loss + T.LogGamma(target + 1.0),
            _ => loss,
        };
    }
}

/// <summary>The constant log t! of a Poisson likelihood, which changes no gradient.</summary>
public enum PoissonConstant
{
    /// <summary>Left out.</summary>
    [Word("false")]
    None,

    /// <summary>Stirling's approximation if the target is above 1, else 0.</summary>
    [Word("true")]
    Stirling,

    /// <summary>log Gamma(target + 1).</summary>
    [Word("exact")]
    Exact,
}
