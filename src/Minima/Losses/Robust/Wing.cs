using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>A logarithm near zero, linear beyond <paramref name="Width"/>: small errors are amplified.</summary>
/// <remarks>
/// <para>Formula: |r| &lt; width: width log(1 + |r| / epsilon); else |r| - width + width log(1 + width / epsilon), with r = prediction - target.</para>
/// <para>Domain: prediction, target real; width, epsilon &gt; 0 in the units of the target. Link: identity. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: width 10 and epsilon 2 are the paper's for faces of 300 pixels; pytorch-toolbelt has 5 and 0.5.</para>
/// <para>Numerics: one logarithm; the line starts where the curve ends, so the constant of the paper never cancels.</para>
/// <para>Limits: epsilon to infinity with width / epsilon fixed gives mae times width / epsilon.</para>
/// <para>Source: Feng, Kittler, Awais, Huber and Wu 2018, CVPR.</para>
/// </remarks>
/// <param name="Width">Residual at which the curve meets the line; 10 pixels is usual.</param>
/// <param name="Epsilon">Residual that sets the slope at 0, width / epsilon: the smaller, the steeper. 2 is usual.</param>
[Loss("wing", "Wing", "Wing 损失",
    Family = LossFamily.Robust, Task = LossTask.Regression,
    FloatUlps = 4,
    Formula = "|r| < width: width log(1 + |r| / epsilon);  else |r| - width + width log(1 + width / epsilon)",
    Aliases = ["WingLoss", "wing_loss"])]
[English("A logarithm near zero and a line beyond: small and medium errors keep pulling, large ones pull with force 1.",
    Use = "points must be located to a fraction of a pixel (facial landmarks) and mse or mae stop improving early.",
    Avoid = "the targets are noisy at the scale of epsilon: the steep tip at zero then chases the noise.")]
[Chinese("零点附近为对数，远处为直线：中小误差持续产生拉力，大误差的拉力恒为 1。",
    Use = "需要亚像素级定位（如人脸关键点），而 mse 或 mae 过早停止改进时。",
    Avoid = "目标值的噪声与 epsilon 相当时：零点处的尖角会使模型去拟合噪声。",
    Limits = "epsilon 趋于无穷且 width / epsilon 不变时，为 mae 的 width / epsilon 倍。")]
public readonly record struct Wing(
    [Positive, TargetUnits, Chinese("曲线与直线相接处的残差；常用 10 个像素。")] double Width,
    [Positive, TargetUnits, Chinese("决定零点处斜率 width / epsilon 的残差：越小越陡。常用 2。")] double Epsilon) : IPointLoss
{
    public Wing()
        : this(10, 2)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        // The curve up to its end, then the line from there; at the end itself the derivative is the line's.
        var residual = T.Abs(prediction - target);
        var width = T.Of(Width);
        var curve = width * T.Log1p(T.IfLess(residual, width, residual, width) / T.Of(Epsilon));
        return T.IfLess(residual, width, curve, curve + (residual - width));
    }
}
