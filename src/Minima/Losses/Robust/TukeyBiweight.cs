using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Nearly quadratic near zero, flat beyond <paramref name="Scale"/>: outliers are rejected, with a smooth transition.</summary>
/// <remarks>
/// <para>Formula: scale^2/6 (1 - (1 - (r / scale)^2)^3) for |r| &lt;= scale, scale^2/6 beyond, with r = prediction - target.</para>
/// <para>Domain: prediction, target real; scale &gt; 0 in the units of the target. Link: identity. Range: [0, scale^2/6].</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: curvature 1 at 0 (statsmodels); 4.685 robust standard deviations give 95% efficiency for Gaussian errors.</para>
/// <para>Numerics: with u = (r / scale)^2, u (3 - u (3 - u)) in place of 1 - (1 - u)^3, which cancels near 0; two continuous derivatives at the edge.</para>
/// <para>Limits: scale to infinity gives half_mse.</para>
/// <para>Source: Beaton and Tukey 1974, Technometrics 16(2), 147-185, doi:10.1080/00401706.1974.10489171.</para>
/// </remarks>
/// <param name="Scale">Residual from which on nothing pulls; 4.685 robust standard deviations of the residual keep 95 % efficiency.</param>
[Loss("tukey_biweight", "Tukey biweight", "Tukey 双权损失",
    Family = LossFamily.Robust, Task = LossTask.Regression,
    Formula = "|r| <= scale: scale^2/6 (1 - (1 - (r / scale)^2)^3);  else scale^2/6",
    Aliases = ["bisquare", "biweight", "tukey"])]
[English("Residuals beyond scale do not pull at all, small ones nearly as in least squares.",
    Use = "outliers have to be ignored and you have a robust start (a huber fit); 4.685 times the robust standard deviation is customary.",
    Avoid = "you start from nothing: points outside scale have no gradient, and the loss is not convex.")]
[Chinese("超过 scale 的残差完全没有拉力，小残差则与最小二乘相近。",
    Use = "必须忽略离群点，且有稳健的初值（如 huber 的拟合结果）时；scale 习惯取稳健标准差的 4.685 倍。",
    Avoid = "从零开始训练时：scale 以外的点没有梯度，且该损失非凸。",
    Limits = "scale 趋于无穷时为 half_mse。")]
public readonly record struct TukeyBiweight(
    [Positive, TargetUnits, Chinese("残差超过此值后不再有拉力；取残差稳健标准差的 4.685 倍，效率为 95%。")] double Scale) : IPointLoss
{
    public TukeyBiweight()
        : this(4.685)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        var scale = T.Of(Scale);
        var ratio = T.Clamp((prediction - target) / scale, -1, 1);
        var square = ratio * ratio;
        var rest = 1.0 - square;

        // 1 - rest^3: near 0 its value would cancel, near scale the derivative of the sum of squares, which is 3 rest^2.
        var share = T.IfLess(square, T.Of(0.5), square * (3.0 - square * (3.0 - square)), 1.0 - rest * (rest * rest));
        return 1.0 / 6 * scale * scale * share;
    }
}
