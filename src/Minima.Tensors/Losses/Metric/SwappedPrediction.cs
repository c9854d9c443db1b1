namespace Minima.Tensors.Losses;

/// <summary>From the prototype scores of one view the balanced clusters of the other are predicted, and the other way round: SwAV.</summary>
/// <remarks>
/// <para>Formula: l_i = -1/2 sum_k (Q'_ik log softmax(z_i / T)_k + Q_ik log softmax(z'_i / T)_k), with z and z' the scores of the two views, Q and Q' their
/// assignments: exp(z / e), scaled in turn so that every prototype and then every row has the same share, by Sinkhorn and Knopp. Assignments are constants.</para>
/// <para>Domain: real; temperature, epsilon &gt; 0; iterations at least 1. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, K], other [N, K] (scores of normalised embeddings against K prototypes); one term for each row. Both are differentiated.
/// Reduction: mean over rows.</para>
/// <para>Numerics: the assignments are computed as logarithms, so that no score under- or overflows.</para>
/// <para>Source: Caron et al. 2020, arXiv:2006.09882.</para>
/// </remarks>
/// <param name="Temperature">Divisor of the scores in the prediction; 0.1 is usual.</param>
/// <param name="Epsilon">Divisor of the scores in the assignment: the larger, the softer. 0.05 is usual.</param>
/// <param name="Iterations">Number of Sinkhorn iterations that balance the assignment; 3 is usual.</param>
[Loss("swav", "SwAV swapped prediction", "SwAV 交换预测",
    Family = LossFamily.Metric, StopsGradient = true,
    Formula = "-1/2 sum_k (Q'_ik log softmax(z_i / T)_k + Q_ik log softmax(z'_i / T)_k);  T = temperature;  and epsilon, iterations",
    ChineseFormula = "-1/2 sum_k (Q'_ik log softmax(z_i / T)_k + Q_ik log softmax(z'_i / T)_k);  T = temperature；另有参数 epsilon、iterations",
    Latex = @"\begin{aligned} & -\frac{1}{2} \sum_{k} \left(Q'_{ik} \log \, \operatorname{softmax}\left(\frac{z_{i}}{T}\right)_{k} + Q_{ik} \log \, \operatorname{softmax}\left(\frac{z'_{i}}{T}\right)_{k}\right), \quad Q = \operatorname{sg}\left(Q^{(\mathrm{iterations})}\right) \\ & Q^{(0)}_{ik} = e^{z_{ik} / \varepsilon}, \quad Q^{(l+1)}_{ik} = \frac{R_{ik}}{\sum_{j} R_{ij}}, \quad R_{ik} = \frac{Q^{(l)}_{ik}}{\sum_{j} Q^{(l)}_{jk}}, \quad T = \mathrm{temperature} \end{aligned}",
    Kinks = "the assignments Q count as constants",
    ChineseKinks = "分配 Q 视为常数")]
[English("Each view predicts the balanced cluster of the other view.",
    Use = "you learn without labels from several crops and batches are too small for negatives.",
    Avoid = "the number of prototypes exceeds what a batch can balance (dino), or there are only two views (byol).",
    Letters = "Q: the balanced assignment to prototypes; z: the input `prediction`, with a prime the input `other`; k, j: prototypes; l: a round of normalisation")]
[Chinese("每个视图预测另一视图所属的均衡聚类。",
    Use = "用多个裁剪图做无标签学习，而批次太小、不足以提供负样本时。",
    Avoid = "原型数量超出一个批次所能均衡的范围时（用 dino）；或只有两个视图时（用 byol）。",
    Letters = "Q：到各原型的均衡分配；z：输入 `prediction`，带撇者为输入 `other`；k、j：原型；l：归一化轮次")]
public readonly record struct SwappedPrediction(
    [Positive, Chinese("预测中得分的除数，常用 0.1。")] double Temperature,
    [Positive, Chinese("分配中得分的除数：越大分配越软。常用 0.05。")] double Epsilon,
    [Between(1, 10_000), Chinese("平衡分配的 Sinkhorn 迭代次数，常用 3。")] int Iterations) : ITensorLoss
{
    public SwappedPrediction()
        : this(0.1, 0.05, 3)
    {
    }

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N K")] Tensor prediction, [Axes("N K")] Tensor other) =>
        (SoftmaxCrossEntropy.WithSoftLabels(prediction / Temperature, Assigned(other)) + SoftmaxCrossEntropy.WithSoftLabels(other / Temperature, Assigned(prediction))) / 2;

    private Tensor Assigned(Tensor scores)
    {
        if (scores.Count == 0) return scores;
        WorkBudget.Expect((double)Iterations * scores.Count);
        var logarithm = scores.Detach() / Epsilon;
        for (var i = 0; i < Iterations; i++)
        {
            logarithm -= logarithm.LogSumExp(0).BroadcastTo(logarithm.Shape);
            logarithm = logarithm.LogSoftmax(^1);
        }

        return logarithm.Exp();
    }
}
