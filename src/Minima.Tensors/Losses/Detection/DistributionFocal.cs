namespace Minima.Tensors.Losses;

/// <summary>Cross-entropy on the two bins around a real target: a side of a box as a distribution over distances.</summary>
/// <remarks>
/// <para>Formula: -((i + 1 - y) log p_i + (y - i) log p_(i+1)), i = floor(y), p = softmax(x).</para>
/// <para>Domain: logits real; 0 &lt;= y &lt;= K - 1 (at K - 1 the last bin alone). Range: [0, inf). A target beyond the bins: refused.</para>
/// <para>Shapes: prediction [N, K], one column for each bin 0, 1, .., K - 1; target [N] real; one term for each row. Only the prediction is differentiated.</para>
/// <para>Convention: mmdet's DistributionFocalLoss.</para>
/// <para>Limits: cross_entropy at whole numbers.</para>
/// <para>Source: Li et al. 2020 (generalized focal loss), NeurIPS, arXiv:2006.04388.</para>
/// </remarks>
[Loss("distribution_focal", "Distribution focal", "分布焦点损失",
    Family = LossFamily.Detection, Link = PredictionLink.Softmax,
    Formula = "-((i + 1 - y) log p_i + (y - i) log p_(i+1));  i = floor(y), p = softmax(x)",
    Latex = @"-(i + 1 - y) \log p_{i} - (y - i) \log p_{i+1}, \quad i = \lfloor y \rfloor, \quad p = \operatorname{softmax}(x)",
    Aliases = ["DistributionFocalLoss", "DFL", "dfl_loss"])]
[English("Learns a real number as a distribution over whole ones, concentrated around it.",
    Use = "edges of boxes are uncertain and the detector predicts bins of distances.",
    Avoid = "one number is predicted directly (smooth_l1, iou), or the target is spread over many bins (hl_gauss).",
    Letters = "p: the vector of predicted probabilities; i: the bin below the target")]
[Chinese("把一个实数学成整数上的分布，集中在该实数附近。",
    Use = "框的边缘不确定，且检测器预测距离分箱时。",
    Avoid = "直接预测一个数时（用 smooth_l1、iou），或目标值须分散到许多分箱时（用 hl_gauss）。",
    Limits = "目标值为整数时为 cross_entropy。",
    Letters = "p：预测概率；i：目标值下方的分箱")]
public readonly record struct DistributionFocal : ITensorLoss
{
    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N K")] Tensor prediction, [Axes("N"), NonNegative, Constant] Tensor target)
    {
        var last = prediction.Shape[1] - 1;
        var values = target.To(ElementType.Double).ToArray();
        var bins = new int[values.Length * 2];
        var shares = new double[bins.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var y = values[i];
            if (y > last) throw new LossException(LossError.Domain, $"distribution_focal: 'target' at index {i} is {y}; with {last + 1} bins it must be from 0 to {last}. Use more bins, or clip the target.");
            var low = double.IsNaN(y) ? 0 : Math.Min((int)y, Math.Max(last - 1, 0));
            (bins[2 * i], bins[(2 * i) + 1]) = (low, Math.Min(low + 1, last));
            (shares[2 * i], shares[(2 * i) + 1]) = (1 - (y - low), y - low);
        }

        if (prediction.Count == 0) return prediction.Sum(^1);
        var each = SoftmaxCrossEntropy.AtEveryClass(prediction).TakeAlong(Tensor.Of(bins, [values.Length, 2]));
        var weights = Tensor.Of(shares, [values.Length, 2]).To(prediction.Type);
        return (weights * each.If(weights)).Sum(^1);
    }
}
