namespace Minima.Tensors.Losses;

/// <summary>The score of noisy data, learned from the noise that was added.</summary>
/// <remarks>
/// <para>Formula: 0.5 sum_d (s x_d + e_d)^2: half of s^2 |x + e / s|^2, with x the score, e the standard normal noise, s its scale.</para>
/// <para>Domain: real; sigma &gt; 0. Range: [0, inf).</para>
/// <para>Shapes: prediction and noise [N, D], sigma [N]; one term for each row. Only the prediction is differentiated.</para>
/// <para>Convention: weighted by s^2, so that all scales count alike.</para>
/// <para>Source: Vincent 2011, Neural Comput. 23(7), 1661-1674; Song and Ermon 2019, arXiv:1907.05600.</para>
/// </remarks>
[Loss("score_matching", "Denoising score matching", "去噪分数匹配",
    Family = LossFamily.Generative,
    Formula = "0.5 sum_d (s x_d + e_d)^2",
    Latex = @"\frac{1}{2} \sum_{d} (s x_{d} + e_{d})^{2}",
    Aliases = ["DenoisingScoreMatching", "DSMLoss"])]
[English("Learns the score of noisy data from the noise.",
    Use = "you train a score-based generative model at many scales of noise.",
    Avoid = "the network predicts the noise itself (ddpm).",
    Letters = "s: sigma; e: noise")]
[Chinese("由所加噪声学习含噪数据的分数函数。",
    Use = "在多个噪声尺度上训练基于分数的生成模型时。",
    Avoid = "网络直接预测噪声时（用 ddpm）。",
    Letters = "s：sigma；e：noise")]
public readonly record struct DenoisingScoreMatching : ITensorLoss
{
    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("N D"), Constant] Tensor noise, [Axes("N"), Positive, Constant] Tensor sigma) =>
        0.5 * ((sigma.Reshape([sigma.Count, 1]).BroadcastTo(prediction.Shape) * prediction) + noise).Square().Sum(^1);
}
