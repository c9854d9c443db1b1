using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The sum of absolute residuals over the sum of absolute targets.</summary>
/// <remarks>
/// <para>Formula: sum |p - t| / max(sum |t|, eps). Range: [0, inf).</para>
/// <para>Domain: prediction, target real; epsilon &gt; 0.</para>
/// <para>Shapes: any. Only the prediction is differentiated. A scalar: no reduction, no weights.</para>
/// <para>Kinks: 0 where a residual is 0.</para>
/// <para>Numerics: the sums in double, for float too.</para>
/// <para>Limits: mae over the mean absolute target.</para>
/// <para>Source: Kolassa and Schuetz 2007, Foresight 6, 40-43.</para>
/// </remarks>
/// <param name="Epsilon">Floor of the divisor.</param>
[Loss("wape", "Weighted absolute percentage error", "加权绝对百分比误差",
    Family = LossFamily.Regression, Kinks = "0 where a residual is 0", ChineseKinks = "残差为 0 处斜率取 0",
    Suits = LossPurpose.RelativeError,
    Formula = "sum |p - t| / max(sum |t|, eps);  eps = epsilon",
    Latex = @"\frac{\sum_{i} \left|p_{i} - t_{i}\right|}{\max\left(\sum_{i} \left|t_{i}\right|, \varepsilon\right)}",
    Aliases = ["WMAPE", "normalised_deviation"])]
[English("The sum of absolute errors over the sum of absolute targets.",
    Use = "you forecast sales of many items and some are 0: single percentages would explode.",
    Avoid = "items should count alike whatever their size: smape.")]
[Chinese("绝对误差之和与目标值绝对值之和的比。",
    Use = "预测多种商品销量且部分为 0 时：逐项百分比会失控。",
    Avoid = "希望各项不论大小同等重要时：选 smape。",
    Limits = "即 mae 除以目标值绝对值的均值。")]
public readonly record struct WeightedAbsolutePercentage(
    [Positive, Chinese("除数的下限。")] double Epsilon) : ISumLoss
{
    public WeightedAbsolutePercentage()
        : this(1e-12)
    {
    }

    static int ISumLoss.Count => 2;

    static bool ISumLoss.IsScalar => true;

    static Domain ISumLoss.PredictionDomain => Domain.Real;

    static Domain ISumLoss.TargetDomain => Domain.Real;

    SumGroups ISumLoss.Groups => SumGroups.Batch;

    [MethodImpl(AggressiveInlining)]
    public SumTerms<T> TermsOf<T>(T prediction, T target)
        where T : IReal<T> => new(T.Abs(prediction - target), T.Abs(target));

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Sums<T> sums)
        where T : IReal<T> => sums[0] / T.Max(sums[1], T.Of(Epsilon));
}
