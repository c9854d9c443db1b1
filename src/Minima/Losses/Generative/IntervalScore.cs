using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The width of a predicted interval, plus a fine for every target outside it.</summary>
/// <remarks>
/// <para>Formula: (u - l) + 2 / alpha max(0, l - y) + 2 / alpha max(0, y - u), with l = lower, u = upper, y = target.</para>
/// <para>Domain: all inputs real (u &gt;= l is not checked); 0 &lt; alpha &lt; 1. Range: [0, inf) for u &gt;= l.</para>
/// <para>Shapes: any, elementwise, three inputs of one shape; lower and upper are differentiated. Reduction: mean.</para>
/// <para>Kinks: a target on an end counts as inside.</para>
/// <para>Numerics: the distances to the two ends are charged one by one, so that no width is taken of far ends.</para>
/// <para>Limits: 2 / alpha times the sum of pinball at alpha / 2 and at 1 - alpha / 2.</para>
/// <para>Source: Winkler 1972, J. Am. Stat. Assoc. 67, 187-191; Gneiting and Raftery 2007, J. Am. Stat. Assoc. 102, 359-378.</para>
/// </remarks>
/// <param name="Alpha">Proportion of targets that may lie outside the interval: 0.1 for an interval of 90 %.</param>
[Loss("interval_score", "Interval (Winkler) score", "区间（Winkler）评分",
    Family = LossFamily.Generative, LowerBound = double.NegativeInfinity, FloatUlps = 4,
    Formula = "(u - l) + 2 / alpha max(0, l - y) + 2 / alpha max(0, y - u);  l = lower, u = upper",
    Aliases = ["winkler_score", "winkler"],
    SearchWords = ["prediction interval", "预测区间"])]
[English("A proper score of prediction intervals: narrow is good, missing is dear.",
    Use = "the model predicts both ends of an interval.",
    Avoid = "one quantile is asked for (pinball), or a whole distribution (crps_gaussian).")]
[Chinese("预测区间的严格适当评分：区间越窄越好，未覆盖则代价高昂。",
    Use = "模型同时预测区间两端时。",
    Avoid = "只需一个分位数（用 pinball）或整个分布（用 crps_gaussian）时。",
    Limits = "等于 alpha / 2 与 1 - alpha / 2 处 pinball 之和的 2 / alpha 倍。")]
public readonly record struct IntervalScore(
    [OpenUnit, Chinese("允许落在区间外的目标值比例：90% 区间取 0.1。")] double Alpha) : IPointLoss3
{
    public IntervalScore()
        : this(0.1)
    {
    }

    static InputSet IPointLoss3.Differentiated => InputSet.First | InputSet.Second;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T lower, T upper, T target)
        where T : IReal<T> => Side(upper - target) + Side(target - lower);

    /// <summary>The distance of an end from the target, or the fine if it is on the wrong side.</summary>
    [MethodImpl(AggressiveInlining)]
    private T Side<T>(T distance)
        where T : IReal<T>
    {
        // What is neither below 0 nor above -1 is NaN, and its square has a derivative of NaN.
        var inside = T.IfLess(T.Of(-1), distance, distance, distance * distance);
        return T.IfLess(distance, T.Of(0), (1.0 - 2.0 / T.Of(Alpha)) * distance, inside);
    }
}
