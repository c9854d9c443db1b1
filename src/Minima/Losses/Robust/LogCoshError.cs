using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The logarithm of the hyperbolic cosine: half a square near zero, |r| - log 2 far away.</summary>
/// <remarks>
/// <para>Formula: log(cosh(r)), with r = prediction - target.</para>
/// <para>Domain: prediction, target real. Link: identity. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: Keras computes r + softplus(-2 r) - log 2, which loses all digits near 0; the value is the same.</para>
/// <para>Numerics: the primitive log_cosh keeps full relative accuracy near 0 and does not overflow; the derivative is tanh(r).</para>
/// <para>Source: Green 1990, IEEE Trans. Med. Imaging 9(1), 84-93; Chen et al. 2019.</para>
/// </remarks>
[Loss("log_cosh", "Log-cosh", "对数双曲余弦",
    Family = LossFamily.Robust, Task = LossTask.Regression, HasUnitResidual = true,
    Suits = LossPurpose.Outliers,
    FloatUlps = 4,
    Aliases = ["LogCoshLoss"])]
[English("A smooth blend without a parameter: squared error for small residuals, absolute error for large ones.",
    Use = "the target is scaled to about unit size and you want robustness without a parameter to tune.",
    Avoid = "the target is not scaled: the change from square to line sits at residuals of about 1; pseudo_huber has a delta.")]
[Chinese("无参数的光滑折中：小残差近似平方误差，大残差近似绝对误差。",
    Use = "目标值已缩放到单位量级，想要稳健性又不想调参时。",
    Avoid = "目标值未缩放时：由二次转为线性的位置固定在残差约为 1 处；pseudo_huber 有 delta 可调。")]
public readonly record struct LogCoshError : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T> => T.LogCosh(prediction - target);
}
