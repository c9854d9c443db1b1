namespace Minima.Tensors.Losses;

/// <summary>Minus the squared correlation of two images in a window around each position.</summary>
/// <remarks>
/// <para>Formula: -(c^2 + n) / (max(v_t, d) max(v_p, d)), with c = f(t p) - f(t) f(p) / V, v = f(x^2) - f(x)^2 / V, f the sum under the window (zeros outside), V its volume, n and d the smoothings.</para>
/// <para>Domain: real; kernel_size odd; numerator_smoothing &gt;= 0; denominator_smoothing &gt; 0. Range: [-1, 0] without smoothing of the numerator.</para>
/// <para>Shapes: prediction and target of one shape: [B, C, one to three spatial axes], each channel by itself; two axes are one image. One term for each position. Only the prediction is differentiated.</para>
/// <para>Convention: MONAI LocalNormalizedCrossCorrelationLoss; a triangular window of 3 is one pixel, whose correlation is 0.</para>
/// <para>Source: Avants et al. 2008, Med. Image Anal. 12(1), 26-41, doi:10.1016/j.media.2007.06.004; Balakrishnan et al. 2019 (VoxelMorph), arXiv:1809.05231.</para>
/// </remarks>
/// <param name="KernelSize">Positions of the window along each axis; 9 is usual.</param>
/// <param name="KernelType">Shape of the window: rectangular, triangular or Gaussian.</param>
/// <param name="NumeratorSmoothing">Added to the squared covariance.</param>
/// <param name="DenominatorSmoothing">Floor of the variances, so that flat windows stay finite.</param>
[Loss("local_ncc", "Local normalised cross-correlation (squared)", "局部归一化互相关",
    Family = LossFamily.Image, LowerBound = double.NegativeInfinity,
    Formula = "-(c^2 + n) / (max(v_t, d) max(v_p, d));  n = numerator_smoothing, d = denominator_smoothing;  and kernel_size, kernel_type",
    ChineseFormula = "-(c^2 + n) / (max(v_t, d) max(v_p, d));  n = numerator_smoothing, d = denominator_smoothing；另有参数 kernel_size、kernel_type",
    Latex = @"\begin{aligned} & -\frac{c^{2} + \mathrm{numerator\_smoothing}}{\max\left(v_{t}, \mathrm{denominator\_smoothing}\right) \max\left(v_{p}, \mathrm{denominator\_smoothing}\right)}, \quad c = f(t p) - \frac{f(t) f(p)}{V}, \quad v_{x} = f(x^{2}) - \frac{f(x)^{2}}{V} \\ & f(x)_{i} = \sum_{h} k_{h} x_{i + h}, \quad V = \sum_{h} k_{h}, \quad k_{h} = \prod_{a} \kappa\left(h_{a}\right), \quad \left|h_{a}\right| \le \left\lfloor \frac{\mathrm{kernel\_size}}{2} \right\rfloor \\ & \kappa(u) = \begin{cases} 1 & \text{if } \mathrm{kernel\_type} = \mathrm{rectangular} \\ \frac{\max\left(0, b - \left|u\right|\right)}{b^{2}} & \text{if } \mathrm{kernel\_type} = \mathrm{triangular} \\ e^{-\frac{9 u^{2}}{2 \, \mathrm{kernel\_size}^{2}}} & \text{if } \mathrm{kernel\_type} = \mathrm{gaussian} \end{cases}, \quad b = 2 \left\lfloor \frac{\mathrm{kernel\_size} - 1}{4} \right\rfloor + 1 \end{aligned}",
    Aliases = ["LocalNormalizedCrossCorrelationLoss", "LNCC"])]
[English("How well brightness in one image follows that of the other, window by window.",
    Use = "images of one kind are registered although their brightness drifts.",
    Avoid = "the images are of different kinds (mutual_information).",
    Letters = "t: target; p: prediction; c: the covariance within the window; v: a variance within the window; f: the sum over the window; i: a position; h: a step within the window; a: an axis")]
[Chinese("逐窗口衡量一幅图像的亮度与另一幅的一致程度。",
    Use = "配准同类图像，而亮度有漂移时。",
    Avoid = "图像属于不同模态时（用 mutual_information）。",
    Letters = "t：target；p：prediction；c：窗口内的协方差；v：窗口内的方差；f：窗口内的求和；i：位置；h：窗口内的位移；a：轴")]
public readonly record struct LocalCorrelation(
    [Between(1, 10_001), Chinese("窗口沿每个轴的长度，常用 9。")] int KernelSize,
    [Chinese("窗口的形状：矩形、三角形或高斯。")] CorrelationKernel KernelType,
    [NonNegative, Chinese("加在协方差的平方上。")] double NumeratorSmoothing,
    [Positive, Chinese("方差的下限，使平坦窗口的结果有限。")] double DenominatorSmoothing) : ITensorLoss, IParameterRule
{
    public LocalCorrelation()
        : this(3, CorrelationKernel.Rectangular, 0, 1e-5)
    {
    }

    /// <inheritdoc/>
    public string? BrokenRule => KernelSize % 2 == 1 ? null : $"parameter 'kernel_size' is {KernelSize}; it must be odd, so that the window has a middle.";

    /// <summary>One term for each position.</summary>
    public LossTerms Of([Axes("...")] Tensor prediction, [Axes("..."), Constant] Tensor target)
    {
        var p = ImageAxes.Spatial("local_ncc", prediction);
        var t = ImageAxes.Spatial("local_ncc", target);
        var axes = p.Rank - 2;
        var size = KernelSize;
        var longest = 0;
        for (var axis = 2; axis < p.Rank; axis++) longest = Math.Max(longest, p.Shape[axis]);
        if (size / 2 > longest) throw new LossException(LossError.Shape, $"local_ncc: the window of {size} is more than twice as long as any axis of {prediction.Shape}. Use a smaller kernel_size.");
        var weights = Kernel();
        var volume = Math.Pow(weights.Sum(), axes);
        var sumP = Sums(p);
        var sumT = Sums(t);
        var cross = Sums(t * p) - (sumP / volume * sumT);
        var least = Tensor.Scalar(DenominatorSmoothing, p.Type);
        var varianceT = (Sums(t * t) - (sumT / volume * sumT)).Max(least);
        var varianceP = (Sums(p * p) - (sumP / volume * sumP)).Max(least);
        return (-((cross * cross) + NumeratorSmoothing) / (varianceT * varianceP)).Reshape(prediction.Shape);

        Tensor Sums(Tensor image) => Windows.Sums(image, axes, weights, size / 2);
    }

    /// <summary>The weights along one axis.</summary>
    private double[] Kernel()
    {
        if (KernelType == CorrelationKernel.Gaussian) return Windows.Bell(KernelSize, KernelSize / 2, KernelSize / 3.0);
        var weights = new double[KernelSize];
        Array.Fill(weights, 1);
        if (KernelType == CorrelationKernel.Rectangular) return weights;

        // A box of about half the size with itself: the distance from its ends, over the squared length.
        var box = (KernelSize + 1) / 2;
        if (box % 2 == 0) box--;
        for (var i = 0; i < KernelSize; i++) weights[i] = (double)Math.Max(0, box - Math.Abs(i - (KernelSize / 2))) / (box * box);
        return weights;
    }
}
