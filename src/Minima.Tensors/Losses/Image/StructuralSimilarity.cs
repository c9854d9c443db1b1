namespace Minima.Tensors.Losses;

/// <summary>Structural similarity of two images at each position of a Gaussian window: the product of the similarity of their means and that of their contrasts.</summary>
internal static class StructuralSimilarity
{
    private const double MeanShare = 0.01;
    private const double ContrastShare = 0.03;

    /// <summary>The similarity, and its factor of contrast and structure: [planes, H', W'] each.</summary>
    public static (Tensor All, Tensor Contrast) Maps(string loss, Tensor x, Tensor y, int window, double sigma, double range)
    {
        var first = MeanShare * range * MeanShare * range;
        var second = ContrastShare * range * ContrastShare * range;
        Windows.Check(loss, x, 2, window);
        var weights = Windows.Gaussian(window, sigma);
        var meanX = Local(x);
        var meanY = Local(y);
        var varianceX = Local(x * x) - (meanX * meanX);
        var varianceY = Local(y * y) - (meanY * meanY);
        var covariance = Local(x * y) - (meanX * meanY);
        var contrast = ((2 * covariance) + second) / (varianceX + varianceY + second);
        return (((2 * (meanX * meanY)) + first) / ((meanX * meanX) + (meanY * meanY) + first) * contrast, contrast);

        Tensor Local(Tensor image) => Windows.Sums(image, 2, weights);
    }
}
