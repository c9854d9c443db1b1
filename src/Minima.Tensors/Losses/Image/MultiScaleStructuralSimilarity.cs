using System.Collections.Immutable;

namespace Minima.Tensors.Losses;

/// <summary>One minus structural similarity over several scales: contrast and structure at each, brightness at the coarsest, multiplied.</summary>
/// <remarks>
/// <para>Formula: 1 - product of cs_j^w_j over the scales but the last, times s_M^w_M, with cs_j the mean contrast factor and s_M the mean similarity (see ssim, L = 1), and every scale the one before it averaged over 2 by 2 pixels.</para>
/// <para>Domain: real, images in [0, 1]; not checked. window &gt;= 1; sigma &gt; 0; weights not empty. Range: [0, 1].</para>
/// <para>Shapes: prediction and target of one shape: two axes are one image, of more the first numbers the images; one number, the mean over images. Only the prediction is differentiated.</para>
/// <para>Convention: two scales and a window of 3 by default; the paper has five, weights 0.0448, 0.2856, 0.3001, 0.2363, 0.1333, window 11, sigma 1.5. Zhao et al. mix: 0.84 of this and 0.16 of mae under a Gaussian.</para>
/// <para>Kinks: factors below 1e-12 count as 1e-12, with derivative 0 below: a negative one has no power.</para>
/// <para>Source: Wang, Simoncelli and Bovik 2003, Asilomar 37, 1398-1402, doi:10.1109/ACSSC.2003.1292216; Zhao et al. 2017, IEEE TCI 3(1), 47-57.</para>
/// </remarks>
/// <param name="Weights">Exponent of each scale, the finest first.</param>
/// <param name="Window">Rows and columns of the window; 11 is usual.</param>
/// <param name="Sigma">Standard deviation of the Gaussian window, in pixels; 1.5 is usual.</param>
[Loss("ms_ssim", "MS-SSIM", "多尺度 SSIM",
    Family = LossFamily.Image,
    Formula = "1 - prod_j cs_j^w_j s_M^w_M;  scales by 2x2 means;  w = weights;  and window, sigma",
    ChineseFormula = "1 - prod_j cs_j^w_j s_M^w_M;  w = weights；各尺度由 2x2 平均得到；另有参数 window、sigma",
    Latex = @"\begin{aligned} & 1 - \max(S_{M}, 10^{-12})^{w_{M}} \prod_{j < M} \max(C_{j}, 10^{-12})^{w_{j}}, \quad C_{j} = \frac{1}{n_{j}} \sum_{i=1}^{n_{j}} c_{i}, \quad S_{M} = \frac{1}{n_{M}} \sum_{i=1}^{n_{M}} l_{i} c_{i} \\ & l_{i} = \frac{2 m_{x} m_{y} + 0.01^{2}}{m_{x}^{2} + m_{y}^{2} + 0.01^{2}}, \quad c_{i} = \frac{2 c_{xy} + 0.03^{2}}{v_{x} + v_{y} + 0.03^{2}} \\ & m_{x} = f(x)_{i}, \quad v_{x} = f(x^{2})_{i} - m_{x}^{2}, \quad c_{xy} = f(x y)_{i} - m_{x} m_{y}, \quad f(x)_{i} = \sum_{h} k_{h} x_{i + h} \\ & k_{h} \propto e^{-\frac{\left\lVert h \right\rVert^{2}}{2 \sigma^{2}}}, \quad \sum_{h} k_{h} = 1, \quad \left\lVert h \right\rVert_{\infty} \le \frac{\mathrm{window} - 1}{2}, \quad w = \mathrm{weights} \end{aligned}",
    Kinks = "factors below 1e-12: slope 0", ChineseKinks = "低于 1e-12 的因子：斜率取 0",
    Aliases = ["MultiScaleStructuralSimilarityIndexMeasure", "MultiScaleSSIM"])]
[English("Structural similarity at several sizes of detail at once.",
    Use = "images are viewed at unknown distances, or detail and layout both matter.",
    Avoid = "images are too small to be halved once for each scale after the first (ssim).",
    Letters = "cs: contrast and structure of a scale; s, S: the similarity at the coarsest scale; M: the number of scales; j: a scale; x: prediction; y: target; n: the number of pixels; h: a step within the window")]
[Chinese("同时在多个细节尺度上衡量结构相似性。",
    Use = "观看距离未知，或细节与布局都重要时。",
    Avoid = "图像太小，无法逐级减半时（用 ssim）。",
    Letters = "cs：某尺度的对比度与结构；s、S：最粗尺度的相似度；M：尺度个数；j：尺度；x：prediction；y：target；n：像素数；h：窗口内的位移")]
public readonly record struct MultiScaleStructuralSimilarity(
    [Chinese("各尺度的指数，从最细的尺度开始。")] ImmutableArray<double> Weights,
    [Between(1, 10_001), Chinese("窗口的行数与列数，常用 11。")] int Window,
    [Positive, Chinese("高斯窗口的标准差，以像素计，常用 1.5。")] double Sigma) : ITensorLoss, IParameterRule
{
    private const double LeastFactor = 1e-12;

    public MultiScaleStructuralSimilarity()
        : this([0.4, 0.6], 3, 1)
    {
    }

    /// <inheritdoc/>
    public string? BrokenRule => Weights.IsDefaultOrEmpty ? "parameter 'weights' is empty; it must hold one number for each scale." : null;

    /// <summary>One minus the product over the scales, the mean over images.</summary>
    public LossTerms Of([Axes("... H W")] Tensor prediction, [Axes("... H W"), Constant] Tensor target)
    {
        var images = ImageAxes.Images(prediction);
        var x = ImageAxes.Planes(prediction);
        var y = ImageAxes.Planes(target);
        var product = Tensor.Ones([images], x.Type);
        for (var scale = 0; scale < Weights.Length; scale++)
        {
            var last = scale == Weights.Length - 1;
            var (all, contrast) = StructuralSimilarity.Maps("ms_ssim", x, y, Window, Sigma, 1);
            var mean = ImageAxes.Rows(last ? all : contrast, images).MeanOrZero(^1);
            product *= mean.Clamp(LeastFactor, double.PositiveInfinity).Pow(Weights[scale]);
            if (!last) (x, y) = (Halved(x), Halved(y));
        }

        return LossTerms.Scalar((1 - product).MeanOrZero());
    }

    private static Tensor Halved(Tensor planes)
    {
        var half = PoolingOperation.Mean(planes.Reshape(planes.Shape.Insert(1, 1)), new PoolingWindows(2, 2, 0));
        return half.Reshape(half.Shape.Without(1));
    }
}
