using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Negative log-likelihood of an angle: the Gaussian of the circle, with a predicted concentration.</summary>
/// <remarks>
/// <para>Formula: log(2 pi I0(k)) - k cos(r), with r = prediction - target in radians and k = concentration.</para>
/// <para>Domain: prediction, target real (radians, any turn); concentration &gt; 0. Link: identity. Range: all reals.</para>
/// <para>Shapes: any, elementwise, three inputs of one shape; prediction and concentration are differentiated. Reduction: mean.</para>
/// <para>Numerics: written as log(2 pi) + log(e^-k I0(k)) + 2 k sin(r/2)^2, so that nothing overflows or cancels for a large k.</para>
/// <para>Limits: for large k it is gaussian_nll with full and variance 1/k; for k to 0 the constant log(2 pi).</para>
/// <para>Source: von Mises 1918, Physikalische Zeitschrift 19, 490-500.</para>
/// </remarks>
[Loss("von_mises_nll", "von Mises NLL", "冯·米塞斯负对数似然",
    Family = LossFamily.Probabilistic, FloatUlps = 8, Task = LossTask.None, LowerBound = double.NegativeInfinity,
    Formula = "log(2 pi I0(k)) - k cos(r), k = concentration",
    Aliases = ["VonMises"])]
[English("The likelihood of an angle: 359 degrees and 1 degree are neighbours.",
    Use = "the target is a direction, an hour of the day or a phase, in radians, and you want its spread too.",
    Avoid = "the target is not periodic: take gaussian_nll_log_variance.",
    Letters = "I0: the modified Bessel function of order 0")]
[Chinese("角度的似然：359 度与 1 度相邻。",
    Use = "目标值是以弧度表示的方向、一天中的时刻或相位，并且还需要离散程度时。",
    Avoid = "目标值不是周期量时：应选 gaussian_nll_log_variance。",
    Limits = "k 很大时为 full 取 true、方差为 1/k 的 gaussian_nll；k 趋于 0 时为常数 log(2 pi)。",
    Letters = "I0：零阶修正贝塞尔函数")]
public readonly record struct VonMisesNegativeLogLikelihood : IPointLoss3
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target, [Positive] T concentration)
        where T : IReal<T>
    {
        var chord = T.Sin(0.5 * (prediction - target));
        return 1.83787706640934548356 + T.Log(T.BesselI0e(concentration)) + 2.0 * concentration * (chord * chord);
    }
}
