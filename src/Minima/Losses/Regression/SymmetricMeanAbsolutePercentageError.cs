using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The absolute error as a fraction of the mean size of prediction and target.</summary>
/// <remarks>
/// <para>Formula: scale 2 |p - t| / max(|p| + |t|, epsilon).</para>
/// <para>Domain: prediction, target real; epsilon, scale &gt; 0. Link: identity. Range: [0, 2 scale].</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: from 0 to 2 (the M4 competition); others drop the 2, multiply by 100, or divide by p + t without absolute values
/// (Armstrong). The prediction is differentiated in the denominator too.</para>
/// <para>Limits: p = t = 0 gives 0 with gradient 0; if the signs differ the value is the constant 2 scale with gradient 0.</para>
/// <para>Source: Armstrong 1985, Long-Range Forecasting; Makridakis 1993; the M4 competition 2018.</para>
/// </remarks>
/// <param name="Epsilon">Floor of |prediction| + |target|.</param>
/// <param name="Scale">Unit of the result: 1 for a fraction, 100 for percent.</param>
[Loss("smape", "Symmetric MAPE", "对称平均绝对百分比误差",
    Family = LossFamily.Regression, FloatUlps = 8192, Task = LossTask.None,
    Suits = LossPurpose.RelativeError,
    Aliases = ["symmetric_mean_absolute_percentage_error", "SymmetricMeanAbsolutePercentageError"],
    SearchWords = ["symmetric percentage error", "percentage error", "百分比误差"])]
[English("The absolute error divided by the mean size of prediction and target: bounded, whatever the target.",
    Use = "forecasts of many series are to be reported in one bounded number, as in the M4 competition.",
    Avoid = "you train with it and predictions may take the wrong sign: it is flat there, and the model cannot recover.")]
[Chinese("绝对误差除以预测值与目标值两者绝对值的平均：无论目标值如何都有上界。",
    Use = "用一个有界的数汇报许多序列的预测误差时，如 M4 竞赛。",
    Avoid = "用于训练，且预测值的符号可能与目标值相反时：那里梯度为零，模型无法恢复。",
    Limits = "p = t = 0 时为 0，梯度为 0；两者异号时为常数 2 scale，梯度为 0。")]
public readonly record struct SymmetricMeanAbsolutePercentageError(
    [Positive, Chinese("|预测值| + |目标值| 的下限。")] double Epsilon,
    [Positive, Chinese("结果的单位：1 为小数，100 为百分数。")] double Scale) : IPointLoss
{
    public SymmetricMeanAbsolutePercentageError()
        : this(1e-7, 1)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        var size = T.Max(T.Abs(prediction) + T.Abs(target), T.Of(Epsilon));
        var ratio = 2.0 * T.Abs(prediction - target) / size;

        // The bound 2 is reached at infinity, where the quotient is NaN.
        return T.Of(Scale) * T.IfLess(size, T.Of(double.PositiveInfinity), ratio, T.IfLess(T.Of(0), size, T.Of(2), ratio));
    }
}
