namespace Minima.Tensors.Losses;

/// <summary>Every pair of a picture and a text is a question of its own, alike or not: SigLIP.</summary>
/// <remarks>
/// <para>Formula: 1/n sum_ij log(1 + exp(-z_ij (e^t cos(image_i, text_j) + b))), z_ij = 1 for i = j and -1 elsewhere, t the learned log_scale and b the learned
/// bias.</para>
/// <para>Domain: real; log_scale below infinity. Rows are normalised; a row of zeros stays as it is. Range: [0, inf).</para>
/// <para>Shapes: image [N, D], text [N, D], log_scale [1], bias [1]; one number. All are differentiated. An empty batch: 0.</para>
/// <para>Convention: the sum over n^2 pairs is divided by n. SigLIP starts with t = log 10 and b = -10.</para>
/// <para>Numerics: some rows at a time, so that the similarities of all pairs are never all in memory; there is no second derivative.</para>
/// <para>Source: Zhai et al. 2023, arXiv:2303.15343.</para>
/// </remarks>
[Loss("siglip", "SigLIP", "SigLIP 成对 sigmoid",
    Family = LossFamily.Metric,
    Formula = "1/n sum_ij log(1 + exp(-z_ij (e^t cos(image_i, text_j) + b)))",
    Latex = @"\frac{1}{n} \sum_{i, j} \log\left(1 + e^{-z_{ij} \left(e^{t} \cos(\mathrm{image}_{i}, \mathrm{text}_{j}) + b\right)}\right), \quad z_{ij} = \begin{cases} 1 & i = j \\ -1 & i \ne j \end{cases}",
    Aliases = ["SigLipLoss"])]
[English("Every pair of the batch is asked by itself whether it belongs together.",
    Use = "two kinds of data come in pairs and batches are small, or spread over machines.",
    Avoid = "pairs must be ranked against each other (clip).",
    Letters = "t: log_scale; b: bias; n: the number of pairs; z: the sign of a pair, 1 if both belong together, else -1; i, j: an image and a text")]
[Chinese("对批内每个图文对，单独判断是否匹配。",
    Use = "两种模态的数据成对出现，而批次较小或分布在多台机器上时。",
    Avoid = "样本对之间需要互相排序时（用 clip）。",
    Letters = "t：log_scale；b：bias；n：图文对的个数；z：一对的符号，配对为 1，否则为 -1；i、j：图像与文本")]
public readonly record struct SigmoidLanguageImage : ITensorLoss
{
    /// <summary>The sum over all pairs, for each picture.</summary>
    public LossTerms Of([Axes("N D")] Tensor image, [Axes("N D")] Tensor text, [Axes("1"), Below(double.PositiveInfinity)] Tensor logScale, [Axes("1")] Tensor bias)
    {
        // The bias is one more component of the texts, and the pictures have 1 there.
        Shape column = [image.Shape[0], 1];
        var pictures = Tensor.Concatenate(1, image.Normalize(^1) * logScale.Reshape(Shape.Scalar).Exp(), Tensor.Ones(column, image.Type));
        var texts = Tensor.Concatenate(1, text.Normalize(^1), bias.Reshape([1, 1]).BroadcastTo(column));
        return LossTerms.Scalar(OfAllPairs(pictures, texts).MeanOrZero());
    }

    /// <summary>
    /// The sum of log(1 + e^z) over the products z of each row with all others, the products with its own partner taken as -z; without all of them in
    /// memory.
    /// </summary>
    private static Tensor OfAllPairs(Tensor rows, Tensor others) => RecomputedRows.Apply(
        rows,
        others,
        (part, first, all) =>
        {
            var logits = part.MatMul(all.Transpose());
            var own = Tensor.Arange(first, first + part.Shape[0]).OneHot(all.Shape[0], part.Type);
            return ((1 - (2 * own)) * logits).Softplus().Sum(^1);
        },
        SoftmaxCrossEntropy.RowsAtOnce);
}
