using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The distance on a circle of circumference <paramref name="Period"/>: a whole turn costs nothing.</summary>
/// <remarks>
/// <para>Formula: 1 - cos(2 pi r / period) = 2 sin(pi r / period)^2, with r = prediction - target.</para>
/// <para>Domain: prediction, target real; period &gt; 0 in the units of the target. Link: identity. Range: [0, 2].</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: the parameter is the circumference (Julia).</para>
/// <para>Numerics: the squared sine does not cancel near 0; after n turns the absolute error is about n ulps.</para>
/// <para>Source: LossFunctions.jl.</para>
/// </remarks>
/// <param name="Period">Length of a period: 360 for degrees, 24 for hours, 2 pi for radians.</param>
[Loss("periodic", "Periodic", "周期损失",
    Family = LossFamily.Regression, Task = LossTask.None, FloatUlps = 4,
    Formula = "1 - cos(2 pi r / period)",
    Aliases = ["PeriodicLoss"])]
[English("The distance around a circle: with period = 360, 359 degrees and 1 degree are close.",
    Use = "the target is an angle, a time of day, a phase.",
    Avoid = "the target does not wrap: every residual that is a multiple of the period counts as perfect.")]
[Chinese("圆周上的距离：period = 360 时，359 度与 1 度很近。",
    Use = "目标值是角度、一天中的时刻或相位时。",
    Avoid = "目标值没有周期性时：凡是周期整数倍的残差都会视为完美预测。")]
public readonly record struct Periodic(
    [Positive, TargetUnits, Chinese("周期长度：以度计取 360，以小时计取 24，以弧度计取 2 pi。")] double Period) : IPointLoss
{
    public Periodic()
        : this(1)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        var sine = T.SinPi((prediction - target) / T.Of(Period));
        return 2.0 * sine * sine;
    }
}
