namespace Minima.Tensors.Losses;

/// <summary>The bound on mutual information of InfoGAN: high if the code of a generated item can be read back from it.</summary>
/// <remarks>
/// <para>Formula: mean CE(logits, code) + 0.1 mean over rows of sum_d 0.5 (log 2 pi + v + (c - m)^2 exp(-v)), with m the mean, v the log_variance, c the continuous code.</para>
/// <para>Domain: real; labels 0 to K - 1. Range: all reals.</para>
/// <para>Shapes: logits [N, K], mean and log_variance [N, D], code [N] labels, continuous [N, D]; one number. Logits, mean and log_variance are differentiated.</para>
/// <para>Convention: weights 1 and 0.1, as in the paper.</para>
/// <para>Source: Chen et al. 2016, NeurIPS, arXiv:1606.03657.</para>
/// </remarks>
[Loss("infogan_mi", "InfoGAN mutual-information term", "InfoGAN 互信息项",
    Family = LossFamily.Adversarial, LowerBound = double.NegativeInfinity,
    Formula = "mean CE(logits, code) + 0.1 mean sum_d 0.5 (log 2 pi + v + (c - m)^2 exp(-v))",
    Latex = @"\frac{1}{N} \sum_{i=1}^{N} \left(-\log \operatorname{softmax}\left(\mathrm{logits}_{i}\right)_{\mathrm{code}_{i}} + 0.1 \sum_{d=1}^{D} \frac{1}{2} \left(\log(2 \pi) + v_{id} + \left(c_{id} - m_{id}\right)^{2} e^{-v_{id}}\right)\right), \quad m = \mathrm{mean}, \quad v = \mathrm{log\_variance}, \quad c = \mathrm{continuous}",
    Aliases = ["InfoGANLoss"])]
[English("Keeps the code of a generated item readable from it.",
    Use = "generated items should have handles: a class, an angle, a width; added to both players of a GAN (gan_discriminator, gan_generator_ns).",
    Avoid = "labels exist: condition on them.")]
[Chinese("使隐码可以从生成样本中恢复出来。",
    Use = "希望生成样本带有可控因素（类别、角度、宽度）时：加到 GAN 双方的损失（gan_discriminator、gan_generator_ns）上。",
    Avoid = "已有标签时：直接以标签为条件。")]
public readonly record struct InfoGanInformation : ITensorLoss
{
    private const double Log2Pi = 1.83787706640934548356;
    private const double ContinuousShare = 0.1;

    /// <summary>Both parts, weighted.</summary>
    public LossTerms Of([Axes("N K")] Tensor logits, [Axes("N D")] Tensor mean, [Axes("N D")] Tensor logVariance, [Axes("N"), Labels("K")] Tensor code, [Axes("N D"), Constant] Tensor continuous)
    {
        var error = continuous - mean;
        var density = 0.5 * (logVariance + Log2Pi + (error * error * (-logVariance).Exp()));
        return LossTerms.Scalar(SoftmaxCrossEntropy.PerRow(logits, code).MeanOrZero() + (ContinuousShare * density.Sum(^1).MeanOrZero()));
    }
}
