using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Exponential on one side, nearly linear on the other: one kind of error is a catastrophe.</summary>
/// <remarks>
/// <para>Formula: exp(alpha r) - alpha r - 1, with r = prediction - target.</para>
/// <para>Domain: prediction, target real; alpha not 0, in one over the units of the target. Link: identity. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: alpha &gt; 0 makes overestimates the expensive ones.</para>
/// <para>Numerics: e^u - 1 - u cancels near 0, the primitive exp_remainder does not; overflows where the value itself does, alpha r &gt; 709 (double), 88 (float).</para>
/// <para>Limits: 2 linex / alpha^2 with alpha to 0 gives mse.</para>
/// <para>Source: Varian 1975; Zellner 1986, J. Am. Stat. Assoc. 81(394), 446-451.</para>
/// </remarks>
/// <param name="Alpha">Asymmetry: positive makes overestimates expensive, negative underestimates; the larger its size, the more.</param>
[Loss("linex", "LINEX", "线性指数损失",
    Family = LossFamily.Regression, Task = LossTask.Regression, HasUnitResidual = true,
    FloatUlps = 4,
    Aliases = ["linear_exponential", "asymmetric_exponential"])]
[English("Errors to one side cost exponentially, to the other side about linearly.",
    Use = "an error in one direction is a catastrophe: the height of a dam, a dose, a reserve.",
    Avoid = "residuals may be large: the exponential overflows and one row rules the fit; scale the target, or use pinball or expectile.")]
[Chinese("一侧误差的代价按指数增长，另一侧约为线性增长。",
    Use = "某一方向的误差会酿成灾难时：水坝高度、用药剂量、准备金。",
    Avoid = "残差可能很大时：指数会溢出，一个样本就会左右整个拟合；应缩放目标值，或改用 pinball、expectile。",
    Limits = "alpha 趋于 0 时，2 linex / alpha^2 为 mse。")]
public readonly record struct LinearExponential(
    [NonZero, Chinese("不对称程度：为正时高估代价大，为负时低估代价大；绝对值越大越明显。")] double Alpha) : IPointLoss
{
    public LinearExponential()
        : this(1)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T> => T.ExpRemainder(T.Of(Alpha) * (prediction - target));
}
