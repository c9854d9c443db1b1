using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The logistic loss with one price for missed positives and another for false alarms.</summary>
/// <remarks>
/// <para>Formula: c log(1 + e^-m), with c = w for target +1 and 1 - w for target -1, m = target prediction.</para>
/// <para>Domain: prediction real; target -1 or +1; 0 &lt;= weight &lt;= 1. Link: logit of the reweighted classes, sigmoid(s) = w p / (w p + (1 - w)(1 - p));
/// at weight 0.5 this is p itself. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: the weights sum to 1 (Julia's WeightedMarginLoss), so weight 0.5 is half of logistic.</para>
/// <para>Numerics: a softplus, with full relative accuracy for large margins.</para>
/// <para>Limits: bce_with_logits with pos_weight w / (1 - w), times 1 - w.</para>
/// <para>Source: Elkan 2001, IJCAI.</para>
/// </remarks>
/// <param name="Weight">Cost of an error on class 1; an error on class 0 costs 1 - weight. 0.5 treats both alike.</param>
[Loss("cost_sensitive_logistic", "Class-weighted binary (cost-sensitive)", "代价敏感二元损失",
    Family = LossFamily.Margin, Task = LossTask.Binary,
    Suits = LossPurpose.Imbalance | LossPurpose.UnevenCost, Preference = 1,
    FloatUlps = 4,
    Formula = "(w if y > 0, else 1 - w) log(1 + e^-m), m = y s, w = weight",
    Aliases = ["WeightedMarginLoss", "weighted_logistic"])]
[English("The logistic loss with different prices for the two kinds of mistake.",
    Use = "missing a positive costs more, or less, than a false alarm, and the decision is the sign of the score.",
    Avoid = "you need calibrated probabilities: they are tilted by the weights, so train logistic and move the threshold.")]
[Chinese("对两类错误分别定价的逻辑损失。",
    Use = "漏报正例的代价高于（或低于）误报，且按得分的符号作决定时。",
    Avoid = "需要校准的概率时：权重会使概率出现偏差，应训练 logistic 再移动阈值。",
    Limits = "等于 pos_weight 取 w / (1 - w) 的 bce_with_logits 乘以 1 - w。")]
public readonly record struct CostSensitiveLogistic(
    [Unit, Chinese("类别 1 判错的代价，类别 0 为 1 - weight；0.5 时两者相同。")] double Weight) : IPointLoss
{
    public CostSensitiveLogistic()
        : this(0.5)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [MarginLabel] T target)
        where T : IReal<T>
    {
        var weight = T.Of(Weight);
        return T.IfLess(target, T.Of(0), 1.0 - weight, weight) * T.Softplus(-(target * prediction));
    }
}
