namespace Minima.Tensors.Losses;

/// <summary>The distance between the features of two images, position by position; or, for style, between their Gram matrices: which features occur together.</summary>
/// <remarks>
/// <para>Formula: mean over positions of the squared distance of the channels, each position scaled to length 1; style: ||G_p - G_t||^2 with G = F F^T / (C P).</para>
/// <para>Domain: real: features of a fixed network (VGG, AlexNet). Range: [0, inf); at most 4 without style.</para>
/// <para>Shapes: prediction and target of one shape: [C, P] (channels, positions) or [B, C, ..]; one number, the mean over images. Only the prediction is differentiated. Several layers: add the losses of each.</para>
/// <para>Convention: 1e-10 is added to lengths, as in LPIPS, whose learned weights of channels are all 1 here.</para>
/// <para>Source: Johnson, Alahi and Fei-Fei 2016, arXiv:1603.08155; Zhang et al. 2018 (LPIPS), arXiv:1801.03924; Gatys, Ecker and Bethge 2016.</para>
/// </remarks>
/// <param name="Style">Compares which features occur together (the Gram matrix) in place of their positions.</param>
[Loss("perceptual", "Perceptual / style (features given)", "感知与风格损失",
    Family = LossFamily.Image,
    Formula = "mean_p ||F_p/|F_p| - T_p/|T_p|||^2;  style: ||F F^T - T T^T||^2 / (C P)^2",
    Latex = @"\begin{cases} \frac{1}{P} \sum_{p=1}^{P} \left\lVert \frac{F_{p}}{\left\lVert F_{p} \right\rVert + 10^{-10}} - \frac{T_{p}}{\left\lVert T_{p} \right\rVert + 10^{-10}} \right\rVert^{2} & \neg \, \mathrm{style} \\ \frac{1}{(C P)^{2}} \left\lVert F F^{\top} - T T^{\top} \right\rVert_{F}^{2} & \mathrm{style} \end{cases}",
    Aliases = ["PerceptualLoss", "LPIPS", "VGGLoss"])]
[English("Compares images by the features that a trained network sees in them.",
    Use = "images may differ pixel by pixel and still look the same: generation, super-resolution, style transfer.",
    Avoid = "no network fits your images (medical, satellite), or numbers must be exact.",
    Letters = "F: prediction; T: target; p: a position; C: the number of channels; P: the number of positions")]
[Chinese("用训练好的网络提取的特征来比较图像。",
    Use = "图像逐像素可以不同，但看起来应相同时：生成、超分辨率、风格迁移。",
    Avoid = "没有适合所用图像的网络时（医学、卫星影像），或数值必须精确时。",
    Letters = "F：prediction；T：target；p：位置；C：通道数；P：位置数")]
public readonly record struct Perceptual(
    [Chinese("比较特征的共现（Gram 矩阵），而不比较其位置。")] bool Style) : ITensorLoss
{
    private const double Summand = 1e-10;

    public Perceptual()
        : this(false)
    {
    }

    /// <summary>The distance of the features, or of their Gram matrices.</summary>
    public LossTerms Of([Axes("...")] Tensor prediction, [Axes("..."), Constant] Tensor target)
    {
        var x = ImageAxes.Channels("perceptual", prediction);
        var y = ImageAxes.Channels("perceptual", target);
        if (!Style) return LossTerms.Scalar((Unit(x) - Unit(y)).Square().Sum(1).MeanOrZero());
        return LossTerms.Scalar((Gram(x) - Gram(y)).Square().Sum() / Math.Max(x.Shape[0], 1));
    }

    private static Tensor Unit(Tensor features) => features / ((features * features).Sum(1, keep: true).Sqrt() + Summand).BroadcastTo(features.Shape);

    private static Tensor Gram(Tensor features) => features.MatMul(features.Transpose()) / Math.Max(features.Shape[1] * features.Shape[2], 1);
}
