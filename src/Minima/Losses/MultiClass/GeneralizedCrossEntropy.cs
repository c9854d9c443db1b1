using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Between cross-entropy and the absolute error of probabilities: the pull of a wrong label is bounded.</summary>
/// <remarks>
/// <para>Formula: w_y (1 - p_y^q) / q, with p = softmax(x), x the prediction, y the label and w the class weights (1 where there are none).</para>
/// <para>Domain: logits real; label 0 to K - 1; 0 &lt; q &lt;= 1. Link: softmax. Range: [0, 1/q]. Label out of range: refused.</para>
/// <para>Shapes: rows of K logits, one label a row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Convention: q 0.7 as in the paper; Keras takes 0.5.</para>
/// <para>Numerics: -expm1(q log p_y) / q, exact where the label dominates.</para>
/// <para>Limits: q near 0 is cross_entropy; q = 1 is half the absolute error of the probabilities.</para>
/// <para>Source: Zhang and Sabuncu 2018, NeurIPS, arXiv:1805.07836.</para>
/// </remarks>
/// <param name="Q">Interpolates between the cross-entropy (near 0) and the absolute error of the probability (1), which tolerates wrong labels; 0.7 is usual.</param>
[Loss("gce", "Generalised cross-entropy", "广义交叉熵",
    Family = LossFamily.MultiClass, Task = LossTask.MultiClass, Link = PredictionLink.Softmax, FloatUlps = 8,
    Suits = LossPurpose.LabelNoise, Preference = 2,
    Formula = "(1 - p_y^q) / q;  p = softmax(x)",
    Aliases = ["CategoricalGeneralizedCrossEntropy", "generalized_cross_entropy", "generalised_cross_entropy"],
    SearchWords = ["label noise", "noisy labels", "标签噪声", "标签错误", "错误标签"])]
[English("Cross-entropy whose pull is bounded, so that wrong labels cannot dominate.",
    Use = "a good part of the labels is wrong.",
    Avoid = "labels are clean: cross_entropy learns faster, most of all at the start.")]
[Chinese("拉力有界的交叉熵，因此错误标签无法主导训练。",
    Use = "相当一部分标签有误时。",
    Avoid = "标签干净时：cross_entropy 学得更快，训练初期尤其如此。",
    Limits = "q 接近 0 时为 cross_entropy；q = 1 时为概率绝对误差的一半。")]
public readonly record struct GeneralizedCrossEntropy(
    [Positive, Chinese("在交叉熵（接近 0）与概率的绝对误差（1）之间插值，后者能容忍错误标签；常用 0.7。")] double Q) : ILogProbabilityLoss, IParameterRule
{
    public GeneralizedCrossEntropy()
        : this(0.7)
    {
    }

    static int IRowLoss.ScratchRows => 1;

    public string? BrokenRule => Q <= 1 ? null : $"parameter 'q' is {Throw.Number(Q)}; it must be in (0, 1]. Beyond 1 the loss fades where the model is most wrong.";

    double ILogProbabilityLoss.Smoothing => 0;

    PerClass ILogProbabilityLoss.Factors => 1;

    [MethodImpl(AggressiveInlining)]
    public T OfLogProbability<T>(T logProbability)
        where T : IReal<T>
    {
        var q = T.Of(Q);
        return -T.Expm1(q * logProbability) / q;
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => row.OfLogProbabilities(this);
}
