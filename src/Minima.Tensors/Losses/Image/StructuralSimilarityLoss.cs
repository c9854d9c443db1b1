namespace Minima.Tensors.Losses;

/// <summary>One minus the structural similarity of two images: local brightness, contrast and structure, compared under a Gaussian window.</summary>
/// <remarks>
/// <para>Formula: 1 - mean of (2 m_x m_y + C1)(2 c_xy + C2) / ((m_x^2 + m_y^2 + C1)(v_x + v_y + C2)), with local means m, variances v and covariance c under the window, C1 = (0.01 L)^2, C2 = (0.03 L)^2.</para>
/// <para>Domain: real, images in [0, data_range]; not checked. window &gt;= 1; sigma, data_range &gt; 0. Range: [0, 2].</para>
/// <para>Shapes: prediction and target of one shape [.., H, W]; one number, the mean over all windows of all planes. Windows lie within the image (valid). Only the prediction is differentiated.</para>
/// <para>Convention: biased variances; MONAI has 1 - SSIM as here, Kornia half of it, scikit-image a uniform window by default.</para>
/// <para>Source: Wang, Bovik, Sheikh and Simoncelli 2004, IEEE TIP 13(4), 600-612, doi:10.1109/TIP.2003.819861.</para>
/// </remarks>
/// <param name="Window">Rows and columns of the window; 11 is usual.</param>
/// <param name="Sigma">Standard deviation of the Gaussian window, in pixels; 1.5 is usual.</param>
/// <param name="DataRange">Largest minus smallest value that a pixel takes: 1 or 255.</param>
[Loss("ssim", "SSIM", "结构相似性",
    Family = LossFamily.Image,
    Formula = "1 - mean((2 m_x m_y + C1)(2 c_xy + C2) / ((m_x^2 + m_y^2 + C1)(v_x + v_y + C2)));  and window, sigma, data_range",
    ChineseFormula = "1 - mean((2 m_x m_y + C1)(2 c_xy + C2) / ((m_x^2 + m_y^2 + C1)(v_x + v_y + C2)))；另有参数 window、sigma、data_range",
    Latex = @"\begin{aligned} & 1 - \frac{1}{N} \sum_{i=1}^{N} \frac{(2 m_{x} m_{y} + C_{1}) (2 c_{xy} + C_{2})}{(m_{x}^{2} + m_{y}^{2} + C_{1}) (v_{x} + v_{y} + C_{2})}, \quad C_{1} = (0.01 L)^{2}, \quad C_{2} = (0.03 L)^{2}, \quad L = \mathrm{data\_range} \\ & m_{x} = f(x)_{i}, \quad v_{x} = f(x^{2})_{i} - m_{x}^{2}, \quad c_{xy} = f(x y)_{i} - m_{x} m_{y}, \quad f(x)_{i} = \sum_{h} k_{h} x_{i + h} \\ & k_{h} \propto e^{-\frac{\left\lVert h \right\rVert^{2}}{2 \sigma^{2}}}, \quad \sum_{h} k_{h} = 1, \quad \left\lVert h \right\rVert_{\infty} \le \frac{\mathrm{window} - 1}{2} \end{aligned}",
    Aliases = ["SSIMLoss", "StructuralSimilarityIndexMeasure"])]
[English("Compares what the eye compares: local brightness, contrast and structure.",
    Use = "images are restored, compressed or upsampled, and blur should cost more than a slight shift of brightness.",
    Avoid = "structures of several sizes matter (ms_ssim), or exact numbers do (mse): a similarity of 1 forgives small constant errors.",
    Letters = "C1, C2: small constants; m: a mean within the window; v: a variance within the window; c: the covariance within the window; x: prediction; y: target; N: the number of pixels; h: a step within the window")]
[Chinese("比较人眼关注的内容：局部亮度、对比度与结构。",
    Use = "做图像复原、压缩或超分辨率，且模糊的代价应高于轻微的亮度偏移时。",
    Avoid = "需要同时顾及多种尺度的结构时（用 ms_ssim），或需要数值精确时（用 mse）：相似度为 1 时，仍可能存在很小的恒定误差。",
    Letters = "C1、C2：小常数；m：窗口内的均值；v：窗口内的方差；c：窗口内的协方差；x：prediction；y：target；N：像素数；h：窗口内的位移")]
public readonly record struct StructuralSimilarityLoss(
    [Between(1, 10_001), Chinese("窗口的行数与列数，常用 11。")] int Window,
    [Positive, Chinese("高斯窗口的标准差，以像素计，常用 1.5。")] double Sigma,
    [Positive, Chinese("像素最大值与最小值之差：1 或 255。")] double DataRange) : ITensorLoss
{
    public StructuralSimilarityLoss()
        : this(11, 1.5, 1)
    {
    }

    /// <summary>One minus the mean similarity.</summary>
    public LossTerms Of([Axes("... H W")] Tensor prediction, [Axes("... H W"), Constant] Tensor target) =>
        LossTerms.Scalar((1 - StructuralSimilarity.Maps("ssim", ImageAxes.Planes(prediction), ImageAxes.Planes(target), Window, Sigma, DataRange).All).MeanOrZero());
}
