using System.Collections.Immutable;

namespace Minima.Tensors.Losses;

/// <summary>Cross-entropy for labels that are wrong in a known way: losses of all classes are mixed so that their expectation over the wrong labels is the loss of the right one.</summary>
/// <remarks>
/// <para>Formula: (T^-1 l)_y, l_k = -log softmax(x)_k, T_ij the probability that class i is labelled j.</para>
/// <para>Domain: logits real; labels 0 to K - 1; T square, from 0 to 1, rows with sum 1, invertible (otherwise LossError.ParameterDomain), K wide (otherwise LossError.Shape).</para>
/// <para>Shapes: prediction [N, K], target [N] labels; one term for each row, which may be negative. Only the prediction is differentiated.</para>
/// <para>Limits: cross_entropy if T is the identity.</para>
/// <para>Source: Patrini et al. 2017, CVPR, arXiv:1609.03683.</para>
/// </remarks>
/// <param name="Transition">Transition matrix of the label noise: rows are true classes, columns recorded labels, and each row sums to 1.</param>
[Loss("backward_correction", "Backward correction", "后向标签噪声校正",
    Family = LossFamily.Weighting, Link = PredictionLink.Softmax, LowerBound = double.NegativeInfinity,
    Formula = "(T^-1 l)_y;  l_k = -log softmax(x)_k, T_ij = P(label j | class i);  T = transition",
    Latex = @"\sum_{k} \left(T^{-1}\right)_{yk} l_{k}, \quad l_{k} = -\log \operatorname{softmax}(x)_{k}, \quad T = \mathrm{transition}",
    Aliases = ["BackwardCorrectionLoss", "backward_loss_correction"])]
[English("An unbiased estimate of the clean loss from labels confused with known probabilities.",
    Use = "an unbiased loss is needed, and the matrix is far from singular.",
    Avoid = "the model can fit every row: negative terms pull it without end (forward_correction).",
    Letters = "T: transition; l: the cross-entropy of each class; i, j, k: classes; P: a probability")]
[Chinese("标签按已知概率混淆时，真实标签下损失的无偏估计。",
    Use = "需要无偏的损失，且转移矩阵远非奇异时。",
    Avoid = "模型足以拟合每个样本时：负的项会使损失无止境地下降（用 forward_correction）。",
    Limits = "T 为单位矩阵时为 cross_entropy。",
    Letters = "T：transition；l：各类别的交叉熵；i、j、k：类别；P：概率")]
public readonly record struct BackwardCorrection(
    [Unit, Chinese("标签噪声的转移矩阵：行对应真实类别，列对应记录的标签，每行之和为 1。")] ImmutableArray<ImmutableArray<double>> Transition) : ITensorLoss, IParameterRule
{
    public BackwardCorrection()
        : this([[0.8, 0.1, 0.1], [0.2, 0.7, 0.1], [0, 0.1, 0.9]])
    {
    }

    /// <inheritdoc/>
    public string? BrokenRule => TransitionMatrix.BrokenRule(Transition)
        ?? (TransitionMatrix.Inverse(Transition) is null ? "parameter 'transition' is singular: some mixture of classes gives the same labels as another, and no loss can tell them apart. Give a matrix with an inverse, or take the forward correction." : null);

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N K")] Tensor prediction, [Axes("N"), Labels("K")] Tensor target)
    {
        TransitionMatrix.CheckClasses("backward_correction", Transition, prediction);
        var inverse = Tensor.Of(TransitionMatrix.Inverse(Transition)!, [Transition.Length, Transition.Length]).To(prediction.Type);
        var losses = SoftmaxCrossEntropy.AtEveryClass(prediction);
        return (inverse.Rows(target) * losses).Sum(^1);
    }
}
