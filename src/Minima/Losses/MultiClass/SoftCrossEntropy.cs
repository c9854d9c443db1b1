using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Cross-entropy against a distribution over the classes instead of one label.</summary>
/// <remarks>
/// <para>Formula: -sum_k w_k t_k l_k, with l = log softmax(x), x the prediction, t = target (1 - s) + s / K for label smoothing s, and w the
/// class weights (1 where there are none).</para>
/// <para>Domain: logits real, -inf where the target has no mass; targets in [0, 1], not checked to sum to 1; 0 &lt;= label_smoothing &lt;= 1.
/// Link: softmax. Range: [0, inf); the minimum is the entropy of the target. Gradient: (sum t) softmax(x) - t.</para>
/// <para>Shapes: rows of K logits and of K targets. Only the prediction is differentiated. Reduction: mean over rows, with class weights too (PyTorch, Keras).</para>
/// <para>Convention: smoothing spreads s evenly over all K classes. Keras renormalises only predictions that are probabilities (probs_cross_entropy).</para>
/// <para>Numerics: a class without mass in the target contributes 0 also where its probability is 0.</para>
/// <para>Limits: cross_entropy for one-hot targets.</para>
/// <para>Source: Bridle 1990, Neurocomputing, 227-236.</para>
/// </remarks>
/// <param name="LabelSmoothing">Proportion of each target that is spread evenly over all classes; 0.1 is usual, 0 leaves the targets as they are.</param>
[Loss("soft_cross_entropy", "Cross-entropy with soft targets", "软标签交叉熵",
    Family = LossFamily.MultiClass, DefaultFor = LossTask.Composition, Link = PredictionLink.Softmax, FloatUlps = 4,
    Formula = "-sum_k w_k t_k l_k;  l = log softmax(x);  t <- t (1 - s) + s / K;  s = label_smoothing",
    Latex = @"-\sum_{k} w_{k} \left(\left(1 - \mathrm{label\_smoothing}\right) t_{k} + \frac{\mathrm{label\_smoothing}}{K}\right) \log p_{k}, \quad p = \operatorname{softmax}(x)",
    Aliases = ["softmax_cross_entropy", "safe_softmax_cross_entropy", "SoftTargetCrossEntropy"])]
[English("Cross-entropy of a target distribution with the softmax of the predictions.",
    Use = "targets are distributions: mixed-up images, several annotators, the output of a teacher.",
    Avoid = "each row has one label: cross_entropy needs no one-hot rows.")]
[Chinese("目标分布与预测值的 softmax 之间的交叉熵。",
    Use = "目标是分布时：mixup 图像、多位标注者、教师模型的输出。",
    Avoid = "每个样本只有一个标签时：cross_entropy 无需独热编码。",
    Limits = "目标为独热向量时为 cross_entropy。")]
public readonly record struct SoftCrossEntropy(
    [Unit, Chinese("每个目标中平均分给所有类的比例；常用 0.1，0 表示不平滑。")] double LabelSmoothing) : ILogProbabilityLoss
{
    public SoftCrossEntropy()
        : this(0)
    {
    }

    static RowTargets IRowLoss.Targets => RowTargets.Rows;

    static int IRowLoss.ScratchRows => 1;

    double ILogProbabilityLoss.Smoothing => LabelSmoothing;

    PerClass ILogProbabilityLoss.Factors => 1;

    [MethodImpl(AggressiveInlining)]
    public T OfLogProbability<T>(T logProbability)
        where T : IReal<T> => -logProbability;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => row.OfLogProbabilities(this);
}
