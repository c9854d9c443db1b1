using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The Fenchel-Young loss of the Shannon entropy: the divergence of softmax(prediction) from a target distribution.</summary>
/// <remarks>
/// <para>Formula: log sum_k e^(x_k) + sum_k t_k log t_k - sum_k t_k x_k, without the second sum where constant is false, with x the prediction and t the target, one-hot for
/// a label.</para>
/// <para>Domain: logits real, -inf where the target has no mass; target 0 to 1 with sum 1, or a label 0 to K - 1. Link: softmax. Range: [0, inf). Label or target out
/// of range: refused; that a target sums to 1 is not checked.</para>
/// <para>Shapes: rows of K logits, a target row or one label a row. Only the prediction is differentiated: the gradient is softmax(x) - t. Reduction: mean over rows.</para>
/// <para>Convention: the generic construction is F*(x) + F(t) - sum_k t_k x_k of a convex F; here F is the negative Shannon entropy. Gini's is sparsemax, Tsallis' entmax15.
/// optax leaves out F(t).</para>
/// <para>Numerics: as sum_k t_k (log t_k - l_k) with l = log softmax(x), so that logits of size 1e9 keep it; 0 log 0 = 0.</para>
/// <para>Limits: soft_cross_entropy if constant is false; kl_div of log-probabilities if it is true.</para>
/// <para>Source: Blondel, Martins and Niculae 2020, JMLR 21, arXiv:1901.02324.</para>
/// </remarks>
/// <param name="Constant">Adds the negative entropy of the target, so that the best loss is 0. It changes no gradient.</param>
[Loss("fenchel_young", "Fenchel-Young loss", "Fenchel-Young 损失",
    Family = LossFamily.MultiClass, Link = PredictionLink.Softmax, FloatUlps = 8,
    Formula = "log sum_k e^x_k + sum_k t_k log t_k - sum_k t_k x_k;  and constant",
    ChineseFormula = "log sum_k e^x_k + sum_k t_k log t_k - sum_k t_k x_k；另有参数 constant",
    Latex = @"\log \sum_{k} e^{x_{k}} - \sum_{k} t_{k} x_{k} + \begin{cases} \sum_{k} t_{k} \log t_{k} & \text{if } \mathrm{constant} \\ 0 & \text{otherwise} \end{cases}",
    Aliases = ["make_fenchel_young_loss", "FenchelYoungLoss"])]
[English("The gap that convex duality leaves between scores and a target distribution; 0 where softmax gives the target.",
    Use = "targets are distributions and the loss is to be 0 at a perfect answer.",
    Avoid = "targets are labels: cross_entropy is the same and has smoothing, weights and an ignored label.")]
[Chinese("得分与目标分布之间的凸对偶间隙；softmax 恰等于目标分布时为 0。",
    Use = "目标是分布，且要求完美预测的损失为 0 时。",
    Avoid = "目标是标签时：cross_entropy 与之相同，且支持平滑、类别权重和忽略标签。",
    Limits = "constant 为 false 时为 soft_cross_entropy；为 true 时为对数概率的 kl_div。")]
public readonly record struct FenchelYoung(
    [Chinese("加上目标的负熵，使最小损失为 0；不影响梯度。")] bool Constant) : IRowLoss
{
    public FenchelYoung()
        : this(true)
    {
    }

    static RowTargets IRowLoss.Targets => RowTargets.Labels | RowTargets.Rows;

    static bool IRowLoss.TakesClassWeights => false;

    static bool IRowLoss.HandsRowOn => true;

    static int IRowLoss.ScratchRows => 1;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        if (!Constant)
        {
            return row.OfLogProbabilities(new CrossEntropy());
        }

        var logProbabilities = row.Scratch(0);
        Rows.LogSoftmax(row.Prediction, logProbabilities);
        var sum = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            var target = row.Target(k);
            sum += T.XLogY(target, target) - T.ZeroTimes(target, logProbabilities[k]);
        }

        return sum;
    }
}
