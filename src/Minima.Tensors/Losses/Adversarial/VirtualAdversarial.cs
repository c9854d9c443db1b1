namespace Minima.Tensors.Losses;

/// <summary>The change of the prediction under the perturbation that changes it most; labels are not needed.</summary>
/// <remarks>
/// <para>Formula: KL(softmax(target) || softmax(prediction)), target the logits without, prediction those with the perturbation.</para>
/// <para>Domain: real logits. Range: [0, inf).</para>
/// <para>Shapes: prediction and target [.., K] logits; one term for each row. Only the prediction is differentiated.</para>
/// <para>Convention: the perturbation, eps d / |d| with d from one power iteration, is found by the caller.</para>
/// <para>Source: Miyato, Maeda, Koyama and Ishii 2018, IEEE TPAMI 41(8), arXiv:1704.03976.</para>
/// </remarks>
[Loss("vat", "Virtual adversarial (LDS)", "虚拟对抗训练",
    Family = LossFamily.Adversarial,
    Formula = "KL(softmax(t) || softmax(x))",
    Latex = @"\sum_{k} q_{k} \log \frac{q_{k}}{p_{k}}, \quad q = \operatorname{softmax}(t), \quad p = \operatorname{softmax}(x)",
    Aliases = ["VATLoss", "LDS"])]
[English("Asks for predictions that small changes of the input do not move.",
    Use = "you have few labelled samples and many without a label: add it to cross_entropy.",
    Avoid = "the input has no small changes that keep the class (text, tables of codes). With good augmentations, take fixmatch.",
    Letters = "q, p: the probabilities of target and prediction")]
[Chinese("要求预测不随输入的微小变化而改变。",
    Use = "有标签的样本少、无标签的样本多时：把它加到 cross_entropy 上。",
    Avoid = "输入不存在保持类别的微小变化时（文本、类别编码的表格）；有好的数据增强时用 fixmatch。",
    Letters = "q、p：目标值与预测值的概率")]
public readonly record struct VirtualAdversarial : ITensorLoss
{
    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("... K")] Tensor prediction, [Axes("... K"), Constant] Tensor target) =>
        LogProbabilities.KullbackLeibler(target.LogSoftmax(^1), prediction.LogSoftmax(^1));
}
