namespace Minima.Tensors.Losses;

/// <summary>Half the squared distance of the student's features, brought to the teacher's width, from the teacher's.</summary>
/// <remarks>
/// <para>Formula: 0.5 sum_d (p_d - t_d)^2.</para>
/// <para>Domain: real. Range: [0, inf).</para>
/// <para>Shapes: prediction and target [.., D]; one term for each row. Only the prediction is differentiated.</para>
/// <para>Source: Romero et al. 2015 (FitNets), arXiv:1412.6550.</para>
/// </remarks>
[Loss("fitnet_hint", "Feature hint (FitNets)", "特征提示蒸馏",
    Family = LossFamily.Divergence,
    Formula = "0.5 ||p - t||^2",
    Latex = @"\frac{1}{2} \lVert p - t \rVert^{2}",
    Aliases = ["HintLoss", "FitNet"])]
[English("Brings hidden features of the student to those of the teacher.",
    Use = "a deep, thin student does not start to learn from the outputs alone.",
    Avoid = "layers have no counterpart (similarity_preserving, rkd_distance).")]
[Chinese("使学生的隐藏特征接近教师的特征。",
    Use = "又深又窄的学生仅凭输出难以开始学习时。",
    Avoid = "两者的层没有对应关系时（用 similarity_preserving、rkd_distance）。")]
public readonly record struct FeatureHint : ITensorLoss
{
    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("... D")] Tensor prediction, [Axes("... D"), Constant] Tensor target) =>
        0.5 * (prediction - target).Square().Sum(^1);
}
