namespace Minima.Tensors.Losses;

/// <summary>The Jaccard loss of a mask made convex: hinges of the pixels, weighted by what each costs the index.</summary>
/// <remarks>
/// <para>Formula: sum_i max(0, e_(i)) g_i, e = 1 - x (2 t - 1) sorted from the largest, g_i = J_i - J_(i-1), J_i = 1 - I_i / U_i the Jaccard loss with the first i pixels counted as errors.</para>
/// <para>Domain: logits real; target 0 or 1 (between them a pixel counts in part). Range: [0, inf).</para>
/// <para>Shapes: prediction and target of one shape, the first axis numbers the images, all others are pixels; one axis is one image. One term for each image. Only the prediction is
/// differentiated; the weights g are constant.</para>
/// <para>Kinks: derivative 0 where e = 0; equal errors keep their order.</para>
/// <para>Convention: per image, with max(0, e); some ports take elu(e) + 1. An image without foreground costs its largest hinge.</para>
/// <para>Numerics: g as one quotient of counts, exact for any number of pixels; O(P log P) for P pixels.</para>
/// <para>Limits: twice jaccard if all logits are -1 or 1.</para>
/// <para>Source: Berman, Rannen Triki and Blaschko 2018, CVPR, arXiv:1705.08790.</para>
/// </remarks>
[Loss("lovasz_hinge", "Lovasz hinge", "Lovász 合页损失",
    Family = LossFamily.Segmentation,
    Formula = "sum_i max(0, e_(i)) (J_i - J_(i-1));  e = 1 - x (2 t - 1)",
    Latex = @"\begin{aligned} & \sum_{i} \max(0, e_{(i)}) (J_{i} - J_{i - 1}), \quad e_{i} = 1 - x_{i} (2 t_{i} - 1), \quad e_{(1)} \ge e_{(2)} \ge \dots \\ & J_{i} = 1 - \frac{\sum_{j > i} t_{(j)}}{\sum_{j} t_{(j)} + \sum_{j \le i} (1 - t_{(j)})}, \quad J_{0} = 0 \end{aligned}",
    Kinks = "e = 0: slope 0; equal errors keep their order", ChineseKinks = "e = 0 处斜率取 0；相等的误差保持原有次序",
    Aliases = ["lovasz_hinge_loss", "LovaszHingeLoss", "BinaryLovaszLoss"])]
[English("Minimises the Jaccard index itself, through a convex surface over the hinges of the pixels.",
    Use = "a binary mask is judged by its intersection over union and the foreground is small.",
    Avoid = "training starts from noise: begin with bce_with_logits or dice, the hinges then finish; for several classes lovasz_softmax.",
    Letters = "e: the vector of errors; i, j: elements in falling order of e; J: the Jaccard loss of the first i of them")]
[Chinese("借助像素合页误差上的凸曲面，直接优化 Jaccard 指数。",
    Use = "以交并比评价二值掩码，且前景较小时。",
    Avoid = "从零开始训练时：先用 bce_with_logits 或 dice，再用它收尾；多个类别时用 lovasz_softmax。",
    Limits = "所有 logit 为 -1 或 1 时为 jaccard 的两倍。",
    Letters = "e：误差；i、j：按 e 从大到小排列的元素；J：前 i 个的 Jaccard 损失")]
public readonly record struct LovaszHinge : ITensorLoss
{
    /// <summary>One term for each image.</summary>
    public LossTerms Of([Axes("...")] Tensor prediction, [Axes("..."), Unit, Constant] Tensor target)
    {
        var images = prediction.Rank < 2 ? 1 : prediction.Shape[0];
        var truths = ImageAxes.Rows(target, images);
        var errors = 1 - (ImageAxes.Rows(prediction, images) * ((2 * truths) - 1));
        return Lovasz.Extension(errors.Relu(), truths);
    }
}
