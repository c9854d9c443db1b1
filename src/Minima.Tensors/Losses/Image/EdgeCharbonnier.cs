namespace Minima.Tensors.Losses;

/// <summary>The difference of two images after a Laplacian filter: edges count, brightness does not.</summary>
/// <remarks>
/// <para>Formula: mean of sqrt(d^2 + e^2), with d the Laplacian of prediction - target: the four neighbours less four times the middle.</para>
/// <para>Domain: real; epsilon &gt; 0. Range: [epsilon, inf).</para>
/// <para>Shapes: prediction and target of one shape [.., H, W], at least 3 by 3; one number, over the pixels that have four neighbours. Only the prediction is differentiated.</para>
/// <para>Convention: MPRNet takes the residual of a Gaussian pyramid; here the 3 by 3 Laplacian.</para>
/// <para>Source: Zamir et al. 2021 (MPRNet), arXiv:2102.02808.</para>
/// </remarks>
/// <param name="Epsilon">Size of the Laplacian of the difference below which the loss is nearly quadratic; 1e-3 is usual for images in [0, 1].</param>
[Loss("edge_charbonnier", "Laplacian edge loss", "拉普拉斯边缘损失",
    Family = LossFamily.Image,
    Formula = "mean sqrt(d^2 + e^2);  d = Laplacian(p - t);  e = epsilon",
    Latex = @"\frac{1}{M} \sum_{i, j} \sqrt{d_{ij}^{2} + \varepsilon^{2}}, \quad d_{ij} = r_{i-1,j} + r_{i+1,j} + r_{i,j-1} + r_{i,j+1} - 4 r_{ij}, \quad r = p - t",
    Aliases = ["EdgeLoss"])]
[English("Compares the edges of two images.",
    Use = "restored images are to be sharp: added to charbonnier or mae.",
    Avoid = "you would use it alone: it does not see brightness.",
    Letters = "d: the Laplacian of the error; M: the number of pixels; i, j: the row and the column of a pixel")]
[Chinese("比较两幅图像的边缘。",
    Use = "要求复原图像清晰时：与 charbonnier 或 mae 相加。",
    Avoid = "单独使用时：它对亮度不敏感。",
    Letters = "d：误差的拉普拉斯；M：像素数；i、j：像素的行与列")]
public readonly record struct EdgeCharbonnier(
    [Positive, Chinese("差值图的拉普拉斯小于此值时，损失近似为二次；像素值在 [0, 1] 内的图像常用 1e-3。")] double Epsilon) : ITensorLoss
{
    public EdgeCharbonnier()
        : this(0.001)
    {
    }

    /// <summary>The mean over all pixels within.</summary>
    public LossTerms Of([Axes("... H W")] Tensor prediction, [Axes("... H W"), Constant] Tensor target)
    {
        var x = ImageAxes.Planes(prediction - target);
        var (rows, columns) = (x.Shape[1] - 2, x.Shape[2] - 2);
        if (rows < 1 || columns < 1) throw new LossException(LossError.Shape, $"edge_charbonnier: the image is {prediction.Shape}; it needs at least 3 rows and 3 columns.");
        var edges = At(0, 1) + At(2, 1) + At(1, 0) + At(1, 2) - (4 * At(1, 1));
        return LossTerms.Scalar(((edges * edges) + (Epsilon * Epsilon)).Sqrt().MeanOrZero());

        Tensor At(int row, int column) => x.Slice(1, row, rows).Slice(2, column, columns);
    }
}
