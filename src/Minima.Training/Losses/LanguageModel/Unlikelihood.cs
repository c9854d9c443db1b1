namespace Minima.Training.Losses;

/// <summary>Cross-entropy, and a penalty on the probabilities of tokens that should not come: repetitions.</summary>
/// <remarks>
/// <para>Formula: -log p_y - alpha sum_k c_k log(1 - p_k), p = softmax(x), c the candidates (1 for a token that should not come).</para>
/// <para>Domain: logits real; labels 0 to K - 1; candidates 0 to 1; alpha &gt;= 0. Range: [0, inf].</para>
/// <para>Shapes: logits [N, K], labels [N], candidates [N, K]; one term for each row. Only the prediction is differentiated.</para>
/// <para>Numerics: log(1 - p) as minus the softplus of the logit against all others, exact where p is near 1.</para>
/// <para>Source: Welleck et al. 2020, ICLR, arXiv:1908.04319.</para>
/// </remarks>
/// <param name="Alpha">How much the unwanted tokens count.</param>
[Loss("unlikelihood", "Unlikelihood", "非似然训练损失",
    Family = LossFamily.LanguageModel,
    Formula = "-log p_y - alpha sum_k c_k log(1 - p_k);  p = softmax(x)",
    Aliases = ["unlikelihood_loss", "UnlikelihoodLoss"],
    Source = "Welleck et al. 2020")]
[English("Cross-entropy that also pushes named tokens down.",
    Use = "a model repeats itself, or certain tokens must not come.",
    Avoid = "nothing is unwanted (lm_cross_entropy), or whole answers are compared (dpo).")]
[Chinese("在交叉熵之外压低指定 token 的概率。",
    Use = "模型反复重复，或某些 token 不应出现时。",
    Avoid = "没有不想要的 token 时（用 lm_cross_entropy），或比较的是整段回答时（用 dpo）。")]
public readonly record struct Unlikelihood([NonNegative] double Alpha) : ITensorLoss
{
    public Unlikelihood()
        : this(1)
    {
    }

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N K")] Tensor prediction, [Axes("N"), Labels("K")] Tensor target, [Axes("N K"), Unit, Constant] Tensor candidates)
    {
        var count = prediction.Shape[1];
        var likelihood = Classify.Rows(prediction, target);
        var penalties = new List<Tensor>();
        for (var k = 0; k < count; k++)
        {
            // -log(1 - p_k) = softplus(x_k - log-sum-exp of the others).
            var others = Others(prediction, k).LogSumExp(^1);
            penalties.Add((prediction.Slice(1, k, 1).Reshape([prediction.Shape[0]]) - others).Softplus().Reshape([prediction.Shape[0], 1]));
        }

        return likelihood + ((Tensor.Concatenate(1, [.. penalties]) * candidates).If(candidates).Sum(^1) * Alpha);
    }

    private static Tensor Others(Tensor rows, int k) => Tensor.Concatenate(1, rows.Slice(1, 0, k), rows.Slice(1, k + 1, rows.Shape[1] - k - 1));
}
