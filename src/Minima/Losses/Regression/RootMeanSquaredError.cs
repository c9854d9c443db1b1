using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The root of the mean squared residual.</summary>
/// <remarks>
/// <para>Formula: sqrt(mean(r^2)), r = prediction - target. Range: [0, inf).</para>
/// <para>Domain: prediction, target real.</para>
/// <para>Shapes: any. Only the prediction is differentiated. A scalar: no reduction, no weights.</para>
/// <para>Convention: a perfect fit has gradient 0.</para>
/// <para>Kinks: 0 where all residuals are 0 (the norm of a zero vector; docs/numerics.md).</para>
/// <para>Numerics: the sum in double, for float too.</para>
/// <para>Limits: mae for one element.</para>
/// <para>Source: folklore.</para>
/// </remarks>
[Loss("rmse", "Root mean squared error", "均方根误差",
    Family = LossFamily.Regression, Kinks = "0 where all residuals are 0", ChineseKinks = "残差全为 0 时斜率取 0",
    Formula = "sqrt(mean(r^2))",
    Latex = @"\sqrt{\frac{1}{N} \sum_{i=1}^{N} r_{i}^{2}}, \quad r_{i} = p_{i} - t_{i}",
    Aliases = ["RootMeanSquaredError"])]
[English("The root of the mean squared error: an error in the units of the target.",
    Use = "you report one number in the target's units, or want steps that do not shrink with the error.",
    Avoid = "batches are small and should add up: the root of a mean is no mean; take mse.")]
[Chinese("均方误差的平方根：单位与目标值相同。",
    Use = "需要一个与目标值同单位的数，或希望步长不随误差缩小时。",
    Avoid = "批次较小且需要相加时：均值的平方根不是均值；选 mse。",
    Limits = "只有一个元素时为 mae。")]
public readonly record struct RootMeanSquaredError : ISumLoss
{
    static int ISumLoss.Count => 1;

    static bool ISumLoss.IsScalar => true;

    static Domain ISumLoss.PredictionDomain => Domain.Real;

    static Domain ISumLoss.TargetDomain => Domain.Real;

    SumGroups ISumLoss.Groups => SumGroups.Batch;

    [MethodImpl(AggressiveInlining)]
    public SumTerms<T> TermsOf<T>(T prediction, T target)
        where T : IReal<T>
    {
        var residual = prediction - target;
        return new(residual * residual);
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Sums<T> sums)
        where T : IReal<T> => T.Sqrt(sums[0] / T.Of(sums.Count, ""));
}
