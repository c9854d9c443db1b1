using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>A hinge on the order of two scores.</summary>
/// <remarks>
/// <para>Formula: max(0, margin - y (x1 - x2)), with y = target: +1 where x1 should be larger, -1 where x2 should.</para>
/// <para>Domain: scores real; target -1 or +1; margin real. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise, three inputs of one shape; x1 and x2 are differentiated. Reduction: mean.</para>
/// <para>Kinks: derivative 0 where the lead is the margin.</para>
/// <para>Source: Herbrich, Graepel and Obermayer 1999, ICANN, 97-102.</para>
/// </remarks>
/// <param name="Margin">Lead that the right item should have.</param>
[Loss("margin_ranking", "Margin ranking", "间隔排序损失",
    Family = LossFamily.Ranking, FloatUlps = 1,
    Aliases = ["MarginRankingLoss", "margin_ranking_loss"])]
[English("Charges a pair of scores that is in the wrong order or not far enough apart.",
    Use = "you have pairs of which one should score higher, and enough is enough.",
    Avoid = "you want a probability of the order, or no flat region (bpr).")]
[Chinese("一对得分次序颠倒或差距不足时计损失。",
    Use = "数据成对、其中一项应得分更高，且差距够大即可时。",
    Avoid = "需要次序的概率，或不希望有平坦区时（用 bpr）。")]
public readonly record struct MarginRanking(
    [Chinese("正确项应领先的幅度。")] double Margin) : IPointLoss3
{
    public MarginRanking()
        : this(0)
    {
    }

    static InputSet IPointLoss3.Differentiated => InputSet.First | InputSet.Second;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x1, T x2, [MarginLabel] T target)
        where T : IReal<T> => T.Relu(T.Of(Margin) - target * (x1 - x2));
}
