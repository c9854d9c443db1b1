namespace Minima.Tensors.Losses;

/// <summary>The effective number of weights that are not 0: 1 if one holds all, their number if all have one size, at any scale.</summary>
/// <remarks>
/// <para>Formula: (sum |w|)^2 / sum w^2.</para>
/// <para>Domain: real, not all 0 (LossError.Domain). Range: [1, n] for n weights.</para>
/// <para>Shapes: weight of any shape; one number. It is differentiated.</para>
/// <para>Kinks: a weight of 0: derivative 0.</para>
/// <para>Numerics: weights count relative to the largest, so that no square overflows.</para>
/// <para>Source: Hoyer 2004, JMLR 5 1457-1469; Yang, Wen and Li 2020, arXiv:1908.09979 (the square of his ratio).</para>
/// </remarks>
[Loss("hoyer", "Hoyer sparsity", "Hoyer 稀疏",
    Family = LossFamily.Regularization,
    Latex = @"\frac{\left(\sum_{i} \left|w_{i}\right|\right)^{2}}{\sum_{i} w_{i}^{2}}",
    Kinks = "a weight of 0: slope 0", ChineseKinks = "权重为 0 处：斜率取 0",
    Aliases = ["DeepHoyer", "HoyerSquare"])]
[English("Counts weights in a smooth way, without asking for their scale.",
    Use = "a network is to be pruned and the weights that stay should not shrink.",
    Avoid = "the task still needs all weights: it only rearranges them; train first.",
    Letters = "i: an index of the weights")]
[Chinese("以平滑的方式给权重计数，与量级无关。",
    Use = "要对网络剪枝，而留下的权重不应缩小时。",
    Avoid = "任务仍需全部权重时：它只会重新分配权重；应先训练好。",
    Letters = "i：权重的下标")]
public readonly record struct HoyerSparsity : ITensorLoss
{
    /// <summary>The ratio; 0 of no weights.</summary>
    /// <exception cref="LossException">All weights are 0 (LossError.Domain).</exception>
    public LossTerms Of(Tensor weight)
    {
        if (weight.Count == 0) return LossTerms.Scalar(weight.Sum());
        double largest = 0;
        foreach (var x in weight.ToArray()) largest = Math.Max(largest, Math.Abs(x));
        if (largest == 0) throw new LossException(LossError.Domain, $"hoyer: all {weight.Count} weights {weight.Shape} are 0; their sparsity is undefined. Leave out a dead parameter, or start from weights that are not 0.");
        var scaled = weight / largest;
        var sum = scaled.Abs().Sum();
        return LossTerms.Scalar(sum * sum / scaled.Square().Sum());
    }
}
