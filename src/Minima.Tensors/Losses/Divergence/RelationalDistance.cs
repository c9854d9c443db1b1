using Minima.Losses;

namespace Minima.Tensors.Losses;

/// <summary>Distances between the items of a batch should be to each other as they are for the teacher.</summary>
/// <remarks>
/// <para>Formula: mean over pairs of smooth_l1(d_s / mean d_s, d_t / mean d_t), with d the distances of rows, their means over those above 0.</para>
/// <para>Domain: real. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, D], teacher [N, E]; one number. Only the prediction is differentiated.</para>
/// <para>Kinks: distances of coinciding rows: derivative 0.</para>
/// <para>Source: Park, Kim, Lu and Cho 2019, CVPR, arXiv:1904.05068.</para>
/// </remarks>
[Loss("rkd_distance", "Relational KD (distance)", "关系蒸馏（距离）",
    Family = LossFamily.Divergence,
    Formula = "mean_ij smooth_l1(d_s / mean d_s, d_t / mean d_t)",
    Latex = @"\begin{aligned} & \frac{1}{N^{2}} \sum_{i, j} h\left(\frac{d_{s, ij}}{\mu_{s}} - \frac{d_{t, ij}}{\mu_{t}}\right), \quad d_{x, ij} = \left\lVert x_{i} - x_{j} \right\rVert, \quad \mu_{x} = \frac{\sum_{i, j} d_{x, ij}}{\sum_{i, j} [d_{x, ij} > 0]} \\ & h(u) = \begin{cases} \frac{1}{2} u^{2} & \left|u\right| < 1 \\ \left|u\right| - \frac{1}{2} & \left|u\right| \ge 1 \end{cases} \end{aligned}",
    Kinks = "coinciding rows: slope 0", ChineseKinks = "样本重合处：斜率取 0",
    Aliases = ["RKD-D", "RkdDistance"])]
[English("Keeps the teacher's distances between items, up to scale.",
    Use = "embeddings are distilled into another width.",
    Avoid = "the outputs are classes (kd).",
    Letters = "s: prediction; t: teacher; d: a distance within one of them; x: either of them")]
[Chinese("保持教师嵌入中样本之间的距离（允许整体缩放）。",
    Use = "把嵌入蒸馏到不同的维数时。",
    Avoid = "输出是类别时（用 kd）。",
    Letters = "s：prediction；t：teacher；d：其中一者内部的距离；x：两者之一")]
public readonly record struct RelationalDistance : ITensorLoss
{
    /// <summary>The mean over all pairs.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("N E"), Constant] Tensor teacher) =>
        LossTerms.Scalar(Discrepancy(Relative(prediction), Relative(teacher)).MeanOrZero());

    /// <summary>The distance of each relation of the student from the teacher's: squared below 1, linear beyond.</summary>
    internal static Tensor Discrepancy(Tensor student, Tensor teacher) => new SmoothL1().Apply(student, teacher.Detach(), new LossArguments { Reduction = Minima.Reduction.None });

    private static Tensor Relative(Tensor x)
    {
        var distances = x.PairwiseDistances(x);
        var apart = Tensor.Scalar(0, x.Type).Less(distances).Sum().Item();
        return apart == 0 ? distances : distances / (distances.Sum() / apart);
    }
}
