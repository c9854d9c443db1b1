namespace Minima.Tensors.Losses;

/// <summary>Rows are drawn to the learned centre of their class, and centres are turned away from each other.</summary>
/// <remarks>
/// <para>Formula: mean_i |x_i - c_y|^2 / 2 + l sum_{j != k} (cos(c_j, c_k) + 1), with c the centres, y the label of row i and l = lambda1; each pair of centres
/// counts twice.</para>
/// <para>Domain: real; labels 0 to K - 1. Centres of zeros have the cosine 0. Range: [0, inf) for lambda1 of at least 0.</para>
/// <para>Shapes: prediction [N, D], weight [K, D] (the centres), int target [N]; one number. Prediction and weight are differentiated. An empty batch: the
/// second part alone.</para>
/// <para>Source: Cai et al. 2018, arXiv:1710.03144.</para>
/// </remarks>
/// <param name="Lambda1">Weight of the term that turns the centres away from each other; 10 is usual.</param>
[Loss("island_loss", "Island loss", "岛屿损失",
    Family = LossFamily.Metric,
    Formula = "mean_i |x_i - c_y|^2 / 2 + l sum_{j != k} (cos(c_j, c_k) + 1);  l = lambda1",
    Latex = @"\frac{1}{2 N} \sum_{i=1}^{N} \left\lVert x_{i} - c_{y_{i}} \right\rVert^{2} + \lambda_{1} \sum_{j \ne k} \left(\cos\left(c_{j}, c_{k}\right) + 1\right), \quad c = \mathrm{weight}")]
[English("Makes classes compact and points their centres in different directions.",
    Use = "classes differ in subtle ways, as facial expressions do, and center_loss lets them overlap.",
    Avoid = "there are more classes than directions that can differ (cosface).",
    Letters = "λ1: lambda1; j, k: classes")]
[Chinese("让各类紧凑，并使各类中心指向不同方向。",
    Use = "类间差别细微（如面部表情），而 center_loss 会让它们重叠时。",
    Avoid = "类别数多于可以彼此分开的方向时（用 cosface）。",
    Letters = "λ1：lambda1；j、k：类别")]
public readonly record struct IslandLoss(
    [Chinese("使各中心相互远离一项的权重，常用 10。")] double Lambda1) : ITensorLoss
{
    public IslandLoss()
        : this(10)
    {
    }

    /// <summary>One number for the batch.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("K D")] Tensor weight, [Axes("N"), Labels("K")] Tensor target)
    {
        var near = CenterLoss.HalfSquares(prediction, weight, target).Sum() / Math.Max(target.Count, 1);
        var classes = weight.Shape[0];
        var different = 1 - Tensor.Eye(classes, weight.Type);
        return LossTerms.Scalar(near + (Lambda1 * (CosineSimilarity.OfPairs(weight) + 1).If(different).Sum()));
    }
}
