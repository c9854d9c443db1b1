using System.Collections.Immutable;

namespace Minima.Tensors.Losses;

/// <summary>The distance between the distributions of two samples of points, by the means of Gaussian kernels.</summary>
/// <remarks>
/// <para>Formula: mean k(x, x') + mean k(y, y') - 2 mean k(x, y), with k(u, v) the mean over s of exp(-|u - v|^2 / (2 s^2)); unbiased: without the pairs of a point with itself.</para>
/// <para>Domain: real; sigmas &gt; 0, not empty. Range: [0, 2] by default (biased).</para>
/// <para>Shapes: prediction [N, D], target [M, D]; one number. Both are differentiated.</para>
/// <para>Source: Gretton et al. 2012, JMLR 13, 723-773.</para>
/// </remarks>
/// <param name="Sigmas">Widths of the kernels, near the median distance of points; several cover several scales.</param>
/// <param name="Unbiased">Leaves out pairs of a point with itself; the value may then fall below 0.</param>
[Loss("mmd", "Maximum mean discrepancy (RBF)", "最大均值差异",
    Family = LossFamily.Divergence, LowerBound = double.NegativeInfinity,
    Formula = "mean k(x,x') + mean k(y,y') - 2 mean k(x,y);  k = mean_s exp(-|u-v|^2/(2 s^2));  s = sigmas;  and unbiased",
    ChineseFormula = "mean k(x,x') + mean k(y,y') - 2 mean k(x,y);  k = mean_s exp(-|u-v|^2/(2 s^2));  s = sigmas；另有参数 unbiased",
    Latex = @"\begin{aligned} & \frac{1}{A(N)} \sum_{i, j} c_{ij} k(x_{i}, x_{j}) + \frac{1}{A(M)} \sum_{i, j} c_{ij} k(y_{i}, y_{j}) - \frac{2}{N M} \sum_{i, j} k(x_{i}, y_{j}), \quad k(u, v) = \frac{1}{\left|\mathrm{sigmas}\right|} \sum_{s \in \mathrm{sigmas}} \exp\left(-\frac{\left\lVert u - v \right\rVert^{2}}{2 s^{2}}\right) \\ & A(n) = \begin{cases} n (n - 1) & \text{if } \mathrm{unbiased} \\ n^{2} & \text{otherwise} \end{cases}, \quad c_{ij} = \begin{cases} [i \ne j] & \text{if } \mathrm{unbiased} \\ 1 & \text{otherwise} \end{cases} \end{aligned}",
    Aliases = ["MMDLoss", "MaximumMeanDiscrepancyLoss"])]
[English("Whether two samples of points come from one distribution.",
    Use = "features of two domains are to be alike, or generated points like real ones, and batches are of some hundreds.",
    Avoid = "no width fits the distances: far points give no gradient (energy_distance, sinkhorn).",
    Letters = "k: the kernel; u, v: two samples; i, j: indices of samples; x: prediction; y: target")]
[Chinese("判断两组样本点是否来自同一分布。",
    Use = "希望两个域的特征一致，或生成的点像真实的点，且批次有数百个样本时。",
    Avoid = "没有合适的带宽时：相距太远的点没有梯度（用 energy_distance、sinkhorn）。",
    Letters = "k：核函数；u、v：两个样本；i、j：样本的下标；x：prediction；y：target")]
public readonly record struct MaximumMeanDiscrepancy(
    [Chinese("核宽度，取点间距离的中位数左右；给出多个值可覆盖多个尺度。")] ImmutableArray<double> Sigmas,
    [Chinese("去掉点与自身的配对；此时值可能为负。")] bool Unbiased) : ITensorLoss, IParameterRule
{
    public MaximumMeanDiscrepancy()
        : this([1.0], false)
    {
    }

    /// <inheritdoc/>
    public string? BrokenRule => Sigmas.IsDefaultOrEmpty || Sigmas.Any(s => !(s > 0)) ? "parameter 'sigmas' must hold at least one number, all above 0." : null;

    /// <summary>The squared discrepancy.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("M D")] Tensor target)
    {
        if (prediction.Count == 0 || target.Count == 0) return LossTerms.Scalar((prediction.Sum() + target.Sum()) * 0);
        return LossTerms.Scalar(Within(prediction) + Within(target) - (2 * Kernel(prediction, target).MeanOrZero()));
    }

    private Tensor Within(Tensor x)
    {
        var kernel = Kernel(x, x);
        var n = x.Shape[0];
        return Unbiased ? (kernel.Sum() - kernel.Diagonal().Sum()) / Math.Max(n * (n - 1.0), 1) : kernel.MeanOrZero();
    }

    private Tensor Kernel(Tensor x, Tensor y)
    {
        var distances = x.PairwiseSquaredDistances(y);
        var sum = default(Tensor);
        foreach (var sigma in Sigmas)
        {
            var one = (distances * (-1 / (2 * sigma * sigma))).Exp();
            sum = sum.IsNone ? one : sum + one;
        }

        return sum / Sigmas.Length;
    }
}
