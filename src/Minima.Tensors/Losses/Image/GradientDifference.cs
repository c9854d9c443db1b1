namespace Minima.Tensors.Losses;

/// <summary>The difference between the steepness of the predicted image and that of the target, along rows and along columns.</summary>
/// <remarks>
/// <para>Formula: mean of | |d_y p| - |d_y t| | + mean of | |d_x p| - |d_x t| |, with d the difference of neighbours.</para>
/// <para>Domain: real. Range: [0, inf).</para>
/// <para>Shapes: prediction and target of one shape [.., H, W]; one number. Only the prediction is differentiated.</para>
/// <para>Kinks: |x|: derivative 0 at 0.</para>
/// <para>Convention: means; the paper sums, with an exponent of 1 or 2.</para>
/// <para>Source: Mathieu, Couprie and LeCun 2016, arXiv:1511.05440.</para>
/// </remarks>
[Loss("gradient_difference", "Gradient / edge difference", "梯度差损失",
    Family = LossFamily.Image,
    Formula = "mean ||d_y p| - |d_y t|| + mean ||d_x p| - |d_x t||",
    Latex = @"\frac{1}{M_{y}} \sum_{i, j} \left|\left|p_{i+1,j} - p_{ij}\right| - \left|t_{i+1,j} - t_{ij}\right|\right| + \frac{1}{M_{x}} \sum_{i, j} \left|\left|p_{i,j+1} - p_{ij}\right| - \left|t_{i,j+1} - t_{ij}\right|\right|",
    Kinks = "equal neighbours, equal steepness: slope 0", ChineseKinks = "相邻像素相等或陡度相等处：斜率取 0",
    Aliases = ["GDL", "GradientDifferenceLoss"])]
[English("Compares how steep the images are, not how bright.",
    Use = "predictions come out blurred: added to mse or mae it brings back the edges.",
    Avoid = "you would use it alone: it does not see brightness, nor the direction of an edge.",
    Letters = "d: a difference of neighbouring pixels; x, y: the horizontal and the vertical direction; M: the number of differences; i, j: the row and the column of a pixel")]
[Chinese("比较图像的陡峭程度，而不是亮度。",
    Use = "预测结果模糊时：与 mse 或 mae 相加可找回边缘。",
    Avoid = "单独使用时：它不反映亮度，也不反映边缘的方向。",
    Letters = "d：相邻像素之差；x、y：水平与竖直方向；M：差的个数；i、j：像素的行与列")]
public readonly record struct GradientDifference : ITensorLoss
{
    /// <summary>The mean along columns and that along rows, added.</summary>
    public LossTerms Of([Axes("... H W")] Tensor prediction, [Axes("... H W"), Constant] Tensor target)
    {
        var x = ImageAxes.Planes(prediction);
        var y = ImageAxes.Planes(target);
        return LossTerms.Scalar(Along(1) + Along(2));

        Tensor Along(int axis) => (x.Diff(axis).Abs() - y.Diff(axis).Abs()).Abs().MeanOrZero();
    }
}
