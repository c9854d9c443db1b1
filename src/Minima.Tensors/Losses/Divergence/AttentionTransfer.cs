namespace Minima.Tensors.Losses;

/// <summary>The student should look where the teacher looks: the maps of squared activations, each of length 1.</summary>
/// <remarks>
/// <para>Formula: mean over positions of (n(F_s) - n(F_t))^2, with F the mean over channels of the squared features, n scaling to length 1.</para>
/// <para>Domain: real. Range: [0, 4 / P] for P positions.</para>
/// <para>Shapes: prediction [B, C, ..] and target [B, C', ..] with the same positions; one term for each item. Only the prediction is differentiated.</para>
/// <para>Convention: a mean over positions, as in the authors' code; the paper has the length of the difference.</para>
/// <para>Source: Zagoruyko and Komodakis 2017, arXiv:1612.03928.</para>
/// </remarks>
[Loss("attention_transfer", "Attention transfer", "注意力迁移",
    Family = LossFamily.Divergence,
    Formula = "mean (n(F_s) - n(F_t))^2;  F = mean_c f^2",
    Latex = @"\frac{1}{P} \sum_{q=1}^{P} \left(\frac{S_{q}}{\lVert S \rVert} - \frac{T_{q}}{\lVert T \rVert}\right)^{2}, \quad S_{q} = \frac{1}{C} \sum_{c=1}^{C} \mathrm{prediction}_{cq}^{2}, \quad T_{q} = \frac{1}{C'} \sum_{c=1}^{C'} \mathrm{target}_{cq}^{2}",
    Aliases = ["AttentionTransferLoss"])]
[English("Makes the student look where the teacher looks.",
    Use = "convolutional student and teacher have maps of one size, and different numbers of channels.",
    Avoid = "positions carry no meaning (kd, similarity_preserving).",
    Letters = "f: a feature map, prediction or target; F: its energy over the channels; s, t: student and teacher; n: a map divided by its norm; c: a channel; C: the number of channels; P: the number of positions")]
[Chinese("让学生关注教师所关注的位置。",
    Use = "学生与教师均为卷积网络，特征图大小相同而通道数不同时。",
    Avoid = "位置没有含义时（用 kd、similarity_preserving）。",
    Letters = "f：特征图（预测值或目标值）；F：其在通道上的能量；s、t：学生与教师；n：除以范数后的图；c：通道；C：通道数；P：位置数")]
public readonly record struct AttentionTransfer : ITensorLoss
{
    /// <summary>One term for each item.</summary>
    public LossTerms Of([Axes("...")] Tensor prediction, [Constant] Tensor target)
    {
        var student = Map(prediction);
        var teacher = Map(target);
        if (student.Shape != teacher.Shape) throw new LossException(LossError.Shape, $"attention_transfer: the prediction is {prediction.Shape}, the target {target.Shape}; all axes except the second (channels) must be equal.");
        return (student.Normalize(^1) - teacher.Normalize(^1)).Square().MeanOrZero(^1);
    }

    private static Tensor Map(Tensor features)
    {
        if (features.Rank < 3) throw new LossException(LossError.Shape, $"attention_transfer: the features have the shape {features.Shape}; they must be [B, C, ..] with at least one axis of positions.");
        var map = (features * features).MeanOrZero(1);
        return map.Reshape([map.Shape[0], map.Count / Math.Max(map.Shape[0], 1)]);
    }
}
