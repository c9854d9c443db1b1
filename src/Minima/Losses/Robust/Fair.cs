using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Quadratic near zero, slope <paramref name="Scale"/> far away, with a soft and late passage between the two.</summary>
/// <remarks>
/// <para>Formula: scale^2 (u - log(1 + u)), u = |r| / scale, with r = prediction - target.</para>
/// <para>Domain: prediction, target real; scale &gt; 0 in the units of the target. Link: identity. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: curvature 1 at 0; 1.3998 robust standard deviations give 95% efficiency for Gaussian errors (LightGBM starts at 1).</para>
/// <para>Numerics: u - log(1 + u) cancels near 0: below u = 0.5 the series of 2 artanh(u / (2 + u)) takes its place.</para>
/// <para>Limits: scale to infinity gives half_mse; fair/scale with scale to 0 gives mae.</para>
/// <para>Source: Fair 1974, Ann. Econ. Soc. Meas. 3(4), 667-677.</para>
/// </remarks>
/// <param name="Scale">Where the parabola turns into a line; also the slope far away.</param>
[Loss("fair", "Fair", "Fair 损失",
    Family = LossFamily.Robust, Task = LossTask.Regression,
    Formula = "scale^2 (|r| / scale - log(1 + |r| / scale))",
    Aliases = ["FairLoss"],
    Source = "Fair 1974")]
[English("A convex robust loss whose weight falls as 1/(1 + |r|/scale) from the first residual on.",
    Use = "you want a convex loss with a unique solution that already tempers moderate residuals.",
    Avoid = "the errors are close to Gaussian: huber leaves ordinary residuals alone.")]
[Chinese("凸的稳健损失:权重从第一个残差起就按 1/(1 + |r|/scale) 下降。",
    Use = "需要凸且解唯一的损失,并希望中等残差也受到抑制时。",
    Avoid = "误差接近高斯分布时:huber 不改动正常残差。")]
public readonly record struct Fair([Positive, TargetUnits] double Scale) : IPointLoss
{
    public Fair()
        : this(1.3998)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        var scale = T.Of(Scale);
        var ratio = T.Abs(prediction - target) / scale;

        // With s = u / (2 + u), log(1 + u) = 2 artanh(s) and u - 2 s = u s: nothing cancels.
        var s = ratio / (2.0 + ratio);
        var z = s * s;
        var series = 1.0 / 3 + z * (1.0 / 5 + z * (1.0 / 7 + z * (1.0 / 9 + z * (1.0 / 11 + z * (1.0 / 13 + z * (1.0 / 15 + z * (1.0 / 17 + z * (1.0 / 19 + z * (1.0 / 21)))))))));
        var near = s * (ratio - 2.0 * z * series);
        var far = ratio - T.Log1p(T.Clamp(ratio, 0, 1e30)); // held so that an infinite residual is not inf - inf
        return scale * scale * T.IfLess(ratio, T.Of(0.5), near, far);
    }
}
