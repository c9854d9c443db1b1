namespace Minima.Tensors.Losses;

/// <summary>The distance of two series after the best warping of time, with a smooth minimum over all warpings.</summary>
/// <remarks>
/// <para>Formula: r_ij = c_ij - gamma log(e^(-r_(i-1,j) / gamma) + e^(-r_(i,j-1) / gamma) + e^(-r_(i-1,j-1) / gamma)), c_ij = |x_i - y_j|^2; the value is r at
/// the end of both.</para>
/// <para>Domain: real; gamma &gt; 0. Range: real; values below 0 are possible, because all warpings count.</para>
/// <para>Shapes: series [N, D] and [M, D], one number; or a batch, [B, N, D] and [B, M, D], a term for each pair. Both are differentiated.</para>
/// <para>Limits: dynamic time warping for gamma to 0.</para>
/// <para>Source: Cuturi and Blondel 2017, ICML, arXiv:1703.01541.</para>
/// </remarks>
/// <param name="Gamma">Softness of the minimum, in units of squared distances: 0 approaches dynamic time warping.</param>
[Loss("soft_dtw", "Soft-DTW", "软动态时间规整",
    Family = LossFamily.Sequence, LowerBound = double.NegativeInfinity,
    Formula = "r_ij = c_ij - g LSE(-r_(i-1,j) / g, -r_(i,j-1) / g, -r_(i-1,j-1) / g);  c_ij = |x_i - y_j|^2;  g = gamma",
    Latex = @"\begin{aligned} & r_{NM}, \quad r_{ij} = c_{ij} - \gamma \log\left(e^{-\frac{r_{i-1, j}}{\gamma}} + e^{-\frac{r_{i, j-1}}{\gamma}} + e^{-\frac{r_{i-1, j-1}}{\gamma}}\right) \\ & c_{ij} = \left\lVert x_{i} - y_{j} \right\rVert^{2}, \quad r_{00} = 0, \quad r_{i0} = r_{0j} = \infty \quad (i, j \ge 1) \end{aligned}",
    Aliases = ["SoftDTW", "soft_dynamic_time_warping", "SoftDTWLossPyTorch"])]
[English("The distance of two series whose times may be stretched, smooth enough to learn from.",
    Use = "shapes of series matter and their tempo does not: gestures, heartbeats, speech.",
    Avoid = "times are aligned already (mse), or values must not be negative: subtract the self terms.",
    Letters = "r: the soft distance up to two positions; c: the cost of a pair of positions; i, j: positions in prediction and target; N, M: their lengths")]
[Chinese("允许时间伸缩的两条序列之间的距离，足够光滑，可用于学习。",
    Use = "序列的形状重要而快慢无关时：手势、心跳、语音。",
    Avoid = "时间已经对齐时（用 mse），或数值不得为负时：应减去两条序列各与自身的项。",
    Limits = "gamma 趋于 0 时为动态时间规整。",
    Letters = "r：截至两个位置的软距离；c：一对位置的代价；i、j：预测值与目标值中的位置；N、M：两者的长度")]
public readonly record struct SoftDynamicTimeWarping(
    [Positive, Chinese("最小值的平滑程度，与距离平方同单位：趋于 0 即动态时间规整。")] double Gamma) : ITensorLoss
{
    private const string Key = "soft_dtw";

    public SoftDynamicTimeWarping()
        : this(1)
    {
    }

    /// <summary>One term for each pair of series.</summary>
    public LossTerms Of(Tensor prediction, Tensor target)
    {
        var first = SequenceBatch.Of(Key, "prediction", prediction, 2);
        var second = SequenceBatch.Of(Key, "target", target, 2);
        var (sequences, rows, columns, width) = (first.Shape[0], first.Shape[1], second.Shape[1], first.Shape[2]);
        if (second.Shape[0] != sequences || second.Shape[2] != width || prediction.Rank != target.Rank) throw new LossException(LossError.Shape, $"{Key}: prediction has the shape {prediction.Shape}, target {target.Shape}; both must have the same number of series and the same number of values at each time step.");
        if (rows == 0 || columns == 0) throw new LossException(LossError.Shape, $"{Key}: prediction has the shape {prediction.Shape}, target {target.Shape}; each series needs at least one time step.");
        Shape all = [sequences, rows, columns, width];
        var difference = first.Reshape([sequences, rows, 1, width]).BroadcastTo(all) - second.Reshape([sequences, 1, columns, width]).BroadcastTo(all);
        var costs = (difference * difference).Sum(^1).Reshape([sequences, rows * columns]);
        var values = ProgrammeOperation<WarpingProgramme>.Apply(new WarpingProgramme(rows, columns, Gamma), costs, Tensor.Zeros([sequences, 0], costs.Type));
        return SequenceBatch.Terms(values, prediction.Rank == 3);
    }
}
