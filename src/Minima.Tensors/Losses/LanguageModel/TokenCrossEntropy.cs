using Minima.Losses;

namespace Minima.Tensors.Losses;

/// <summary>The mean cross-entropy of the tokens that count: the training loss of language models. Its exponential is the perplexity.</summary>
/// <remarks>
/// <para>Formula: sum_t m_t (-log softmax(x_t)_(y_t)) / sum_t m_t, m_t = 0 where the token is ignored.</para>
/// <para>Domain: logits real; tokens 0 to K - 1, or the ignored one. Range: [0, inf). No token that counts: 0.</para>
/// <para>Shapes: logits [..., K], tokens [...]; one number. Only the prediction is differentiated.</para>
/// <para>Convention: the shift by one (token t + 1 is predicted at t) is the caller's, as in PyTorch; Hugging Face shifts inside.</para>
/// <para>Source: Bengio et al. 2003, JMLR 3, 1137-1155.</para>
/// </remarks>
/// <param name="IgnoreIndex">Label of the tokens that do not count: padding, or the question before the answer.</param>
[Loss("lm_cross_entropy", "Token cross-entropy of a language model", "语言模型交叉熵",
    Family = LossFamily.LanguageModel,
    Formula = "sum_t m_t (-log softmax(x_t)_(y_t)) / sum_t m_t;  and ignore_index",
    ChineseFormula = "sum_t m_t (-log softmax(x_t)_(y_t)) / sum_t m_t；另有参数 ignore_index",
    Latex = @"-\frac{\sum_{t} m_{t} \log \, \operatorname{softmax}(x_{t})_{y_{t}}}{\sum_{t} m_{t}}, \quad m_{t} = \begin{cases} 0 & y_{t} = \mathrm{ignore\_index} \\ 1 & y_{t} \ne \mathrm{ignore\_index} \end{cases}",
    Aliases = ["causal_lm_loss", "ForCausalLMLoss", "perplexity_loss"])]
[English("The mean cross-entropy over the tokens that count.",
    Use = "you train a model that writes text, token by token.",
    Avoid = "the vocabulary fills the memory (fused_linear_ce), or tokens need weights of their own (cross_entropy).",
    Letters = "y: target; m: an indicator, 0 for ignored tokens and 1 for all others; t: a token")]
[Chinese("在计入的各个词元上取平均的交叉熵。",
    Use = "训练逐词元生成文本的模型时。",
    Avoid = "词表占满内存时（用 fused_linear_ce），或各词元需要不同的权重时（用 cross_entropy）。",
    Letters = "y：target；m：指示量，忽略的词元为 0，其余为 1；t：词元")]
public readonly record struct TokenCrossEntropy(
    [Chinese("不计入损失的词元的标签值：填充，或答案之前的提问部分。")] int IgnoreIndex) : ITensorLoss
{
    public TokenCrossEntropy()
        : this(-100)
    {
    }

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("... K")] Tensor prediction, [Axes("..."), Labels] Tensor target) =>
        LossTerms.Scalar(new CrossEntropy().Apply(prediction, target, new LossArguments { IgnoreIndex = IgnoreIndex }));
}
