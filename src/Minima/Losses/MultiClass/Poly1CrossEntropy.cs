using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Cross-entropy with another weight of its first polynomial term, the probability that is missing.</summary>
/// <remarks>
/// <para>Formula: w_y (-log p_y + epsilon (1 - p_y)) for a label y; sum_k w_k t_k (-log p_k + epsilon (1 - p_k)) for a target row; p = softmax(x),
/// x the prediction, w the class weights (1 where there are none).</para>
/// <para>Domain: logits real; label 0 to K - 1, or targets in [0, 1]; epsilon real. Link: softmax. Range: [0, inf) for epsilon &gt;= -1. Label out of range: refused.</para>
/// <para>Shapes: rows of K logits, one label a row or rows of K targets. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Convention: epsilon 2 as in optax, timm and the paper's value for ImageNet; many ports take 1.</para>
/// <para>Numerics: 1 - p = -expm1(log p); for epsilon from -1 to 0, where the terms cancel, -(1 + epsilon) log p - epsilon (p - 1 - log p).</para>
/// <para>Limits: cross_entropy with epsilon 0; binary_poly1 is the form for two classes.</para>
/// <para>Source: Leng et al. 2022, ICLR, arXiv:2204.12511.</para>
/// </remarks>
/// <param name="Epsilon">Added to the first coefficient, 1, of the cross-entropy's series in 1 - p; 0 gives the cross-entropy. Tune it from -1 to 4.</param>
[Loss("poly1_ce", "Poly-1 cross-entropy", "Poly-1 交叉熵",
    Family = LossFamily.MultiClass, Task = LossTask.MultiClass, Link = PredictionLink.Softmax, FloatUlps = 8, LowerBound = double.NegativeInfinity,
    Formula = "-log p_y + epsilon (1 - p_y);  p = softmax(x)",
    Aliases = ["poly_loss_cross_entropy", "PolyCrossEntropy", "poly1_cross_entropy"])]
[English("Cross-entropy plus a multiple of the probability that is missing.",
    Use = "you tune image classifiers and one more parameter is worth its gain.",
    Avoid = "you need calibrated probabilities: for epsilon other than 0 the loss is not proper.")]
[Chinese("交叉熵加上各错误类别概率之和的若干倍。",
    Use = "调优图像分类器，且值得为效果的提升多调一个参数时。",
    Avoid = "需要校准的概率时：epsilon 不为 0 时该损失不是严格适当评分规则。",
    Limits = "epsilon = 0 时为 cross_entropy；两类的形式是 binary_poly1。")]
public readonly record struct Poly1CrossEntropy(
    [Chinese("交叉熵按 1 - p 展开的首项系数（为 1）的增量；0 即交叉熵，可在 -1 至 4 之间调节。")] double Epsilon) : ILogProbabilityLoss
{
    public Poly1CrossEntropy()
        : this(2)
    {
    }

    static RowTargets IRowLoss.Targets => RowTargets.Labels | RowTargets.Rows;

    static int IRowLoss.ScratchRows => 1;

    double ILogProbabilityLoss.Smoothing => 0;

    PerClass ILogProbabilityLoss.Factors => 1;

    [MethodImpl(AggressiveInlining)]
    public T OfLogProbability<T>(T logProbability)
        where T : IReal<T>
    {
        var epsilon = T.Of(Epsilon);
        if (Epsilon is >= 0 or < -1)
        {
            return -logProbability - epsilon * T.Expm1(logProbability);
        }

        // The two terms cancel where the label dominates; the identity below adds what is left of them.
        var rest = -epsilon * T.ExpRemainder(logProbability);
        return Epsilon == -1 ? rest : rest - (1.0 + epsilon) * logProbability;
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => row.OfLogProbabilities(this);
}
