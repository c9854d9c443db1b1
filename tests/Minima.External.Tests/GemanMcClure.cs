using System.Runtime.CompilerServices;
using Minima;
using Minima.Reals;

namespace Outside;

/// <summary>A robust loss with a parameter and text in two languages.</summary>
[Loss("outside_geman", "Geman and \"McClure\"", "杰曼“麦克卢尔”\\损失", Family = LossFamily.Robust, Aliases = ["Outside-GM"], LowerBound = 0)]
[English("Saturates at 1: a far \"outlier\" pulls no more.", Use = "outliers are plain wrong.")]
[Chinese("在 1 处饱和：远处的“离群点”不再有拉力。", Avoid = "从远处开始训练时。")]
public readonly record struct GemanMcClure([Positive, TargetUnits] double Width) : IPointLoss
{
    public GemanMcClure()
        : this(1)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        var residual = prediction - target;
        var width = T.Of(Width);
        return residual * residual / (width * width + residual * residual);
    }
}
