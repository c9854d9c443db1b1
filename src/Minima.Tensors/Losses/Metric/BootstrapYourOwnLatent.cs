namespace Minima.Tensors.Losses;

/// <summary>An online network predicts the direction of the output of a slower copy for another view: BYOL.</summary>
/// <remarks>
/// <para>Formula: l = 2 - 2 cos(q, z), with q the prediction and z the target.</para>
/// <para>Domain: real. Rows are normalised; a row of zeros stays as it is. Range: [0, 4].</para>
/// <para>Shapes: prediction [N, D], target [N, D]; one term for each row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Convention: the caller adds the same with the views exchanged. SimSiam is half of it less 1, the target being the network itself.</para>
/// <para>Source: Grill et al. 2020, arXiv:2006.07733; Chen and He 2021, arXiv:2011.10566.</para>
/// </remarks>
[Loss("byol", "BYOL", "BYOL",
    Family = LossFamily.Metric,
    Formula = "2 - 2 cos(q, z)",
    Latex = @"2 - 2 \cos(q, z), \quad \cos(q, z) = \frac{q \cdot z}{\lVert q \rVert \, \lVert z \rVert}, \quad q = \mathrm{prediction}, \quad z = \mathrm{target}")]
[English("Predicts the direction of a target network's embedding of another view.",
    Use = "you learn without labels or negatives, with a predictor and a slowly moving target network.",
    Avoid = "both networks learn by gradient: they collapse to a point (vicreg).")]
[Chinese("预测目标网络对另一视图给出的嵌入的方向。",
    Use = "借助预测头与缓慢更新的目标网络，不用标签也不用负样本来学习时。",
    Avoid = "两个网络都由梯度更新时（用 vicreg）：会坍缩成一点。")]
public readonly record struct BootstrapYourOwnLatent : ITensorLoss
{
    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("N D"), Constant] Tensor target) => 2 * CosineSimilarity.Distance(prediction, target);
}
