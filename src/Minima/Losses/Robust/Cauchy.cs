using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Grows like a logarithm: the pull of an outlier fades with its distance.</summary>
/// <remarks>
/// <para>Formula: log(1 + 0.5 (r / scale)^2), with r = prediction - target.</para>
/// <para>Domain: prediction, target real; scale &gt; 0 in the units of the target. Link: identity. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: 0.5 inside the logarithm (Barron, kornia); SciPy has log(1 + r^2), texts on M-estimation 0.5 scale^2 log(1 + (r / scale)^2).</para>
/// <para>Numerics: the primitive log1p_square is exact near 0, and its square cannot overflow.</para>
/// <para>Limits: barron_general with alpha = 0.</para>
/// <para>Source: Black and Anandan 1996, Computer Vision and Image Understanding 63(1), 75-104; Barron 2019, arXiv:1701.03077.</para>
/// </remarks>
/// <param name="Scale">Size of an ordinary residual: beyond it a residual counts less and less. Start at the robust standard deviation of the residual.</param>
[Loss("cauchy", "Cauchy / Lorentzian", "柯西损失",
    Family = LossFamily.Robust, Task = LossTask.Regression,
    Suits = LossPurpose.HeavyTails, Preference = 1,
    FloatUlps = 4,
    Aliases = ["CauchyLoss", "lorentzian"])]
[English("Maximum likelihood for Cauchy errors: outliers pull less the further away they are.",
    Use = "the target has gross outliers and you have a reasonable start; set scale to the size of an ordinary residual.",
    Avoid = "you start far from the solution: the loss is not convex, and everything looks like an outlier at first.")]
[Chinese("误差服从柯西分布时的最大似然：离群点越远，拉力越小。",
    Use = "目标值含严重离群点，且初值较好时；scale 取正常残差的大小。",
    Avoid = "初值离解很远时：该损失非凸，起初一切都像离群点。",
    Limits = "即 alpha 取 0 的 barron_general。")]
public readonly record struct Cauchy(
    [Positive, TargetUnits, Chinese("正常残差的大小：残差超过此值后，作用逐渐减弱。可从残差的稳健标准差开始。")] double Scale) : IPointLoss
{
    public Cauchy()
        : this(1)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        var ratio = (prediction - target) / T.Of(Scale);
        return T.Log1pSquare(0.70710678118654752440 * ratio); // sqrt(1/2)
    }
}
