using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>A cosine near zero, flat beyond pi times <paramref name="Scale"/>: outliers are rejected.</summary>
/// <remarks>
/// <para>Formula: scale^2 (1 - cos(r / scale)) for |r| &lt;= pi scale, 2 scale^2 beyond, with r = prediction - target.</para>
/// <para>Domain: prediction, target real; scale &gt; 0 in the units of the target. Link: identity. Range: [0, 2 scale^2].</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: curvature 1 at 0 (statsmodels); 1.339 robust standard deviations give 95% efficiency for Gaussian errors.</para>
/// <para>Numerics: as 2 scale^2 sin(r / (2 scale))^2, which does not cancel near 0.</para>
/// <para>Limits: scale to infinity gives half_mse.</para>
/// <para>Source: Andrews 1974, Technometrics 16(4), 523-531.</para>
/// </remarks>
/// <param name="Scale">Scale: beyond pi times this a residual no longer pulls. 1.339 robust standard deviations of the residual keep 95 % efficiency.</param>
[Loss("andrews_wave", "Andrews wave", "Andrews 正弦损失",
    Family = LossFamily.Robust, Task = LossTask.Regression,
    FloatUlps = 4,
    Formula = "|r| <= pi scale: scale^2 (1 - cos(r / scale));  else 2 scale^2",
    Aliases = ["AndrewWave"])]
[English("The influence of a residual is a sine: it rises, falls, and is 0 from pi scale on.",
    Use = "outliers have to be ignored and you have a robust start; a close relative of tukey_biweight.",
    Avoid = "you start from nothing: points outside pi scale have no gradient, and the loss is not convex.")]
[Chinese("残差的影响呈正弦：先升后降，自 pi 倍 scale 起为 0。",
    Use = "必须忽略离群点，且有稳健的初值时；与 tukey_biweight 十分相近。",
    Avoid = "从零开始训练时：pi 倍 scale 以外的点没有梯度，且该损失非凸。",
    Limits = "scale 趋于无穷时为 half_mse。")]
public readonly record struct AndrewsWave(
    [Positive, TargetUnits, Chinese("尺度：残差超过其 pi 倍后不再有拉力。取残差稳健标准差的 1.339 倍，效率为 95%。")] double Scale) : IPointLoss
{
    public AndrewsWave()
        : this(1.339)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        var scale = T.Of(Scale);
        var sine = T.Sin(T.Clamp(0.5 * ((prediction - target) / scale), -0.5 * Math.PI, 0.5 * Math.PI));
        return 2.0 * scale * scale * (sine * sine);
    }
}
