namespace Minima.Tensors.Losses;

/// <summary>The squared distance of each point of one cloud from the nearest of the other, both ways.</summary>
/// <remarks>
/// <para>Formula: mean_x min_y |x - y|^2 + mean_y min_x |x - y|^2.</para>
/// <para>Domain: real. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, D], target [M, D]; one number; 0 if either is empty. Both are differentiated.</para>
/// <para>Kinks: of points equally near the first counts.</para>
/// <para>Convention: squared distances, as in PyTorch3D.</para>
/// <para>Source: Fan, Su and Guibas 2017, CVPR, arXiv:1612.00603.</para>
/// </remarks>
[Loss("chamfer", "Chamfer distance", "倒角距离",
    Family = LossFamily.Image,
    Latex = @"\frac{1}{N} \sum_{i=1}^{N} \min_{j} \left\lVert x_{i} - y_{j} \right\rVert^{2} + \frac{1}{M} \sum_{j=1}^{M} \min_{i} \left\lVert x_{i} - y_{j} \right\rVert^{2}, \quad x = \mathrm{prediction}, \quad y = \mathrm{target}",
    Kinks = "equally near points: the first", ChineseKinks = "距离相同的点：取第一个",
    Aliases = ["chamfer_distance", "ChamferDistance"])]
[English("The squared distance of each point to the nearest of the other cloud.",
    Use = "point clouds are compared whose points are not paired.",
    Avoid = "density matters: many points may share one neighbour (sinkhorn, or energy_distance if the clouds are samples).")]
[Chinese("每个点到另一点云中最近点的距离平方。",
    Use = "比较两个点云，而其中的点并不一一对应时。",
    Avoid = "密度重要时：许多点可以共用一个最近邻（用 sinkhorn；点云为随机样本时也可用 energy_distance）。")]
public readonly record struct Chamfer : ITensorLoss
{
    /// <summary>Both means, added.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("M D")] Tensor target)
    {
        var distances = prediction.PairwiseSquaredDistances(target);
        if (distances.Count == 0) return LossTerms.Scalar(distances.Sum());
        return LossTerms.Scalar(-((-distances).Max(1).MeanOrZero() + (-distances).Max(0).MeanOrZero()));
    }
}
