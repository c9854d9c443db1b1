namespace Minima.Tensors.Losses;

/// <summary>The differences between neighbouring pixels: added to another loss, it smooths and keeps edges.</summary>
/// <remarks>
/// <para>Formula: sum of |x_(i+1)j - x_ij|^b + sum of |x_i(j+1) - x_ij|^b, with b the power.</para>
/// <para>Domain: real; power &gt; 0. Range: [0, inf).</para>
/// <para>Shapes: prediction: two axes are one image, and the loss is one number; of more the first numbers the images, and there is one term for each. Reduction: mean over images.</para>
/// <para>Kinks: |x|: derivative 0 at 0.</para>
/// <para>Convention: anisotropic, and a sum (Kornia, TensorFlow), so that it grows with the image.</para>
/// <para>Source: Rudin, Osher and Fatemi 1992, Physica D 60, 259-268, doi:10.1016/0167-2789(92)90242-F.</para>
/// </remarks>
/// <param name="Power">Power of the differences: 1 keeps edges, 2 blurs them.</param>
[Loss("total_variation", "Total variation", "全变分",
    Family = LossFamily.Image,
    Formula = "sum |x_(i+1)j - x_ij|^b + sum |x_i(j+1) - x_ij|^b;  b = power",
    Latex = @"\sum_{i, j} \left|x_{i+1, j} - x_{ij}\right|^{b} + \sum_{i, j} \left|x_{i, j+1} - x_{ij}\right|^{b}, \quad b = \mathrm{power}",
    Kinks = "equal neighbours: slope 0", ChineseKinks = "相邻像素相等处：斜率取 0",
    Aliases = ["TotalVariation", "TVLoss"])]
[English("The differences of neighbouring pixels, added up.",
    Use = "a picture, a mask or a flow should be smooth with sharp edges: as a small addend to a loss on the data.",
    Avoid = "texture matters: it removes it (perceptual compares it). If the edges of an image guide the smoothness, take inverse_depth_smoothness.",
    Letters = "i, j: the row and the column of a pixel")]
[Chinese("相邻像素差值的总和。",
    Use = "希望图像、掩码或光流平滑且边缘清晰时：作为小权重的附加项，与数据上的损失相加。",
    Avoid = "纹理重要时：它会抹去纹理（要比较纹理可用 perceptual）；若平滑应以图像的边缘为准，用 inverse_depth_smoothness。",
    Letters = "i、j：像素的行与列")]
public readonly record struct TotalVariation(
    [Positive, Chinese("差分的幂次：1 保留边缘，2 使边缘模糊。")] double Power) : ITensorLoss
{
    public TotalVariation()
        : this(1)
    {
    }

    /// <summary>The sum for each image.</summary>
    public LossTerms Of([Axes("... H W")] Tensor prediction)
    {
        var planes = ImageAxes.Planes(prediction);
        return ImageAxes.PerImage(prediction, Total(planes.Diff(1), ImageAxes.Images(prediction)) + Total(planes.Diff(2), ImageAxes.Images(prediction)));
    }

    private Tensor Total(Tensor steps, int images) => ImageAxes.Rows(steps.Abs().Pow(Power), images).Sum(^1);
}
