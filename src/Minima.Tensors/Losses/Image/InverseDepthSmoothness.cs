namespace Minima.Tensors.Losses;

/// <summary>Penalises changes of inverse depth, except where the image itself has an edge.</summary>
/// <remarks>
/// <para>Formula: mean of |d_x D| exp(-mean_c |d_x I|) + mean of |d_y D| exp(-mean_c |d_y I|), with D the prediction, I the image and d the difference of neighbours.</para>
/// <para>Domain: real. Range: [0, inf).</para>
/// <para>Shapes: prediction [H, W] and image [H, W], or [B, 1, H, W] and [B, C, H, W]; one number. In general the prediction has the image's shape, except for the channels (third axis from the last): 1, or as many as the image has. Only the prediction is differentiated.</para>
/// <para>Kinks: |x|: derivative 0 at 0.</para>
/// <para>Source: Godard, Mac Aodha and Brostow 2017, CVPR, arXiv:1609.03677.</para>
/// </remarks>
[Loss("inverse_depth_smoothness", "Inverse-depth smoothness", "逆深度平滑",
    Family = LossFamily.Image,
    Formula = "mean |d_x D| exp(-mean_c |d_x I|) + mean |d_y D| exp(-mean_c |d_y I|)",
    Latex = @"\frac{1}{M_{x}} \sum \left|\partial_{x} D\right| \exp\left(-\frac{1}{C} \sum_{c=1}^{C} \left|\partial_{x} I_{c}\right|\right) + \frac{1}{M_{y}} \sum \left|\partial_{y} D\right| \exp\left(-\frac{1}{C} \sum_{c=1}^{C} \left|\partial_{y} I_{c}\right|\right), \quad D = \mathrm{prediction}, \quad I = \mathrm{image}",
    Kinks = "equal neighbours: slope 0", ChineseKinks = "相邻像素相等处：斜率取 0",
    Aliases = ["inverse_depth_smoothness_loss", "InverseDepthSmoothnessLoss"])]
[English("Smooth depth, but at the edges of the image.",
    Use = "depth is learned without labels: an addend that fills in surfaces without texture.",
    Avoid = "edges in the picture are no edges of depth (print, shadows), or depth is measured (silog).",
    Letters = "d: a difference of neighbouring pixels; x, y: the horizontal and the vertical direction; c: a channel; C: the number of channels; M: the number of differences")]
[Chinese("要求深度平滑，但图像边缘处除外。",
    Use = "无标签学习深度时：作为附加项，用来填补缺少纹理的表面。",
    Avoid = "图像中的边缘并非深度边缘时（印刷图案、阴影），或有实测深度时（用 silog）。",
    Letters = "d：相邻像素之差；x、y：水平与竖直方向；c：通道；C：通道数；M：差的个数")]
public readonly record struct InverseDepthSmoothness : ITensorLoss
{
    /// <summary>The mean along rows and that along columns, added.</summary>
    public LossTerms Of([Axes("... H W")] Tensor prediction, [Constant] Tensor image)
    {
        CheckImage(prediction, image);
        var depth = ImageAxes.Planes(prediction);
        return LossTerms.Scalar(Along(1) + Along(2));

        Tensor Along(int axis)
        {
            var edges = ImageAxes.Planes(image).Diff(axis).Abs();
            var steps = depth.Diff(axis);
            var channels = image.Rank < 3 || image.Shape == prediction.Shape ? 1 : image.Shape[^3];
            var mean = edges.Reshape([steps.Shape[0], channels, steps.Shape[1] * steps.Shape[2]]).MeanOrZero(1).Reshape(steps.Shape);
            return (steps * (-mean).Exp()).Abs().MeanOrZero();
        }
    }

    private static void CheckImage(Tensor prediction, Tensor image)
    {
        if (image.Shape == prediction.Shape) return;
        if (image.Rank != prediction.Rank || image.Rank < 3 || image.Shape.With(image.Rank - 3, 1) != prediction.Shape)
            throw new LossException(LossError.Shape, $"inverse_depth_smoothness: the prediction is {prediction.Shape}, the image {image.Shape}; they must be equal, except that the prediction may have 1 channel (third axis from the end).");
    }
}
