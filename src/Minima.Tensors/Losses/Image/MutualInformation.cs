namespace Minima.Tensors.Losses;

/// <summary>Minus the mutual information of two images, from a joint histogram whose bins are soft.</summary>
/// <remarks>
/// <para>Formula: -sum_ab p_ab log((p_ab + e) / (p_a p_b + e)); each pixel is shared among the bins as softmax(-(x - c)^2 / (2 s^2)), centres c from 0 to 1, s = ratio times the width of a bin.</para>
/// <para>Domain: real, meant in [0, 1]; 2 &lt;= bins &lt;= 4096; ratio, epsilon &gt; 0. Range: about [-log bins, 0].</para>
/// <para>Shapes: prediction and target of one shape: up to two axes are one image, of more the first numbers the images; one number, the mean over images. Only the prediction is differentiated.</para>
/// <para>Convention: MONAI has 23 bins.</para>
/// <para>Numerics: the weights of bins are a softmax: a pixel far outside [0, 1] belongs to the nearest bin, where dividing exponentials gives 0 / 0.</para>
/// <para>Source: Viola and Wells 1997, IJCV 24(2), 137-154, doi:10.1023/A:1007958904918.</para>
/// </remarks>
/// <param name="Bins">Number of bins for each image; 23 to 64.</param>
/// <param name="Ratio">Standard deviation of the Gaussian that distributes a pixel over the bins, in widths of a bin; 0.5 is usual.</param>
/// <param name="Epsilon">Added to both probabilities inside the logarithm.</param>
[Loss("mutual_information", "Mutual information (Parzen)", "互信息损失",
    Family = LossFamily.Image, LowerBound = double.NegativeInfinity,
    Formula = "-sum_ab p_ab log((p_ab + e) / (p_a p_b + e));  soft histogram;  e = epsilon;  and bins, ratio",
    ChineseFormula = "-sum_ab p_ab log((p_ab + e) / (p_a p_b + e));  e = epsilon；p 为软直方图；另有参数 bins、ratio",
    Latex = @"\begin{aligned} & -\sum_{a, b} p_{ab} \log \frac{p_{ab} + \varepsilon}{p_{a} p_{b} + \varepsilon}, \quad p_{ab} = \frac{1}{N} \sum_{i} q_{a}(x_{i}) q_{b}(t_{i}), \quad p_{a} = \sum_{b} p_{ab}, \quad p_{b} = \sum_{a} p_{ab} \\ & q_{a}(x) = \operatorname{softmax}_{a}\left(-\frac{(x - c_{a})^{2}}{2 s^{2}}\right), \quad c_{a} = \frac{a}{\mathrm{bins} - 1}, \quad s = \frac{\mathrm{ratio}}{\mathrm{bins} - 1}, \quad a = 0, \dots, \mathrm{bins} - 1 \end{aligned}",
    Aliases = ["GlobalMutualInformationLoss", "MutualInformationLoss"])]
[English("How much one image tells of the other, whatever the mapping of brightness.",
    Use = "images of different kinds are aligned: CT with MR, infrared with visible light.",
    Avoid = "both come from the same kind of sensor: local_ncc, or mse, is sharper and cheaper.",
    Letters = "p: the joint histogram; a, b: its bins; x: prediction; N: the number of elements; i: an index of the elements")]
[Chinese("一幅图像包含另一幅的多少信息，与亮度的对应方式无关。",
    Use = "配准不同模态的图像时：CT 与 MR、红外与可见光。",
    Avoid = "两者来自同类传感器时：local_ncc 或 mse 更灵敏，计算量也更小。",
    Letters = "p：联合直方图；a、b：其区间；x：prediction；N：元素个数；i：元素的下标")]
public readonly record struct MutualInformation(
    [AtLeast(2), Chinese("每幅图像的区间数，取 23 至 64。")] int Bins,
    [Positive, Chinese("把像素分摊到各区间的高斯核的标准差，以区间宽度计，常用 0.5。")] double Ratio,
    [Positive, Chinese("加在对数内的两个概率上。")] double Epsilon) : ITensorLoss, IParameterRule
{
    private const int MostBins = 4096;

    public MutualInformation()
        : this(4, 0.5, 1e-7)
    {
    }

    /// <inheritdoc/>
    public string? BrokenRule => Bins <= MostBins ? null : $"parameter 'bins' is {Bins}; it must be at most {MostBins}: the joint histogram has bins x bins entries.";

    /// <summary>Minus the mutual information, the mean over images.</summary>
    public LossTerms Of([Axes("...")] Tensor prediction, [Axes("..."), Constant] Tensor target)
    {
        var x = Shares(prediction);
        var y = Shares(target);
        var joint = x.Transpose().MatMul(y) / Math.Max(x.Shape[1], 1);
        var apart = x.MeanOrZero(1).Reshape([x.Shape[0], Bins, 1]).MatMul(y.MeanOrZero(1).Reshape([x.Shape[0], 1, Bins]));
        var terms = joint * ((joint + Epsilon) / (apart + Epsilon)).Log();
        return LossTerms.Scalar(-terms.Sum() / Math.Max(x.Shape[0], 1));
    }

    /// <summary>[images, pixels, bins]: the proportion of each pixel in each bin.</summary>
    private Tensor Shares(Tensor image)
    {
        var rows = ImageAxes.Rows(image);
        Shape all = [rows.Shape[0], rows.Shape[1], Bins];
        var centres = new double[Bins];
        for (var i = 0; i < Bins; i++) centres[i] = (double)i / (Bins - 1);
        var distance = rows.Reshape([all[0], all[1], 1]).BroadcastTo(all) - Tensor.Of(centres, [Bins]).To(image.Type).BroadcastTo(all);
        var width = Ratio / (Bins - 1);
        return (distance * distance * (-1 / (2 * width * width))).Softmax(^1);
    }
}
