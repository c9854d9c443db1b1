namespace Minima.Tensors.Losses;

/// <summary>The bending energy of a displacement field or, of order 1, its diffusion energy: it keeps a registration smooth.</summary>
/// <remarks>
/// <para>Formula: order 2: mean of sum_i (d_ii u)^2 + 2 sum_(i&lt;j) (d_ij u)^2; order 1: mean of sum_i (d_i u)^2; d_i is the central difference (u_(+1) - u_(-1)) / 2.</para>
/// <para>Domain: real; order 1 or 2. Range: [0, inf).</para>
/// <para>Shapes: prediction [B, C, one to three spatial axes]; two axes are one component on one image. Every difference cuts each spatial axis by one at both ends. One number, the mean over everything. With normalize C must be the number of spatial axes.</para>
/// <para>Convention: MONAI: BendingEnergyLoss is order 2, DiffusionLoss order 1.</para>
/// <para>Source: Rueckert et al. 1999, IEEE TMI 18(8), 712-721, doi:10.1109/42.796284.</para>
/// </remarks>
/// <param name="Order">Order of the derivatives: 1 favours a constant field, 2 an affine one.</param>
/// <param name="Normalize">Measures displacements and positions as fractions of the image, so that its size does not matter.</param>
[Loss("bending_energy", "Bending energy / diffusion (deformation)", "弯曲能量",
    Family = LossFamily.Image,
    Formula = "mean(sum_i (d_ii u)^2 + 2 sum_(i<j) (d_ij u)^2);  order 1: mean(sum_i (d_i u)^2);  and normalize",
    ChineseFormula = "mean(sum_i (d_ii u)^2 + 2 sum_(i<j) (d_ij u)^2);  order = 1：mean(sum_i (d_i u)^2)；另有参数 normalize",
    Latex = @"\begin{cases} \frac{1}{M} \sum_{c, q} \sum_{i} \left(\partial_{i} u_{c}(q)\right)^{2} & \text{if } \mathrm{order} = 1 \\ \frac{1}{M} \sum_{c, q} \left(\sum_{i} \left(\partial_{ii} u_{c}(q)\right)^{2} + 2 \sum_{i < j} \left(\partial_{ij} u_{c}(q)\right)^{2}\right) & \text{if } \mathrm{order} = 2 \end{cases}, \quad \left(\partial_{i} u_{c}, \partial_{ij} u_{c}\right) = \begin{cases} \left(\frac{n_{i}}{n_{c}} \Delta_{i} u_{c}, \frac{n_{i} n_{j}}{n_{c}} \Delta_{j} \Delta_{i} u_{c}\right) & \text{if } \mathrm{normalize} \\ \left(\Delta_{i} u_{c}, \Delta_{j} \Delta_{i} u_{c}\right) & \text{otherwise} \end{cases}, \quad \Delta_{i} u_{c}(q) = \frac{u_{c}\left(q + e_{i}\right) - u_{c}\left(q - e_{i}\right)}{2}",
    Aliases = ["BendingEnergyLoss"])]
[English("Keeps a displacement field smooth by its second, or first, differences.",
    Use = "images are registered: added to a similarity (local_ncc, mutual_information), it holds the deformation to what tissue can do.",
    Avoid = "sliding surfaces or tears are real.",
    Letters = "u: prediction; d: a derivative by central differences; i, j: axes of the grid; M: the number of terms; c: a component; q: a position; n: the size of the grid along an axis; Δ: a central difference; e: one step along an axis")]
[Chinese("用二阶（或一阶）差分使位移场保持平滑。",
    Use = "图像配准时：与相似度（local_ncc、mutual_information）相加，使形变保持在组织可能的范围内。",
    Avoid = "确实存在滑动面或撕裂时。",
    Letters = "u：prediction；d：中心差分导数；i、j：网格的轴；M：项数；c：分量；q：位置；n：网格沿某轴的大小；Δ：中心差分；e：沿某轴的一步")]
public readonly record struct BendingEnergy(
    [Chinese("导数的阶数：1 要求场为常数，2 要求场为仿射。")] int Order,
    [Chinese("位移与位置都按图像尺寸的比例计，使结果与图像大小无关。")] bool Normalize) : ITensorLoss, IParameterRule
{
    public BendingEnergy()
        : this(2, false)
    {
    }

    /// <inheritdoc/>
    public string? BrokenRule => Order is 1 or 2 ? null : $"parameter 'order' is {Order}; it must be 1 or 2.";

    /// <summary>The mean energy.</summary>
    public LossTerms Of([Axes("...")] Tensor prediction)
    {
        var u = ImageAxes.Spatial("bending_energy", prediction);
        CheckExtent(u);
        var energy = default(Tensor);
        for (var i = 2; i < u.Rank; i++)
        {
            var first = Slope(u, i, u.Shape);
            if (Order == 1) Add(first);
            for (var j = i; j < u.Rank && Order == 2; j++) Add(Slope(first, j, u.Shape, second: true), i == j ? 1 : 2);
        }

        return LossTerms.Scalar(energy.MeanOrZero());

        void Add(Tensor slope, double times = 1)
        {
            var square = slope * slope * times;
            energy = energy.IsNone ? square : energy + square;
        }
    }

    /// <summary>The central difference along an axis; normalised, displacements and positions are fractions of the image.</summary>
    private Tensor Slope(Tensor u, int axis, in Shape full, bool second = false)
    {
        var inner = u;
        for (var other = 2; other < u.Rank; other++)
        {
            if (other != axis) inner = inner.Slice(other, 1, u.Shape[other] - 2);
        }

        var length = u.Shape[axis];
        var slope = (inner.Slice(axis, 2, length - 2) - inner.Slice(axis, 0, length - 2)) / 2;
        if (!Normalize) return slope;
        if (second) return slope * full[axis];
        var factors = new double[full[1]];
        for (var component = 0; component < factors.Length; component++) factors[component] = (double)full[axis] / full[component + 2];
        var shape = Shape.Of([1, factors.Length, .. Enumerable.Repeat(1, u.Rank - 2)]);
        return slope * Tensor.Of(factors, shape).To(u.Type).BroadcastTo(slope.Shape);
    }

    private void CheckExtent(Tensor u)
    {
        if (Normalize && u.Shape[1] != u.Rank - 2) throw new LossException(LossError.Shape, $"bending_energy: normalize needs one component for each spatial axis; the field {u.Shape} has {u.Shape[1]} components and {u.Rank - 2} spatial axes.");
        for (var axis = 2; axis < u.Rank; axis++)
        {
            if (u.Shape[axis] <= 2 * Order) throw new LossException(LossError.Shape, $"bending_energy: spatial axis {axis - 2} has {u.Shape[axis]} positions; differences of order {Order} need at least {(2 * Order) + 1}.");
        }
    }
}
