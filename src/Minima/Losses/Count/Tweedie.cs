using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Half the deviance of the Tweedie family, whose variance is the mean to the power <paramref name="Power"/>; the mean is the exponential of the prediction.</summary>
/// <remarks>
/// <para>Formula: exp((2 - power) x) / (2 - power) - t exp((1 - power) x) / (1 - power); power 1: exp(x) - t x; power 2: x + t exp(-x).</para>
/// <para>Domain: x real; power &lt;= 0 or &gt;= 1; target real for power &lt;= 0, &gt;= 0 for 1 &lt;= power &lt; 2, &gt; 0 for power &gt;= 2.
/// Link: log. Range: [0, inf) for 1 &lt; power &lt; 2, else all reals.</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: without the constant t^(2 - power) / ((1 - power) (2 - power)), with the prediction a logarithm (scikit-learn's HalfTweedieLoss).</para>
/// <para>Numerics: the two terms have opposite signs for power &lt;= 0 and &gt; 2. The dominant exponential is factored out there, so that an
/// overflow of both is an overflow of the value and not NaN.</para>
/// <para>Limits: power 0 is half_mse of exp(x) without t^2 / 2; 1 is poisson_nll; 2 is gamma_nll; 3 is the inverse Gaussian.</para>
/// <para>Source: Tweedie 1984; Jorgensen 1987, J. R. Stat. Soc. B 49(2), 127-162.</para>
/// </remarks>
/// <param name="Power">Power of the mean to which the variance is proportional: 1 Poisson, 2 gamma, 1 to 2 amounts with exact zeros; 1.5 is usual for insurance claims.</param>
[Loss("tweedie", "Tweedie (half deviance, log link)", "Tweedie 损失",
    Family = LossFamily.Count, Task = LossTask.Regression, LowerBound = double.NegativeInfinity, FloatUlps = 4,
    Suits = LossPurpose.ManyZeros | LossPurpose.Overdispersion | LossPurpose.PositiveSkew | LossPurpose.GrowingSpread, Preference = 1,
    Formula = "exp((2 - power) x) / (2 - power) - t exp((1 - power) x) / (1 - power);  power 1: exp(x) - t x;  power 2: x + t exp(-x)",
    ChineseFormula = "exp((2 - power) x) / (2 - power) - t exp((1 - power) x) / (1 - power);  power 为 1 时：exp(x) - t x;  power 为 2 时：x + t exp(-x)",
    Aliases = ["HalfTweedieLoss", "TweedieLoss", "tweedie_loss"],
    SearchWords = ["insurance", "保险", "claims", "理赔"])]
[English("One family from Gaussian through Poisson and gamma to inverse Gaussian, chosen by how the variance grows with the mean.",
    Use = "the target is zero for many rows and a positive amount for the rest: insurance cost per policy, rainfall (power 1.5).",
    Avoid = "the target is a plain count (poisson_nll) or never zero (gamma_nll): these are the powers 1 and 2.")]
[Chinese("涵盖高斯、泊松、伽马直至逆高斯的一族损失，由方差随均值增长的幂次选定。",
    Use = "许多样本的目标值为零，其余为正数时：每张保单的赔付、降雨量（power 取 1.5）。",
    Avoid = "目标值是普通计数（用 poisson_nll）或从不为零（用 gamma_nll）时：它们就是 power 为 1 和 2 的情形。",
    Limits = "power 为 0 时是 exp(x) 的 half_mse（不含 t^2 / 2）；1 为 poisson_nll；2 为 gamma_nll；3 为逆高斯。")]
public readonly record struct Tweedie(
    [Outside(0, 1), Chinese("幂次：方差与均值的该次幂成正比。1 为泊松，2 为伽马，1 与 2 之间适合含零的金额；保险理赔常用 1.5。")] double Power) : IPointLoss, IInputDomains
{
    public Tweedie()
        : this(1.5)
    {
    }

    public Domain DomainOf(int index) =>
        index == 0 || Power <= 0 ? Domain.Real
        : Power < 2 ? Domain.NonNegative
        : Domain.Positive;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        // Two exponentials serve every power, so that there are no more than two for the compiler to inline.
        var one = 1.0 - T.Of(Power);
        var two = 2.0 - T.Of(Power);
        var first = T.Exp((Power < 1 ? one : two) * prediction);
        var second = T.Exp(Power < 1 ? prediction : Power < 2 ? one * prediction : -prediction);
        var weighted = T.ZeroTimes(target, second);
        return Power switch
        {
            1 => T.IfLess(first, T.Of(double.PositiveInfinity), first - T.ZeroTimes(target, prediction), first + 0.0 * target),
            2 => T.IfLess(weighted, T.Of(double.PositiveInfinity), prediction + weighted, weighted),
            < 1 => first * (second / two - target / one),
            > 2 => first * (1.0 / two - weighted / one),
            _ => first / two - weighted / one,
        };
    }
}
