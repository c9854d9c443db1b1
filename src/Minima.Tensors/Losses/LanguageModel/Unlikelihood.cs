namespace Minima.Tensors.Losses;

/// <summary>Cross-entropy, and a penalty on the probabilities of tokens that should not occur, such as repetitions.</summary>
/// <remarks>
/// <para>Formula: -log p_y - alpha sum_k c_k log(1 - p_k), p = softmax(x), c the candidates (1 for a token that should not come).</para>
/// <para>Domain: logits real; labels 0 to K - 1; candidates 0 to 1; alpha &gt;= 0. Range: [0, inf].</para>
/// <para>Shapes: logits [N, K], labels [N], candidates [N, K]; one term for each row. Only the prediction is differentiated.</para>
/// <para>Numerics: -log(1 - p) as the softplus of the logit against all others, exact where p is near 1; O(K) for a row of K.</para>
/// <para>Source: Welleck et al. 2020, ICLR, arXiv:1908.04319.</para>
/// </remarks>
/// <param name="Alpha">Weight of the unwanted tokens; 1 is usual.</param>
[Loss("unlikelihood", "Unlikelihood", "非似然训练损失",
    Family = LossFamily.LanguageModel,
    Formula = "-log p_y - alpha sum_k c_k log(1 - p_k);  p = softmax(x)",
    Latex = @"-\log p_{y} - \alpha \sum_{k} c_{k} \log(1 - p_{k}), \quad p = \operatorname{softmax}(x)",
    Aliases = ["unlikelihood_loss", "UnlikelihoodLoss"])]
[English("Cross-entropy that also pushes named tokens down.",
    Use = "a model repeats itself, or certain tokens must not come.",
    Avoid = "nothing is unwanted (lm_cross_entropy), or whole answers are compared (dpo).",
    Letters = "c: candidates; p: the vector of predicted probabilities")]
[Chinese("在交叉熵之外，还压低指定词元的概率。",
    Use = "模型总在重复，或某些词元不应出现时。",
    Avoid = "没有不想要的词元时（用 lm_cross_entropy），或比较的是整段回答时（用 dpo）。",
    Letters = "c：candidates；p：预测概率")]
public readonly record struct Unlikelihood(
    [NonNegative, Chinese("不希望出现的词元的权重，常用 1。")] double Alpha) : ITensorLoss
{
    public Unlikelihood()
        : this(1)
    {
    }

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N K")] Tensor prediction, [Axes("N"), Labels("K")] Tensor target, [Axes("N K"), Unit, Constant] Tensor candidates)
    {
        var penalties = SoftmaxCrossEntropy.OfComplement(prediction).If(candidates);
        return SoftmaxCrossEntropy.PerRow(prediction, target) + ((candidates * penalties).Sum(^1) * Alpha);
    }
}
