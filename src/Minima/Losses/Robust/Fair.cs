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
/// <para>Numerics: u - log(1 + u) cancels near 0; the primitive log_remainder does not.</para>
/// <para>Limits: scale to infinity gives half_mse; fair/scale with scale to 0 gives mae.</para>
/// <para>Source: Fair 1974, Ann. Econ. Soc. Meas. 3(4), 667-677.</para>
/// </remarks>
/// <param name="Scale">Residual at which the parabola turns into a line, and the largest pull; 1.3998 robust standard deviations keep 95 % efficiency.</param>
[Loss("fair", "Fair", "Fair 损失",
    Family = LossFamily.Robust, Task = LossTask.Regression,
    Formula = "scale^2 (|r| / scale - log(1 + |r| / scale))",
    Aliases = ["FairLoss"])]
[English("A convex robust loss whose weight falls as 1/(1 + |r|/scale) from the smallest residual on.",
    Use = "you want a convex loss with a unique solution that already tempers moderate residuals.",
    Avoid = "the errors are close to Gaussian: huber leaves ordinary residuals alone.")]
[Chinese("凸的稳健损失：权重从最小的残差起就按 1/(1 + |r|/scale) 下降。",
    Use = "需要凸且解唯一的损失，并希望中等残差也受到抑制时。",
    Avoid = "误差接近高斯分布时：huber 不削弱正常残差。",
    Limits = "scale 趋于无穷时为 half_mse；scale 趋于 0 时，fair/scale 为 mae。")]
public readonly record struct Fair(
    [Positive, TargetUnits, Chinese("抛物线转为直线处的残差，也是拉力的上限；取稳健标准差的 1.3998 倍，效率为 95%。")] double Scale) : IPointLoss
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
        return scale * scale * T.LogRemainder(T.Abs(prediction - target) / scale);
    }
}
