namespace Minima.Tensors.Losses;

/// <summary>Cross-entropy over a vocabulary in pieces: each gives its maximum and its sum of exponentials, from which those of the whole follow.</summary>
/// <remarks>
/// <para>Formula: log(sum over pieces of e^(m_c) s_c) - x_y, m_c = max of the piece, s_c = sum of e^(x - m_c).</para>
/// <para>Domain: logits real; labels 0 to K - 1; chunk_size at least 1. Range: [0, inf).</para>
/// <para>Shapes: logits [N, K], labels [N]; one term for each row. Only the prediction is differentiated.</para>
/// <para>Limits: cross_entropy, which it equals up to rounding; here as the way in which vocabularies are divided among machines.</para>
/// <para>Source: Milakov and Gimelshein 2018, arXiv:1805.02867; Shoeybi et al. 2019 (Megatron), arXiv:1909.08053.</para>
/// </remarks>
/// <param name="ChunkSize">Number of classes of a chunk; it changes the value by rounding alone.</param>
[Loss("chunked_ce", "Chunked (online-softmax) cross-entropy", "分块交叉熵",
    Family = LossFamily.LanguageModel,
    Formula = "log sum_c e^(m_c) s_c - x_y;  and chunk_size",
    ChineseFormula = "log sum_c e^(m_c) s_c - x_y；另有参数 chunk_size",
    Latex = @"\log \sum_{c} e^{m_{c}} s_{c} - x_{y}, \quad m_{c} = \max_{k \in c} x_{k}, \quad s_{c} = \sum_{k \in c} e^{x_{k} - m_{c}}, \quad c = \left\{k : \left\lfloor \frac{k}{\mathrm{chunk\_size}} \right\rfloor = 0\right\}, \left\{k : \left\lfloor \frac{k}{\mathrm{chunk\_size}} \right\rfloor = 1\right\}, \dots",
    Aliases = ["vocab_parallel_cross_entropy", "online_softmax_cross_entropy"])]
[English("Cross-entropy computed from pieces of the vocabulary.",
    Use = "you want to see, or to test, how a vocabulary is divided among machines.",
    Avoid = "memory holds all logits: cross_entropy is the same and faster.",
    Letters = "c: a chunk of classes; k: a class; m: the largest prediction of a chunk; s: its sum of exponentials")]
[Chinese("按词表的各个分块计算的交叉熵。",
    Use = "想了解或检验词表如何分给多台机器时。",
    Avoid = "全部类别都在同一处时：cross_entropy 结果相同，而且更快。",
    Limits = "与 cross_entropy 只差舍入误差；收录于此，是为展示词表如何分到多台机器上。",
    Letters = "c：一块类别；k：类别；m：块内最大的预测值；s：块内指数之和")]
public readonly record struct ChunkedCrossEntropy(
    [AtLeast(1), Chinese("每块的类别数；除舍入误差外不影响损失值。")] int ChunkSize) : ITensorLoss
{
    public ChunkedCrossEntropy()
        : this(2)
    {
    }

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N K")] Tensor prediction, [Axes("N"), Labels("K")] Tensor target)
    {
        var classes = prediction.Shape[1];
        var pieces = new List<Tensor>();
        for (var first = 0; first < classes; first += ChunkSize) pieces.Add(prediction.Slice(1, first, Math.Min(ChunkSize, classes - first)).LogSumExp(^1).Reshape([prediction.Shape[0], 1]));
        return Tensor.Concatenate(1, [.. pieces]).LogSumExp(^1) - prediction.Pick(target);
    }
}
