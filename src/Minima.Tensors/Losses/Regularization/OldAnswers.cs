namespace Minima.Tensors.Losses;

/// <summary>The cross-entropy of a model's outputs against its softened outputs from before a new task, so that it keeps them.</summary>
/// <remarks>
/// <para>Formula: -sum_k p_k log q_k, p = softmax(old / T), q = softmax(x / T).</para>
/// <para>Domain: real logits; temperature &gt; 0. Range: [0, inf).</para>
/// <para>Shapes: prediction and old [N, K]: the outputs for the old classes now, and before; one term for each row. Only the prediction is differentiated.</para>
/// <para>Convention: no factor T^2 (kd has one), and the entropy of p is not subtracted, as in Avalanche's batch-mean KL: the gradient is the same.</para>
/// <para>Source: Li and Hoiem 2016, ECCV, arXiv:1606.09282.</para>
/// </remarks>
/// <param name="Temperature">Divisor of the logits: the higher, the more small probabilities count. 2 to 5.</param>
[Loss("lwf", "Learning without forgetting", "无遗忘学习（LwF）",
    Family = LossFamily.Regularization,
    Formula = "-sum_k p_k log q_k;  p = softmax(old / T), q = softmax(x / T);  T = temperature",
    Latex = @"-\sum_{k} p_{k} \log q_{k}, \quad p = \operatorname{softmax}\left(\frac{\mathrm{old}}{T}\right), \quad q = \operatorname{softmax}\left(\frac{x}{T}\right), \quad T = \mathrm{temperature}",
    Aliases = ["learning_without_forgetting"])]
[English("Holds a model to its own answers of before, on the rows of the new task.",
    Use = "a trained classifier gets new classes and the old rows are gone.",
    Avoid = "the new rows look nothing like the old ones: the old answers there say little (ewc).",
    Letters = "p, q: the old and the new probabilities")]
[Chinese("让模型在新任务的样本上保持自己原先的输出。",
    Use = "训练好的分类器要增加类别，且旧数据已不在时。",
    Avoid = "新样本与旧样本毫不相似时：旧输出在那里意义不大（用 ewc）。",
    Letters = "p、q：旧模型与新模型的概率")]
public readonly record struct OldAnswers(
    [Positive, Chinese("logits 的除数：越大，小概率越受重视；取 2 至 5。")] double Temperature) : ITensorLoss
{
    public OldAnswers()
        : this(2)
    {
    }

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("... K")] Tensor prediction, [Axes("... K"), Constant] Tensor old) =>
        SoftmaxCrossEntropy.WithSoftLabels(prediction / Temperature, (old / Temperature).Softmax(^1));
}
