namespace Minima.Tensors.Losses;

/// <summary>Rows are drawn to the learned centre of their class.</summary>
/// <remarks>
/// <para>Formula: l_i = |x_i - c_y|^2 / 2, with c the centres and y the label of row i.</para>
/// <para>Domain: real; labels 0 to K - 1. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, D], weight [K, D] (the centres), int target [N]; one term for each row. Prediction and weight are differentiated. Reduction: mean
/// over rows.</para>
/// <para>Convention: a term beside cross_entropy, weighted by about 0.003. The paper moves centres by a rule of its own; here they learn by their gradient.</para>
/// <para>Source: Wen et al. 2016, ECCV, doi:10.1007/978-3-319-46478-7_31.</para>
/// </remarks>
[Loss("center_loss", "Center loss", "中心损失",
    Family = LossFamily.Metric,
    Formula = "|x_i - c_y|^2 / 2",
    Latex = @"\frac{1}{2} \left\lVert x_{i} - c_{y_{i}} \right\rVert^{2}, \quad c = \mathrm{weight}",
    SearchWords = ["类内距离", "intra-class", "face recognition", "人脸识别"])]
[English("Draws the rows of each class to a learned centre.",
    Use = "a softmax separates the classes and you want each of them compact as well.",
    Avoid = "it stands alone: all centres fall together (island_loss pushes them apart).")]
[Chinese("把各类样本拉向该类可学习的中心。",
    Use = "softmax 已能区分各类，又希望每类更紧凑时。",
    Avoid = "单独使用时：所有中心会挤到一起（island_loss 会将它们推开）。")]
public readonly record struct CenterLoss : ITensorLoss
{
    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("K D")] Tensor weight, [Axes("N"), Labels("K")] Tensor target) => HalfSquares(prediction, weight, target);

    /// <summary>Half the squared distance of each row from the centre that its label names.</summary>
    internal static Tensor HalfSquares(Tensor x, Tensor centres, Tensor labels) => (x - centres.Rows(labels)).Square().Sum(^1) / 2;
}
