using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Least squares up to <paramref name="Scale"/>, a constant from there on: hard rejection.</summary>
/// <remarks>
/// <para>Formula: min(0.5 r^2, 0.5 scale^2), with r = prediction - target.</para>
/// <para>Domain: prediction, target real; scale &gt; 0 in the units of the target. Link: identity. Range: [0, 0.5 scale^2].</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: gradient 0 at |r| = scale and beyond; 2.795 robust standard deviations give 95% efficiency for Gaussian errors.</para>
/// <para>Numerics: the square is taken of the clamped residual, so nothing overflows.</para>
/// <para>Limits: scale to infinity gives half_mse.</para>
/// <para>Source: Hinich and Talwar 1975, J. Am. Stat. Assoc. 70(349), 113-119.</para>
/// </remarks>
/// <param name="Scale">Residual beyond which a sample no longer pulls; 2.795 robust standard deviations keep 95 % efficiency.</param>
[Loss("talwar", "Truncated quadratic (Talwar)", "截断平方损失",
    Family = LossFamily.Robust, Task = LossTask.Regression,
    FloatUlps = 1,
    Aliases = ["TrimmedMean", "truncated_quadratic"])]
[English("Ordinary least squares for residuals within scale; the others are left out.",
    Use = "outliers are clear-cut and you want to know which points were left out.",
    Avoid = "points lie near the threshold: the gradient jumps there, and the fit depends on the start; tukey_biweight is smooth.")]
[Chinese("scale 以内的残差按普通最小二乘计，超出的样本予以剔除。",
    Use = "离群点界限分明，且想知道剔除了哪些点时。",
    Avoid = "有点落在阈值附近时：梯度在那里跳变，结果依赖初值；tukey_biweight 是光滑的。",
    Limits = "scale 趋于无穷时为 half_mse。")]
public readonly record struct Talwar(
    [Positive, TargetUnits, Chinese("残差超过此值的样本不再有拉力；取稳健标准差的 2.795 倍，效率为 95%。")] double Scale) : IPointLoss
{
    public Talwar()
        : this(2.795)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        var residual = T.Abs(prediction - target);
        var scale = T.Of(Scale);

        // min(|r|, scale), whose derivative at the tie is that of relu: 0, not one half.
        var held = T.StraightThrough(T.Min(residual, scale), -T.Relu(scale - residual));
        return 0.5 * held * held;
    }
}
