namespace Minima.Tensors.Losses;

/// <summary>The distance between the covariances of the features of two domains.</summary>
/// <remarks>
/// <para>Formula: ||C_s - C_t||^2 / (4 D^2), with C the unbiased covariance of each sample.</para>
/// <para>Domain: real. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, D], target [M, D]; one number; a sample of one has covariance 0. Both are differentiated.</para>
/// <para>Source: Sun and Saenko 2016, arXiv:1607.01719.</para>
/// </remarks>
[Loss("deep_coral", "Deep CORAL", "CORAL 域对齐",
    Family = LossFamily.Divergence,
    Latex = @"\frac{1}{4 D^{2}} \left\lVert C(x, N) - C(t, M) \right\rVert_{F}^{2}, \quad C(z, n) = \frac{1}{n - 1} \sum_{i=1}^{n} \left(z_{i} - \bar{z}\right) \left(z_{i} - \bar{z}\right)^{\top}",
    Aliases = ["CORAL", "CoralLoss"])]
[English("Brings the covariances of two domains together.",
    Use = "a model trained on one domain is to work on another without labels: added to the loss on labels.",
    Avoid = "the means differ: it does not see them (mmd).",
    Letters = "C_s, C_t: the covariance matrices of prediction and target")]
[Chinese("使两个域的协方差一致。",
    Use = "希望在一个域上训练的模型无需标签即可用于另一个域时：与有标签数据上的损失相加。",
    Avoid = "均值不同时：它看不出均值的差异（用 mmd）。",
    Letters = "C_s、C_t：预测值与目标值的协方差矩阵")]
public readonly record struct DeepCoral : ITensorLoss
{
    /// <summary>The squared distance of the covariances.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("M D")] Tensor target)
    {
        var difference = Covariance(prediction) - Covariance(target);
        return LossTerms.Scalar((difference * difference).Sum() / (4.0 * Math.Max(difference.Count, 1)));
    }

    private static Tensor Covariance(Tensor x)
    {
        var centered = x.Center(0);
        return centered.Transpose().MatMul(centered) / Math.Max(x.Shape[0] - 1, 1);
    }
}
