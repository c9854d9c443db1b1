using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The Euclidean norm of the residuals of a row over that of its target.</summary>
/// <remarks>
/// <para>Formula: ||p - t||_2 / ||t||_2. Range: [0, inf).</para>
/// <para>Domain: prediction, target real; a target row that is 0 everywhere is refused.</para>
/// <para>Shapes: [rows, ...], one term a row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Kinks: 0 where the row fits exactly (docs/numerics.md).</para>
/// <para>Numerics: the sums in double, for float too.</para>
/// <para>Limits: rmse over the root mean square of the target, for one row.</para>
/// <para>Source: Li et al. 2021, ICLR, arXiv:2010.08895 (neuraloperator LpLoss.rel).</para>
/// </remarks>
[Loss("relative_l2", "Relative L2", "相对 L2 误差",
    Family = LossFamily.Regression, Kinks = "0 where the row fits exactly", ChineseKinks = "整行完全拟合时斜率取 0",
    Formula = "||p - t||_2 / ||t||_2 per row",
    ChineseFormula = "||p - t||_2 / ||t||_2；逐行计算",
    Latex = @"\frac{\left\lVert p - t \right\rVert_{2}}{\left\lVert t \right\rVert_{2}}",
    Aliases = ["LpLoss", "relative_norm"])]
[English("The norm of the error over the norm of the target, row by row.",
    Use = "you learn operators or fields whose amplitude varies from sample to sample.",
    Avoid = "targets may be 0: there is no relative error then; mse.")]
[Chinese("误差的范数与目标值的范数之比，逐行计算。",
    Use = "学习算子或场，且样本间幅度差异较大时。",
    Avoid = "目标值可能为 0 时：相对误差没有意义；选 mse。",
    Limits = "只有一行时，为 rmse 除以目标值的均方根。")]
public readonly record struct RelativeL2 : ISumLoss
{
    static int ISumLoss.Count => 2;

    static Domain ISumLoss.PredictionDomain => Domain.Real;

    static Domain ISumLoss.TargetDomain => Domain.Real;

    SumGroups ISumLoss.Groups => SumGroups.Rows;

    /// <summary>Refuses a target of norm 0, which is no unit to measure by.</summary>
    static string? ISumLoss.BrokenRule(ReadOnlySpan<double> sums, double count) =>
        sums[1] == 0 ? "'target' is 0 everywhere; its norm, which the error is divided by, is 0. Use mse, or leave the row out by a mask" : null;

    [MethodImpl(AggressiveInlining)]
    public SumTerms<T> TermsOf<T>(T prediction, T target)
        where T : IReal<T>
    {
        var residual = prediction - target;
        return new(residual * residual, target * target);
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Sums<T> sums)
        where T : IReal<T> => T.Sqrt(sums[0]) / T.Sqrt(sums[1]);
}
