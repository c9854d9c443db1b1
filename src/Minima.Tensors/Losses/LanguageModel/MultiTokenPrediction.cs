using Minima.Losses;

namespace Minima.Tensors.Losses;

/// <summary>Cross-entropy of the next token, and with a smaller weight of the ones after it, each predicted by a head of its own.</summary>
/// <remarks>
/// <para>Formula: CE_0 + lambda (1 / D) sum_d CE_d, head d predicts the token d + 1 places ahead; CE_d is a mean over its tokens.</para>
/// <para>Domain: logits real; tokens 0 to K - 1; lambda &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: logits [1 + D, T, K], the main head first; tokens [1 + D, T]; one number. Only the prediction is differentiated.</para>
/// <para>Convention: the tokens of each head are shifted by the caller. Without further heads the value is CE_0.</para>
/// <para>Source: Gloeckle et al. 2024, ICML, arXiv:2404.19737; DeepSeek-AI 2024, arXiv:2412.19437.</para>
/// </remarks>
/// <param name="Lambda">Weight of the further heads together; 0.1 to 0.3.</param>
[Loss("mtp", "Multi-token prediction", "多 token 预测",
    Family = LossFamily.LanguageModel,
    Formula = "CE_0 + lambda (1/D) sum_d CE_d",
    Latex = @"\mathrm{CE}_{0} + \frac{\lambda}{D} \sum_{d=1}^{D} \mathrm{CE}_{d}, \quad \mathrm{CE}_{d} = -\frac{1}{T} \sum_{t=1}^{T} \log \, \operatorname{softmax}(x_{dt})_{y_{dt}}",
    Aliases = ["multi_token_prediction", "MTPLoss"])]
[English("The next token, and the ones behind it by heads of their own.",
    Use = "a language model should plan ahead, or write several tokens at once.",
    Avoid = "the model is small: further heads then cost more than they bring (lm_cross_entropy). If the logits do not fit in memory, take fused_linear_ce.",
    Letters = "D: the number of further tokens, H - 1; d: how many tokens ahead")]
[Chinese("预测下一个词元，并用各自的输出头预测其后的词元。",
    Use = "希望语言模型看得更远，或一次写出多个词元时。",
    Avoid = "模型较小时：额外的输出头得不偿失（用 lm_cross_entropy）；logits 占用内存过多时用 fused_linear_ce。",
    Letters = "D：额外预测的词元数，即 H - 1；d：超前的词元数")]
public readonly record struct MultiTokenPrediction(
    [NonNegative, Chinese("额外输出头的总权重，取 0.1 至 0.3。")] double Lambda) : ITensorLoss
{
    public MultiTokenPrediction()
        : this(0.3)
    {
    }

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("H T K")] Tensor prediction, [Axes("H T"), Labels("K")] Tensor target)
    {
        var (heads, times) = (prediction.Shape[0], prediction.Shape[1]);
        if (heads == 0 || times == 0) return LossTerms.Scalar(prediction.Sum());
        var main = Head(prediction, target, 0, 1);
        return LossTerms.Scalar(heads == 1 ? main : main + (Head(prediction, target, 1, heads - 1) * Lambda));
    }

    /// <summary>The mean over some heads: all have the same number of tokens.</summary>
    private static Tensor Head(Tensor prediction, Tensor target, int first, int count) => new CrossEntropy().Apply(prediction.Slice(0, first, count), target.Slice(0, first, count));
}
