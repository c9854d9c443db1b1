using System.Collections.Immutable;

namespace Minima.Tensors.Losses;

/// <summary>Cross-entropy for labels that are wrong in a known way: the model's probabilities are confused as the labels were, and then compared.</summary>
/// <remarks>
/// <para>Formula: -log (T^T p)_y = -log sum_i p_i T_iy, p = softmax(x), T_ij the probability that class i is labelled j.</para>
/// <para>Domain: logits real; labels 0 to K - 1; T square, from 0 to 1, rows with sum 1 (otherwise LossError.ParameterDomain), K wide (otherwise LossError.Shape). Range: [0, inf]; +inf if no likely class has the label.</para>
/// <para>Shapes: prediction [N, K], target [N] labels; one term for each row. Only the prediction is differentiated.</para>
/// <para>Numerics: the log-sum-exp of log p_i + log T_iy; a T_iy of 0 drops out.</para>
/// <para>Limits: cross_entropy if T is the identity.</para>
/// <para>Source: Patrini et al. 2017, CVPR, arXiv:1609.03683.</para>
/// </remarks>
/// <param name="Transition">Transition matrix of the label noise: rows are true classes, columns recorded labels, and each row sums to 1.</param>
[Loss("forward_correction", "Forward correction", "前向标签噪声校正",
    Family = LossFamily.Weighting, Link = PredictionLink.Softmax,
    Formula = "-log (T^T p)_y;  T_ij = P(label j | class i);  T = transition",
    Latex = @"-\log \sum_{i} T_{iy} p_{i}, \quad p = \operatorname{softmax}(x), \quad T = \mathrm{transition}",
    Aliases = ["ForwardCorrectionLoss", "forward_loss_correction"])]
[English("Learns clean classes from labels that are confused with known probabilities.",
    Use = "how labels are confused is known, or estimated from a trusted part.",
    Avoid = "it is not known (gce, sce).",
    Letters = "p: the vector of predicted probabilities; i, j: classes; P: a probability")]
[Chinese("标签按已知概率混淆时，仍能学到真实类别。",
    Use = "标签的混淆方式已知，或可由可信的部分数据估计时。",
    Avoid = "混淆方式未知时（用 gce、sce）。",
    Limits = "T 为单位矩阵时为 cross_entropy。",
    Letters = "p：预测概率；i、j：类别；P：概率")]
public readonly record struct ForwardCorrection(
    [Unit, Chinese("标签噪声的转移矩阵：行对应真实类别，列对应记录的标签，每行之和为 1。")] ImmutableArray<ImmutableArray<double>> Transition) : ITensorLoss, IParameterRule
{
    public ForwardCorrection()
        : this([[0.8, 0.1, 0.1], [0.2, 0.7, 0.1], [0, 0.1, 0.9]])
    {
    }

    /// <inheritdoc/>
    public string? BrokenRule => TransitionMatrix.BrokenRule(Transition);

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N K")] Tensor prediction, [Axes("N"), Labels("K")] Tensor target)
    {
        TransitionMatrix.CheckClasses("forward_correction", Transition, prediction);
        var classes = Transition.Length;
        var logs = new double[classes * classes];
        for (var i = 0; i < classes; i++)
        {
            for (var j = 0; j < classes; j++) logs[(j * classes) + i] = Math.Log(Transition[i][j]);
        }

        return -(prediction.LogSoftmax(^1) + Tensor.Of(logs, [classes, classes]).To(prediction.Type).Rows(target)).LogSumExp(^1);
    }
}
