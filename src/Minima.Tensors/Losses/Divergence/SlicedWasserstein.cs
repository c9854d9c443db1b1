using System.Collections.Immutable;

namespace Minima.Tensors.Losses;

/// <summary>The distance between two clouds of points, seen from several directions: sorted projections, pair by pair.</summary>
/// <remarks>
/// <para>Formula: mean over directions u of mean_i |sort(X u)_i - sort(Y u)_i|^p, u taken at length 1.</para>
/// <para>Domain: real; directions not 0, in as many dimensions as the points; p &gt; 0. Range: [0, inf).</para>
/// <para>Shapes: prediction and target [N, D], equally many points; one number. Only the prediction is differentiated. No point at all: 0.</para>
/// <para>Kinks: |x|: derivative 0 at 0; equal numbers keep their order.</para>
/// <para>Convention: the p-th power of the distance (POT takes its root). Draw 50 to 200 directions from a normal distribution, anew for each step.</para>
/// <para>Limits: wasserstein_1d for one dimension.</para>
/// <para>Source: Rabin et al. 2011, SSVM, doi:10.1007/978-3-642-24785-9_37; Bonneel et al. 2015, J. Math. Imaging Vis. 51, 22-45.</para>
/// </remarks>
/// <param name="Directions">Directions on which the points are projected, one in a row, scaled to length 1; 50 to 200 random ones are usual.</param>
/// <param name="P">Power of the distances: 1 or 2.</param>
[Loss("sliced_wasserstein", "Sliced Wasserstein", "切片 Wasserstein",
    Family = LossFamily.Divergence,
    Formula = "mean_u mean_i |sort(X u)_i - sort(Y u)_i|^p;  u = directions",
    Latex = @"\begin{aligned} & \frac{1}{\left|\mathrm{directions}\right|} \sum_{u \in \mathrm{directions}} \frac{1}{N} \sum_{i=1}^{N} \left|x_{(i)} - y_{(i)}\right|^{p}, \quad x = \frac{X u}{\left\lVert u \right\rVert}, \quad y = \frac{Y u}{\left\lVert u \right\rVert} \\ & x_{(1)} \le x_{(2)} \le \dots, \quad y_{(1)} \le y_{(2)} \le \dots \end{aligned}",
    Kinks = "equal ranked values: slope 0", ChineseKinks = "排序后相等处：斜率取 0",
    Aliases = ["sliced_wasserstein_distance", "SWD"])]
[English("Compares two sets of points by sorting them along random directions.",
    Use = "point clouds, colours or codes are matched as distributions and sinkhorn is too slow.",
    Avoid = "dimensions are so many that few directions see the difference (mmd), or points are paired (mse).",
    Letters = "X: prediction; Y: target; x, y: both along a direction, sorted")]
[Chinese("沿若干随机方向投影、排序，以比较两组点。",
    Use = "把点云、颜色或编码作为分布匹配，而 sinkhorn 太慢时。",
    Avoid = "维数太高，少数几个方向看不出差别时（用 mmd），或点成对时（用 mse）。",
    Limits = "一维时为 wasserstein_1d。",
    Letters = "X：prediction；Y：target；x、y：两者沿某方向的投影，已排序")]
public readonly record struct SlicedWasserstein(
    [Required(1, 0, 0.6, 0.8, Columns = 2), Chinese("点投影的方向，每行一个，自动缩放为长度 1；通常随机取 50 至 200 个。")] ImmutableArray<ImmutableArray<double>> Directions,
    [Positive, Chinese("距离的幂次：1 或 2。")] double P) : ITensorLoss, IParameterRule
{
    public SlicedWasserstein()
        : this([], 2)
    {
    }

    /// <inheritdoc/>
    public string? BrokenRule => Directions.IsDefaultOrEmpty ? "parameter 'directions' is empty; it must hold at least one row, a direction."
        : Directions.Any(row => row.All(x => x == 0)) ? "parameter 'directions' holds a row of zeros; a direction has a length."
        : null;

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("N D"), Constant] Tensor target)
    {
        var width = prediction.Shape[1];
        if (Directions[0].Length != width) throw new LossException(LossError.Shape, $"sliced_wasserstein: the directions have {Directions[0].Length} components, but the points of the prediction {prediction.Shape} have {width}. Give directions of the same dimension.");
        var units = Tensor.Of([.. Directions.SelectMany(Unit)], [Directions.Length, width]).To(prediction.Type).Transpose();
        return LossTerms.Scalar(new Wasserstein1D(P).Of(Seen(prediction), Seen(target)).Values.MeanOrZero());

        Tensor Seen(Tensor points) => points.MatMul(units).Transpose().Contiguous();
    }

    private static IEnumerable<double> Unit(ImmutableArray<double> row)
    {
        var largest = row.Max(Math.Abs);
        var length = Math.Sqrt(row.Sum(x => x / largest * (x / largest)));
        return row.Select(x => x / largest / length);
    }
}
