namespace Minima.Tensors.Losses;

/// <summary>Minus the importance-weighted bound on a log-likelihood: the more samples, the tighter.</summary>
/// <remarks>
/// <para>Formula: log K - log sum_k w_k, from log w.</para>
/// <para>Domain: real, -inf allowed. Range: all reals.</para>
/// <para>Shapes: log_weights [.., K]: log p(x, z_k) - log q(z_k | x); one term for each row.</para>
/// <para>Source: Burda, Grosse and Salakhutdinov 2016, arXiv:1509.00519.</para>
/// </remarks>
[Loss("iwae", "IWAE bound", "重要性加权界",
    Family = LossFamily.Generative, LowerBound = double.NegativeInfinity,
    Formula = "log K - logsumexp_k log w_k",
    Latex = @"-\log\left(\frac{1}{K} \sum_{k=1}^{K} w_{k}\right), \quad w_{k} = e^{\mathrm{log\_weights}_{k}}",
    Aliases = ["IWAELoss"])]
[English("A tighter bound than that of vae_elbo, from several samples.",
    Use = "the likelihood counts, or the posterior is complex.",
    Avoid = "the encoder is what you need: its gradients fade as samples grow (vae_elbo). If the likelihood must be exact, take flow_nll.",
    Letters = "w: the importance weight, whose logarithm is in `log_weights`")]
[Chinese("用多个样本得到比 vae_elbo 更紧的界。",
    Use = "看重似然，或后验复杂时。",
    Avoid = "需要的是编码器时：样本越多，编码器的梯度越弱（用 vae_elbo）；需要精确的似然时用 flow_nll。",
    Letters = "w：重要性权重，其对数为 `log_weights`")]
public readonly record struct ImportanceWeighted : ITensorLoss
{
    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("... K")] Tensor logWeights) => Math.Log(Math.Max(logWeights.Shape[^1], 1)) - logWeights.LogSumExp(^1);
}
