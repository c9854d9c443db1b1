using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Cross-entropy that also holds the log-sum-exp of the logits near 0, so that they do not drift away.</summary>
/// <remarks>
/// <para>Formula: w_y (-log p_y + z L^2), with p = softmax(x), L = log sum_k e^(x_k), x the prediction, y the label, z the weight and w the class weights (1 where
/// there are none).</para>
/// <para>Domain: logits real, -inf for an impossible class; label 0 to K - 1; weight &gt;= 0. Link: softmax. Range: [0, inf). Label out of range: refused.</para>
/// <para>Shapes: rows of K logits, one label a row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Convention: z 1e-4 (PaLM); the router z-loss of mixtures of experts is its second part alone.</para>
/// <para>Numerics: the log-sum-exp is shifted by the largest logit.</para>
/// <para>Limits: weight 0 is cross_entropy.</para>
/// <para>Source: Chowdhery et al. 2022, arXiv:2204.02311; Zoph et al. 2022, arXiv:2202.08906.</para>
/// </remarks>
/// <param name="Weight">Weight of the squared log-sum-exp; 1e-4 is usual for language models.</param>
[Loss("z_loss", "Cross-entropy with z-loss", "z-loss 交叉熵",
    Family = LossFamily.MultiClass, Link = PredictionLink.Softmax, FloatUlps = 8,
    Formula = "-log p_y + z (log sum_k e^x_k)^2;  p = softmax(x);  z = weight",
    Latex = @"-\log p_{y} + \mathrm{weight} \left(\log \sum_{k} e^{x_{k}}\right)^{2}, \quad p = \operatorname{softmax}(x)",
    Aliases = ["ce_z_loss", "router_z_loss", "lm_z_loss"])]
[English("Cross-entropy plus a small square of the log-sum-exp, which keeps logits where numbers are precise.",
    Use = "a large softmax is trained in low precision and its logits drift.",
    Avoid = "models are small and precise: cross_entropy needs no such help.")]
[Chinese("交叉熵加上权重很小的 log-sum-exp 平方项，使 logit 保持在数值精度高的范围内。",
    Use = "以低精度训练很大的 softmax，且 logit 发生漂移时。",
    Avoid = "模型小且精度足够时：cross_entropy 即可，无需此项。",
    Limits = "weight = 0 时为 cross_entropy。")]
public readonly record struct ZLoss(
    [NonNegative, Chinese("log-sum-exp 平方的权重；语言模型常用 1e-4。")] double Weight) : IRowLoss
{
    public ZLoss()
        : this(1e-4)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var level = Rows.LogSumExp(row.Prediction);
        return row.Weighted(T.Of(Weight) * (level * level) - row.LogProbabilityOfLabel());
    }
}
