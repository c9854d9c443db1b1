namespace Minima.Tensors.Losses;

/// <summary>The squared error of the spectra, in which frequencies that are still far off weigh more.</summary>
/// <remarks>
/// <para>Formula: mean of w |F(p) - F(t)|^2, w = |F(p) - F(t)|^alpha divided by its largest value in the plane; w is constant, F the orthonormal transform of rows and columns.</para>
/// <para>Domain: real; alpha &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: prediction and target of one shape [.., H, W]; one number. Only the prediction is differentiated, and the weights are not.</para>
/// <para>Limits: alpha = 0 is mse (Parseval).</para>
/// <para>Source: Jiang, Dai, Wu and Loy 2021, ICCV, arXiv:2012.12821.</para>
/// </remarks>
/// <param name="Alpha">Exponent of the weight of each frequency: the larger, the more badly reproduced frequencies count. 0 is mse, 1 is usual.</param>
[Loss("focal_frequency", "Focal frequency", "焦点频率损失",
    Family = LossFamily.Image, StopsGradient = true,
    Formula = "mean w |F(p) - F(t)|^2;  w = |F(p) - F(t)|^alpha / max, constant",
    ChineseFormula = "mean w |F(p) - F(t)|^2;  w = |F(p) - F(t)|^alpha / max；分母为各频率中的最大值，w 视为常数",
    Latex = @"\frac{1}{M} \sum_{k} w_{k} \left|F(p)_{k} - F(t)_{k}\right|^{2}, \quad w_{k} = \frac{\left|F(p)_{k} - F(t)_{k}\right|^{\alpha}}{\max_{l} \left|F(p)_{l} - F(t)_{l}\right|^{\alpha}}",
    Aliases = ["FFL", "FocalFrequencyLoss"])]
[English("Squared error of the spectra, weighted towards the frequencies still missed.",
    Use = "generated images lack fine detail, or show a grid.",
    Avoid = "only brightness is wrong: mse says the same at less cost.",
    Letters = "F: the Fourier transform; w: the weight of a frequency; M: the number of frequencies; k, l: frequencies")]
[Chinese("频谱上的平方误差，更重视尚未学好的频率。",
    Use = "生成的图像缺少细节，或带有网格状伪影时。",
    Avoid = "只有亮度有误时：mse 效果相同，且计算量更小。",
    Limits = "alpha = 0 时为 mse（Parseval 定理）。",
    Letters = "F：傅里叶变换；w：频率的权重；M：频率个数；k、l：频率")]
public readonly record struct FocalFrequency(
    [NonNegative, Chinese("各频率权重的指数：越大，重建差的频率越受重视。0 即 mse，常用 1。")] double Alpha) : ITensorLoss
{
    /// <summary>The floor of the divisor: the weights of equal images are all 0, and 0 over this is 0.</summary>
    private const double LeastWeight = 1e-30;

    public FocalFrequency()
        : this(1)
    {
    }

    /// <summary>The weighted mean of the squared distances of both spectra.</summary>
    public LossTerms Of([Axes("... H W")] Tensor prediction, [Axes("... H W"), Constant] Tensor target)
    {
        var (real, imaginary) = Fourier.Of(ImageAxes.Planes(prediction - target), 1, 2);
        var power = real.Square() + imaginary.Square();
        if (power.Count == 0) return LossTerms.Scalar(power.Sum());
        var weight = power.Detach().Sqrt().Pow(Alpha).Reshape([power.Shape[0], power.Shape[1] * power.Shape[2]]);
        var largest = weight.Max(^1, keep: true).Max(Tensor.Scalar(LeastWeight, weight.Type));
        return LossTerms.Scalar(((weight / largest.BroadcastTo(weight.Shape)).Reshape(power.Shape) * power).MeanOrZero());
    }
}
