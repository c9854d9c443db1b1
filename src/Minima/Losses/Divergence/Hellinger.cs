using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Half of the squared distance between the square roots of two distributions: symmetric and at most 1.</summary>
/// <remarks>
/// <para>Formula: 1/2 sum_k (sqrt(p_k) - sqrt(q_k))^2, with q the prediction and p the target; 1 - sum_k sqrt(p_k q_k) for distributions.</para>
/// <para>Domain: prediction and target in [0, 1]; sums are not checked. Link: identity. Range: [0, 1] for distributions.</para>
/// <para>Shapes: rows of K probabilities and of K targets. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Kinks: a prediction of 0 has derivative 0 (its true derivative is -inf where the target is above 0).</para>
/// <para>Convention: the squared distance with the factor 1/2; the Hellinger distance is its square root.</para>
/// <para>Numerics: sqrt(p) - sqrt(q) = (p - q) / (sqrt(p) + sqrt(q)), so that nothing cancels where they are close.</para>
/// <para>Source: Hellinger 1909, J. Reine Angew. Math. 136, 210-271.</para>
/// </remarks>
[Loss("hellinger", "Hellinger distance (squared)", "平方 Hellinger 距离",
    Family = LossFamily.Divergence, FloatUlps = 8,
    Formula = "1/2 sum_k (sqrt(p_k) - sqrt(q_k))^2;  p = t, q = x",
    Latex = @"\frac{1}{2} \sum_{k} \left(\sqrt{t_{k}} - \sqrt{x_{k}}\right)^{2}",
    Kinks = "q_k = 0: slope 0",
    ChineseKinks = "q_k = 0 处斜率为 0",
    Aliases = ["squared_hellinger", "hellinger_distance"])]
[English("A bounded, symmetric distance between distributions.",
    Use = "rare classes must not dominate and no divergence may be infinite.",
    Avoid = "the loss has to be a proper log score (kl_div).")]
[Chinese("分布之间有界且对称的距离。",
    Use = "稀有类别不应主导损失，且散度不得为无穷时。",
    Avoid = "需要对数评分这样的严格适当评分时（用 kl_div）。")]
public readonly record struct Hellinger : IClassSumLoss
{
    static RowTargets IRowLoss.Targets => RowTargets.Rows;

    static Domain IRowLoss.PredictionDomain => Domain.Unit;

    static bool IRowLoss.TakesClassWeights => false;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => row.SumOfClasses(this);

    [MethodImpl(AggressiveInlining)]
    public T OfClass<T>(T prediction, T target)
        where T : IReal<T>
    {
        var zero = T.Of(0);
        var sum = T.Sqrt(target) + T.Sqrt(prediction);
        var difference = (target - prediction) / T.IfLess(zero, sum, sum, T.Of(1));
        var term = 0.5 * (difference * difference);
        return T.IfLess(zero, prediction, term, T.StopGradient(term));
    }
}
