using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The absolute error with its corner rounded off by <paramref name="Epsilon"/>, as used in image restoration.</summary>
/// <remarks>
/// <para>Formula: sqrt(r^2 + epsilon^2), with r = prediction - target.</para>
/// <para>Domain: prediction, target real; epsilon &gt; 0 in the units of the target. Link: identity. Range: [epsilon, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: the restoration form: the value at 0 is epsilon; less epsilon and times epsilon it is pseudo_huber, which kornia calls Charbonnier.</para>
/// <para>Numerics: hypot neither overflows nor underflows.</para>
/// <para>Limits: epsilon to 0 gives mae.</para>
/// <para>Source: Charbonnier et al. 1994, doi:10.1109/ICIP.1994.413553; Lai et al. 2017 (LapSRN), arXiv:1704.03915.</para>
/// </remarks>
/// <param name="Epsilon">Radius of the rounded corner; 1e-3 is usual for images in [0, 1].</param>
[Loss("charbonnier", "Charbonnier", "Charbonnier 损失",
    Family = LossFamily.Robust, Task = LossTask.Regression,
    FloatUlps = 4,
    Aliases = ["L1CharbonnierLoss"])]
[English("A differentiable absolute error: sharper images than mse, no kink at 0.",
    Use = "you restore or upscale images, or estimate optical flow; epsilon far below the size of a pixel value (1e-3 for values in [0, 1]).",
    Avoid = "the value at the perfect answer has to be 0: here it is epsilon; pseudo_huber starts at 0.")]
[Chinese("可导的绝对误差：得到的图像比 mse 更清晰，零点没有折点。",
    Use = "图像复原、超分辨率或光流估计时；epsilon 应远小于像素值（像素值在 [0, 1] 内时取 1e-3）。",
    Avoid = "要求完美预测的损失为 0 时：这里是 epsilon；pseudo_huber 从 0 开始。",
    Limits = "epsilon 趋于 0 时为 mae。")]
public readonly record struct Charbonnier(
    [Positive, TargetUnits, Chinese("圆角的半径；像素值在 [0, 1] 内的图像常用 1e-3。")] double Epsilon) : IPointLoss
{
    public Charbonnier()
        : this(1e-3)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T> => T.Hypot(prediction - target, T.Of(Epsilon));
}
