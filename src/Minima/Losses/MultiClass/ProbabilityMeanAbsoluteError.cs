using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The absolute distance between the predicted probabilities and the one-hot label: the loss that wrong labels hurt least.</summary>
/// <remarks>
/// <para>Formula: w_y 2 (1 - p_y), with p = softmax(x), x the prediction, y the label and w the class weights (1 where there are none).</para>
/// <para>Domain: logits real; label 0 to K - 1. Link: softmax. Range: [0, 2]. Label out of range: refused.</para>
/// <para>Shapes: rows of K logits, one label a row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Convention: the sum sum_k |p_k - [k = y]|; the mean over classes would divide by K.</para>
/// <para>Numerics: 1 - p = -expm1(log p), exact where the label dominates.</para>
/// <para>Limits: twice gce with q = 1; twice taylor_ce of order 1.</para>
/// <para>Source: Ghosh, Kumar and Sastry 2017, AAAI, arXiv:1712.09482.</para>
/// </remarks>
[Loss("mae_prob", "MAE on probabilities", "概率 MAE",
    Family = LossFamily.MultiClass, Link = PredictionLink.Softmax, FloatUlps = 4,
    Suits = LossPurpose.LabelNoise,
    Formula = "2 (1 - p_y);  p = softmax(x)",
    Aliases = ["probability_mae", "mae_softmax"])]
[English("Twice the probability that is not the label's: the same pull for every kind of wrong label.",
    Use = "labels are so noisy that robustness counts above all.",
    Avoid = "classes are many or hard: its gradient fades where the model is far off, and training stalls (gce, sce).")]
[Chinese("标签之外概率之和的两倍：无论标签错成哪一类，拉力都一样。",
    Use = "标签噪声极大，稳健性最重要时。",
    Avoid = "类别多或难学时：模型偏离很远处梯度消失，训练会停滞（用 gce、sce）。",
    Limits = "q 取 1 的 gce 的两倍；1 阶 taylor_ce 的两倍。")]
public readonly record struct ProbabilityMeanAbsoluteError : ILogProbabilityLoss
{
    static int IRowLoss.ScratchRows => 1;

    double ILogProbabilityLoss.Smoothing => 0;

    PerClass ILogProbabilityLoss.Factors => 1;

    [MethodImpl(AggressiveInlining)]
    public T OfLogProbability<T>(T logProbability)
        where T : IReal<T> => -2.0 * T.Expm1(logProbability);

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => row.OfLogProbabilities(this);
}
