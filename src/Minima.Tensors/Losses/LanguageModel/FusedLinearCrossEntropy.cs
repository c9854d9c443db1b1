namespace Minima.Tensors.Losses;

/// <summary>The last linear layer and the cross-entropy of its logits in one, without all logits in memory: for large vocabularies.</summary>
/// <remarks>
/// <para>Formula: -log softmax(cap(H W^T))_y, cap(z) = c tanh(z / c) with the soft cap c, or z where c is 0.</para>
/// <para>Domain: real; labels 0 to V - 1; softcap &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: hidden rows [N, D], weight [V, D] (PyTorch's), labels [N]; one term for each row. Hidden rows and weight are differentiated.</para>
/// <para>Numerics: 256 rows at a time: memory 256 V numbers instead of N V. If rows count differently (weights, or reduction none), the backward pass computes their logits again; there is no second derivative.</para>
/// <para>Limits: cross_entropy of the logits.</para>
/// <para>Source: Wijmans et al. 2024, arXiv:2411.09009; Hsu et al. 2024 (Liger), arXiv:2410.10989; soft cap: Gemma 2, arXiv:2408.00118.</para>
/// </remarks>
/// <param name="Softcap">Bound of the logits, c tanh(x / c); 0 sets none, 30 is usual.</param>
[Loss("fused_linear_ce", "Fused linear cross-entropy", "融合线性交叉熵",
    Family = LossFamily.LanguageModel,
    Formula = "-log softmax(cap(H W^T))_y;  cap(z) = c tanh(z / c);  c = softcap",
    Latex = @"-\log \operatorname{softmax}(z)_{y}, \quad z = \begin{cases} W h & \text{if } \mathrm{softcap} = 0 \\ \mathrm{softcap} \, \tanh \frac{W h}{\mathrm{softcap}} & \text{otherwise} \end{cases}, \quad h = \mathrm{hidden}, \quad W = \mathrm{weight}",
    Aliases = ["LinearCrossEntropyLoss", "linear_cross_entropy", "LigerFusedLinearCrossEntropyLoss", "cut_cross_entropy", "CutCrossEntropy"])]
[English("Cross-entropy of a linear layer whose logits are never all in memory.",
    Use = "the vocabulary is so large that its logits would fill the memory.",
    Avoid = "there are few classes: cross_entropy of the layer's output is simpler and as fast.",
    Letters = "H: hidden; z: the vector of logits")]
[Chinese("线性层与交叉熵合而为一，全部 logit 从不同时驻留内存。",
    Use = "词表很大，全部 logit 会占满内存时。",
    Avoid = "类别不多时：对该层输出使用 cross_entropy 更简单，速度相同。",
    Limits = "即 logits 的 cross_entropy。",
    Letters = "H：hidden；z：logits")]
public readonly record struct FusedLinearCrossEntropy(
    [NonNegative, Chinese("logits 的上限 c tanh(x / c)；0 表示不限，常用 30。")] double Softcap) : ITensorLoss
{
    public FusedLinearCrossEntropy()
        : this(0)
    {
    }

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N D")] Tensor hidden, [Axes("V D")] Tensor weight, [Axes("N"), Labels("V")] Tensor target) => SoftmaxCrossEntropy.OfProducts(hidden, weight, target, Softcap);
}
