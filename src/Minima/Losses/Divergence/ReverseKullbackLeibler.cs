using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The number of nats lost by using the target in place of the predicted distribution: KL(prediction || target). It seeks one mode of the target.</summary>
/// <remarks>
/// <para>Formula: sum_k q_k (log q_k - log p_k), with q = softmax(prediction) and p = softmax(target).</para>
/// <para>Domain: prediction and target logits, real; a prediction of -inf has no mass and contributes 0. Link: softmax. Range: [0, inf); +inf if the
/// prediction gives mass to a class that the target makes impossible.</para>
/// <para>Shapes: rows of K logits and of K target logits. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Convention: both inputs are logits; kl_div takes log-probabilities and probabilities.</para>
/// <para>Limits: kl_div with the roles exchanged.</para>
/// <para>Source: Kullback and Leibler 1951, Ann. Math. Stat. 22(1), 79-86; Gu et al. 2024, ICLR, arXiv:2306.08543.</para>
/// </remarks>
[Loss("reverse_kl", "Reverse KL KL(prediction||target)", "反向 KL 散度",
    Family = LossFamily.Divergence, Link = PredictionLink.Softmax, FloatUlps = 4096,
    Formula = "sum_k q_k (log q_k - log p_k);  q = softmax(x), p = softmax(t)",
    Latex = @"\sum_{k} q_{k} \left(\log q_{k} - \log p_{k}\right), \quad q = \operatorname{softmax}(x), \quad p = \operatorname{softmax}(t)",
    Aliases = ["reverse_kl_divergence", "mode_seeking_kl", "MiniLLM"],
    SearchWords = ["mode seeking", "kl", "反向 KL"])]
[English("KL divergence the other way round: it picks one mode of the target and stays in it.",
    Use = "a small model distils a large one and had better not give mass to what the teacher rules out.",
    Avoid = "every mode of the target must be covered (kl_div).")]
[Chinese("方向相反的 KL 散度：选定目标分布的一个峰，并停留在其中。",
    Use = "小模型蒸馏大模型，且不应把概率分给教师排除的内容时。",
    Avoid = "必须覆盖目标分布的每一个峰时（用 kl_div）。",
    Limits = "即互换两者角色的 kl_div。")]
public readonly record struct ReverseKullbackLeibler : IRowLoss
{
    static RowTargets IRowLoss.Targets => RowTargets.Rows;

    static Domain IRowLoss.TargetDomain => Domain.Real;

    static bool IRowLoss.TakesClassWeights => false;

    static int IRowLoss.ScratchRows => 3;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var target = row.Scratch(0);
        for (var k = 0; k < row.Count; k++)
        {
            target[k] = row.Target(k);
        }

        var own = row.Scratch(1);
        var other = row.Scratch(2);
        Rows.LogSoftmax(row.Prediction, own);
        Rows.LogSoftmax(target, other);
        var sum = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            // Two products, not one of a difference: both logarithms may be -infinity.
            var share = T.Exp(own[k]);
            sum += T.ZeroTimes(share, own[k]) - T.ZeroTimes(share, other[k]);
        }

        return sum;
    }
}
