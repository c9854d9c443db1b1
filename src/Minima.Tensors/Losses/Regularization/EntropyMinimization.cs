namespace Minima.Tensors.Losses;

/// <summary>The entropy of predicted classes: every row should decide, for whichever class.</summary>
/// <remarks>
/// <para>Formula: -sum_k p_k log p_k, p = softmax(x).</para>
/// <para>Domain: logits real or -inf (an impossible class, which adds 0). Range: [0, log K].</para>
/// <para>Shapes: prediction [.., K]; one term for each row. It is differentiated.</para>
/// <para>Convention: with a minus, as a term of its own, it is the bonus for undecided policies of reinforcement learning.</para>
/// <para>Numerics: the logarithm of the leading class is that of the rest, so that an entropy near 0 is exact.</para>
/// <para>Source: Grandvalet and Bengio 2005, NeurIPS; Wang et al. 2021 (TENT), arXiv:2006.10726.</para>
/// </remarks>
[Loss("entropy_min", "Entropy minimisation", "熵最小化",
    Family = LossFamily.Regularization,
    Formula = "-sum_k p_k log p_k;  p = softmax(x)",
    Latex = @"-\sum_{k} p_{k} \log p_{k}, \quad p = \operatorname{softmax}(x)",
    Aliases = ["EntMin", "TENT", "entropy_minimization"])]
[English("Asks a classifier to be sure of itself, without labels.",
    Use = "rows without labels come from the classes of those with labels; a trained model meets shifted data (TENT).",
    Avoid = "the model is not good yet: it becomes sure of its mistakes; confidence_penalty does the contrary, and vat asks for stable predictions instead.",
    Letters = "p: the vector of predicted probabilities")]
[Chinese("不用标签，要求分类器作出明确的判断。",
    Use = "无标签样本与有标签样本同属一组类别时，或训练好的模型遇到分布偏移时（TENT）。",
    Avoid = "模型尚不够好时：它会对自己的错误更加确信；confidence_penalty 则相反，vat 则要求预测稳定。",
    Letters = "p：预测概率")]
public readonly record struct EntropyMinimization : ITensorLoss
{
    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("... K")] Tensor prediction) => SoftmaxCrossEntropy.WithSoftLabels(prediction, prediction.Softmax(^1));
}
