using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Minus the logarithm of the overlap of two distributions.</summary>
/// <remarks>
/// <para>Formula: -log sum_k sqrt(p_k q_k), with q the prediction and p the target.</para>
/// <para>Domain: prediction and target in [0, 1]; sums are not checked. Link: identity. Range: [0, inf) for distributions; +inf if they have no class in common.</para>
/// <para>Shapes: rows of K probabilities and of K targets. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Kinks: a prediction of 0 has derivative 0 (its true derivative is -inf where the target is above 0).</para>
/// <para>Numerics: a product of roots, which does not underflow where the product of the probabilities would.</para>
/// <para>Limits: half of renyi with alpha 1/2; -log(1 - hellinger).</para>
/// <para>Source: Bhattacharyya 1943, Bull. Calcutta Math. Soc. 35, 99-109.</para>
/// </remarks>
[Loss("bhattacharyya", "Bhattacharyya distance", "Bhattacharyya 距离",
    Family = LossFamily.Divergence, LowerBound = double.NegativeInfinity, FloatUlps = 8,
    Formula = "-log sum_k sqrt(p_k q_k);  p = t, q = x",
    Latex = @"-\log \sum_{k} \sqrt{t_{k} x_{k}}",
    Kinks = "q_k = 0: slope 0",
    ChineseKinks = "q_k = 0 处斜率为 0",
    Aliases = ["bhattacharyya_distance"])]
[English("The overlap of two distributions on a logarithmic scale.",
    Use = "classes or features are chosen by how separable they are: it bounds the error of a classifier.",
    Avoid = "one distribution is the truth (kl_div), or the value must be bounded (hellinger).")]
[Chinese("以对数刻度衡量两个分布的重叠。",
    Use = "按可分性选择类别或特征时：它给出分类错误率的界。",
    Avoid = "其中一个是真实分布时（用 kl_div），或数值必须有界时（用 hellinger）。",
    Limits = "alpha 取 1/2 的 renyi 的一半；等于 -log(1 - hellinger)。")]
public readonly record struct Bhattacharyya : IRowLoss
{
    static RowTargets IRowLoss.Targets => RowTargets.Rows;

    static Domain IRowLoss.PredictionDomain => Domain.Unit;

    static bool IRowLoss.TakesClassWeights => false;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var sum = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            sum += T.Sqrt(row.Target(k)) * T.Sqrt(row.Prediction[k]);
        }

        return -T.Log(sum);
    }
}
