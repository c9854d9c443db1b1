using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The sum of the KL divergences in both directions between two distributions given as logits.</summary>
/// <remarks>
/// <para>Formula: sum_k (p_k - q_k)(log p_k - log q_k), with q = softmax(prediction) and p = softmax(target).</para>
/// <para>Domain: prediction and target logits, real; a class that both rule out (-inf) contributes 0. Link: softmax. Range: [0, inf); +inf if only one
/// rules out a class.</para>
/// <para>Shapes: rows of K logits and of K target logits; both are differentiated. Reduction: mean over rows.</para>
/// <para>Convention: the plain sum; R-Drop is this times alpha / 2.</para>
/// <para>Numerics: p - q = q (e^d - 1) with d = log p - log q where they are close, so that nothing cancels.</para>
/// <para>Limits: kl_div plus reverse_kl.</para>
/// <para>Source: Jeffreys 1946, Proc. R. Soc. A 186, 453-461; Liang et al. 2021 (R-Drop), arXiv:2106.14448.</para>
/// </remarks>
[Loss("jeffreys", "Jeffreys divergence (symmetric KL)", "Jeffreys 散度",
    Family = LossFamily.Divergence, Link = PredictionLink.Softmax, FloatUlps = 16,
    Formula = "sum_k (p_k - q_k)(log p_k - log q_k);  q = softmax(x), p = softmax(t)",
    Latex = @"\sum_{k} \left(p_{k} - q_{k}\right) \left(\log p_{k} - \log q_{k}\right), \quad p = \operatorname{softmax}(t), \quad q = \operatorname{softmax}(x)",
    Aliases = ["symmetric_kl", "j_divergence", "r_drop"])]
[English("KL divergence in both directions at once.",
    Use = "two predictions of the same input are to agree, as with two dropout masks.",
    Avoid = "one side is the truth (kl_div), or a class may be impossible on one side only (js_div).")]
[Chinese("两个方向的 KL 散度之和。",
    Use = "同一输入的两次预测应当一致时，例如使用不同的 dropout 掩码。",
    Avoid = "其中一方是真实分布时（用 kl_div），或某类别可能仅在一方为零时（用 js_div）。",
    Limits = "等于 kl_div 与 reverse_kl 之和。")]
public readonly record struct Jeffreys : IRowLoss
{
    static RowTargets IRowLoss.Targets => RowTargets.Rows;

    static InputSet IRowLoss.Differentiated => InputSet.First | InputSet.Second;

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
            sum += OfClass(own[k], other[k]);
        }

        return sum;
    }

    /// <summary>(p - q)(log p - log q) of the logarithms.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static T OfClass<T>(T own, T other)
        where T : IReal<T>
    {
        // Where a logarithm is -infinity the difference is taken of safe numbers, and four products give 0 or infinity.
        var infinite = T.Of(double.NegativeInfinity);
        var both = T.StopGradient(own + other);
        var safe = T.IfLess(infinite, both, own, T.Of(0));
        var safeOther = T.IfLess(infinite, both, other, T.Of(0));
        var ratio = safe - safeOther;
        var near = T.Exp(safeOther) * T.Expm1(ratio);
        var gap = T.IfLess(T.Abs(ratio), T.Of(1), near, T.Exp(safe) - T.Exp(safeOther));
        var (share, otherShare) = (T.Exp(own), T.Exp(other));
        var apart = T.ZeroTimes(share, own) - T.ZeroTimes(share, other) - T.ZeroTimes(otherShare, own) + T.ZeroTimes(otherShare, other);
        return T.IfLess(infinite, both, gap * ratio, apart);
    }
}
