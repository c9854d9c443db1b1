namespace Minima.Tensors.Losses;

/// <summary>The distance between a model's outputs for one item at two levels of noise, quadratic when small and linear when large.</summary>
/// <remarks>
/// <para>Formula: sqrt(|x - t|^2 + c^2) - c, with c the scale.</para>
/// <para>Domain: real; scale &gt; 0. Range: [0, inf).</para>
/// <para>Shapes: prediction and target [.., D]; one term for each row. Only the prediction is differentiated: the target comes from the teacher.</para>
/// <para>Convention: the paper: c = 0.00054 sqrt(D); weights of steps by sample_weight.</para>
/// <para>Source: Song et al. 2023, arXiv:2303.01469; Song and Dhariwal 2024, arXiv:2310.14189.</para>
/// </remarks>
/// <param name="Scale">Distance at which the loss turns from quadratic to linear; 0.00054 sqrt(d) for d numbers is usual.</param>
[Loss("consistency_ph", "Consistency training (pseudo-Huber)", "一致性训练",
    Family = LossFamily.Generative,
    Formula = "sqrt(|x - t|^2 + c^2) - c;  c = scale",
    Latex = @"\sqrt{\lVert x - t \rVert^{2} + \mathrm{scale}^{2}} - \mathrm{scale}",
    Aliases = ["PseudoHuberConsistency"])]
[English("Asks a model for one answer at all levels of noise.",
    Use = "you train or distil a consistency model.",
    Avoid = "elements are to be compared one by one (pseudo_huber).")]
[Chinese("要求模型在所有噪声水平下给出相同的输出。",
    Use = "训练或蒸馏一致性模型时。",
    Avoid = "需要逐元素比较时（用 pseudo_huber）。")]
public readonly record struct ConsistencyTraining(
    [Positive, Chinese("损失由二次转为线性处的距离；d 维数据常取 0.00054 sqrt(d)。")] double Scale) : ITensorLoss
{
    public ConsistencyTraining()
        : this(0.01)
    {
    }

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("... D")] Tensor prediction, [Axes("... D"), Constant] Tensor target)
    {
        var square = (prediction - target).Square().Sum(^1);

        // The difference of root and scale, without cancellation.
        return square / ((square + (Scale * Scale)).Sqrt() + Scale);
    }
}
