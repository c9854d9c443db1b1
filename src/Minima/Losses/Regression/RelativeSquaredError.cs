using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The sum of squared residuals over the sum of squares about the target's mean.</summary>
/// <remarks>
/// <para>Formula: sum(r^2) / sum((t - mean t)^2), r = prediction - target. Range: [0, inf).</para>
/// <para>Domain: prediction, target real; a target that is the same number everywhere is refused.</para>
/// <para>Shapes: any. Only the prediction is differentiated. A scalar: no reduction, no weights.</para>
/// <para>Numerics: measured from the first target: a large offset costs no digits.</para>
/// <para>Limits: 1 for the mean as prediction.</para>
/// <para>Source: folklore.</para>
/// </remarks>
[Loss("relative_squared_error", "Relative squared error (1 - R^2)", "相对平方误差（1 - R^2）",
    Family = LossFamily.Regression,
    Formula = "sum(r^2) / sum((t - mean t)^2)",
    Latex = @"\frac{\sum_{i} r_{i}^{2}}{\sum_{i} (t_{i} - \bar{t})^{2}}, \quad r_{i} = p_{i} - t_{i}",
    Aliases = ["one_minus_r2"])]
[English("The squared error over that of the best constant: one minus R squared.",
    Use = "you compare fits across targets of different spread.",
    Avoid = "the target hardly varies within a batch: the divisor is tiny; mse.")]
[Chinese("平方误差与最优常数的平方误差之比，即 1 减 R 平方。",
    Use = "比较拟合优度，而各目标值的离散程度不同时。",
    Avoid = "批次内目标值几乎不变时：除数过小；选 mse。",
    Limits = "以均值为预测时为 1。")]
public readonly record struct RelativeSquaredError : ISumLoss
{
    static int ISumLoss.Count => 3;

    static bool ISumLoss.IsScalar => true;

    static SumPivot ISumLoss.Pivot => SumPivot.Target;

    static Domain ISumLoss.PredictionDomain => Domain.Real;

    static Domain ISumLoss.TargetDomain => Domain.Real;

    SumGroups ISumLoss.Groups => SumGroups.Batch;

    /// <summary>Refuses a target without variance: nothing can be measured by it.</summary>
    static string? ISumLoss.BrokenRule(ReadOnlySpan<double> sums, double count) =>
        sums[2] - sums[1] * sums[1] / count <= 0 ? "'target' is the same number everywhere; its spread, which the error is divided by, is 0. Use mse or rmse" : null;

    [MethodImpl(AggressiveInlining)]
    public SumTerms<T> TermsOf<T>(T prediction, T target)
        where T : IReal<T>
    {
        var residual = prediction - target;
        return new(residual * residual, target, target * target);
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Sums<T> sums)
        where T : IReal<T> => sums[0] / (sums[2] - sums[1] * sums[1] / T.Of(sums.Count, ""));
}
