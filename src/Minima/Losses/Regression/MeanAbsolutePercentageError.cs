using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The absolute error as a fraction of the target.</summary>
/// <remarks>
/// <para>Formula: scale |p - t| / max(|t|, epsilon).</para>
/// <para>Domain: prediction, target real, target best far from 0; epsilon, scale &gt; 0. Link: identity. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: a fraction, as in scikit-learn; scale = 100 gives percent, as in Keras.</para>
/// <para>Limits: if |t| is below epsilon the error is divided by epsilon, so the loss stays finite at target 0.</para>
/// <para>Source: Makridakis 1993, International Journal of Forecasting 9(4), 527-529.</para>
/// </remarks>
/// <param name="Epsilon">Floor of |target|, so that the loss stays finite at a target of 0.</param>
/// <param name="Scale">Unit of the result: 1 for a fraction, 100 for percent.</param>
[Loss("mape", "Mean absolute percentage error", "平均绝对百分比误差",
    Family = LossFamily.Regression, Task = LossTask.Regression,
    Suits = LossPurpose.RelativeError, Preference = 1,
    FloatUlps = 2,
    Aliases = ["MeanAbsolutePercentageError", "mean_absolute_percentage_error"],
    SearchWords = ["percentage error", "百分比误差"])]
[English("The absolute error divided by the size of the target; scale = 100 gives percent.",
    Use = "the target is far from 0 and a miss of 10 % matters the same everywhere.",
    Avoid = "the target comes near 0: a single such row outweighs all others; and it rewards predicting too low.")]
[Chinese("绝对误差与目标值绝对值之比；scale = 100 时以百分比计。",
    Use = "目标值远离 0，且各处偏差 10% 同样重要时。",
    Avoid = "目标值接近 0 时：一个样本就会压倒其余所有样本；此外它偏向低估。",
    Limits = "当 |t| 小于 epsilon 时，误差改除以 epsilon，因此目标值为 0 时损失仍有限。")]
public readonly record struct MeanAbsolutePercentageError(
    [Positive, Chinese("|目标值| 的下限，使目标值为 0 时损失仍有限。")] double Epsilon,
    [Positive, Chinese("结果的单位：1 为小数，100 为百分数。")] double Scale) : IPointLoss
{
    public MeanAbsolutePercentageError()
        : this(1e-7, 1)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        // For an infinite target every finite prediction has the relative error 1.
        var size = T.Max(T.Abs(target), T.Of(Epsilon));
        var ratio = T.Abs(prediction - target) / size;
        return T.Of(Scale) * T.IfLess(size, T.Of(double.PositiveInfinity), ratio, T.IfLess(T.Of(0), size, T.Of(1), ratio));
    }
}
