namespace Minima.Tensors.Losses;

/// <summary>Generated items should have the features of real ones on average, in a layer of the discriminator.</summary>
/// <remarks>
/// <para>Formula: |mean f(real) - mean f(fake)|^2.</para>
/// <para>Domain: real. Range: [0, inf).</para>
/// <para>Shapes: fake [N, D], real [M, D]; one number. Only fake is differentiated.</para>
/// <para>Convention: pix2pixHD and HiFi-GAN take mae of each layer, item by item.</para>
/// <para>Source: Salimans et al. 2016, arXiv:1606.03498; Wang et al. 2018 (pix2pixHD), arXiv:1711.11585.</para>
/// </remarks>
[Loss("feature_matching", "Feature matching", "特征匹配",
    Family = LossFamily.Adversarial,
    Latex = @"\left\lVert \frac{1}{M} \sum_{j=1}^{M} \mathrm{real}_{j} - \frac{1}{N} \sum_{i=1}^{N} \mathrm{fake}_{i} \right\rVert^{2}",
    Aliases = ["FeatureMatchingLoss"])]
[English("Brings the mean features of generated items to those of real ones.",
    Use = "a GAN is unstable: an addend for the generator.",
    Avoid = "means hide what differs (mmd).",
    Letters = "f: a feature map of the critic")]
[Chinese("使生成样本的平均特征接近真实样本。",
    Use = "GAN 训练不稳定时：作为生成器的附加项。",
    Avoid = "均值掩盖了差异时（用 mmd）。",
    Letters = "f：评判器的特征")]
public readonly record struct FeatureMatching : ITensorLoss
{
    /// <summary>The squared distance of the means.</summary>
    public LossTerms Of([Axes("N D")] Tensor fake, [Axes("M D"), Constant] Tensor real)
    {
        if (fake.Count == 0 || real.Count == 0) return LossTerms.Scalar(fake.Sum() * 0);
        return LossTerms.Scalar((real.MeanOrZero(0) - fake.MeanOrZero(0)).Square().Sum());
    }
}
