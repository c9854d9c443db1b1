using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Cross-entropy in both directions: of the label with the prediction, and of the prediction with the label.</summary>
/// <remarks>
/// <para>Formula: w_y (-alpha log p_y - beta A (1 - p_y)), with A = log_floor, p = softmax(x), x the prediction, y the label and w the class weights
/// (1 where there are none).</para>
/// <para>Domain: logits real; label 0 to K - 1; alpha, beta &gt;= 0; log_floor &lt;= 0. Link: softmax. Range: [0, inf). Label out of range: refused.</para>
/// <para>Shapes: rows of K logits, one label a row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Convention: the reverse part, -sum_k p_k log t_k, needs a value for log 0: log_floor = log 1e-4 as in the authors' code.</para>
/// <para>Numerics: 1 - p = -expm1(log p).</para>
/// <para>Limits: beta 0 is alpha times cross_entropy; poly1_ce is the same family.</para>
/// <para>Source: Wang et al. 2019, ICCV, arXiv:1908.06112.</para>
/// </remarks>
/// <param name="Alpha">Weight of the cross-entropy: small for noisy labels (0.1), large for many classes (6).</param>
/// <param name="Beta">Weight of the reverse cross-entropy, which tolerates wrong labels; 1 is usual.</param>
/// <param name="LogFloor">Number that replaces log 0 in the reverse cross-entropy; -4 in the paper, log 1e-4 in its code.</param>
[Loss("sce", "Symmetric cross-entropy", "对称交叉熵",
    Family = LossFamily.MultiClass, Task = LossTask.MultiClass, Link = PredictionLink.Softmax, FloatUlps = 8,
    Suits = LossPurpose.LabelNoise, Preference = 1,
    Formula = "-alpha log p_y - beta log_floor (1 - p_y);  p = softmax(x)",
    Aliases = ["symmetric_cross_entropy", "reverse_cross_entropy"],
    SearchWords = ["label noise", "noisy labels", "标签噪声", "标签错误", "错误标签"])]
[English("Cross-entropy plus its reverse, which wrong labels can pull only so far.",
    Use = "labels are noisy and classes hard to learn: the first part learns, the second resists.",
    Avoid = "labels are clean: cross_entropy alone is proper and has nothing to tune.")]
[Chinese("交叉熵加上反向交叉熵，后者受错误标签的影响有界。",
    Use = "标签有噪声且类别难学时：前一部分负责学习，后一部分负责抵抗噪声。",
    Avoid = "标签干净时：单独的 cross_entropy 是严格适当评分规则，且无需调参。",
    Limits = "beta = 0 时为 alpha 倍的 cross_entropy；与 poly1_ce 同族。")]
public readonly record struct SymmetricCrossEntropy(
    [NonNegative, Chinese("交叉熵的权重：标签噪声大时取小（0.1），类别多时取大（6）。")] double Alpha,
    [NonNegative, Chinese("反向交叉熵（能容忍错误标签）的权重，常用 1。")] double Beta,
    [AtMost(0), Chinese("反向交叉熵中代替 log 0 的数；论文取 -4，其代码取 log 1e-4。")] double LogFloor) : ILogProbabilityLoss
{
    public SymmetricCrossEntropy()
        : this(0.1, 1, -9.210340371976182)
    {
    }

    static int IRowLoss.ScratchRows => 1;

    double ILogProbabilityLoss.Smoothing => 0;

    PerClass ILogProbabilityLoss.Factors => 1;

    [MethodImpl(AggressiveInlining)]
    public T OfLogProbability<T>(T logProbability)
        where T : IReal<T> => T.Of(Beta) * T.Of(LogFloor) * T.Expm1(logProbability) - (Alpha == 0 ? T.Of(0) : T.Of(Alpha) * logProbability);

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => row.OfLogProbabilities(this);
}
