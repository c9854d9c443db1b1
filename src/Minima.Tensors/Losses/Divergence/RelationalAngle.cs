namespace Minima.Tensors.Losses;

/// <summary>The angles in the triangles of a batch should be those of the teacher.</summary>
/// <remarks>
/// <para>Formula: mean over i, j, k of smooth_l1 of the cosines of the angle at i between j and k.</para>
/// <para>Domain: real. Range: [0, 1.5].</para>
/// <para>Shapes: prediction [N, D], teacher [N, E]; one number, over N^3 triples. Only the prediction is differentiated.</para>
/// <para>Kinks: edges of length 0: derivative 0.</para>
/// <para>Source: Park, Kim, Lu and Cho 2019, CVPR, arXiv:1904.05068.</para>
/// </remarks>
[Loss("rkd_angle", "Relational KD (angle)", "关系蒸馏（角度）",
    Family = LossFamily.Divergence,
    Formula = "mean_ijk smooth_l1(cos_s(j, i, k), cos_t(j, i, k))",
    Latex = @"\begin{aligned} & \frac{1}{N^{3}} \sum_{i, j, k} h(\cos(s_{j} - s_{i}, s_{k} - s_{i}) - \cos(t_{j} - t_{i}, t_{k} - t_{i})) \\ & h(u) = \begin{cases} \frac{1}{2} u^{2} & \left|u\right| < 1 \\ \left|u\right| - \frac{1}{2} & \left|u\right| \ge 1 \end{cases} \end{aligned}",
    Kinks = "coinciding rows: slope 0", ChineseKinks = "样本重合处：斜率取 0",
    Aliases = ["RKD-A", "RkdAngle"])]
[English("Keeps the teacher's angles between items.",
    Use = "embeddings are distilled, and rkd_distance alone leaves their arrangement open.",
    Avoid = "batches are large: triples grow with the cube.",
    Letters = "s: prediction; t: teacher; i, j, k: samples; h, u: the smooth L1 loss and its argument")]
[Chinese("保持教师嵌入中样本之间的角度。",
    Use = "蒸馏嵌入，而仅用 rkd_distance 仍不能确定样本的布局时。",
    Avoid = "批次很大时：三元组数量按立方增长。",
    Letters = "s：prediction；t：teacher；i、j、k：样本；h、u：平滑 L1 损失及其自变量")]
public readonly record struct RelationalAngle : ITensorLoss
{
    /// <summary>The mean over all triples.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("N E"), Constant] Tensor teacher) =>
        LossTerms.Scalar(RelationalDistance.Discrepancy(Cosines(prediction), Cosines(teacher)).MeanOrZero());

    private static Tensor Cosines(Tensor x)
    {
        var n = x.Shape[0];
        var edges = (x.Expand(0, n) - x.Expand(1, n)).Normalize(^1);
        return edges.MatMul(edges.Transpose());
    }
}
