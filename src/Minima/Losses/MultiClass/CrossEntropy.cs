using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Minus the log-probability that softmax(prediction) gives to the label: the default loss of classification into many classes.</summary>
/// <remarks>
/// <para>Formula: (1 - s) w_y (-l_y) + (s / K) sum_k w_k (-l_k), with l = log softmax(x), x the prediction, y the label, K classes, s the label
/// smoothing and w the class weights (1 where there are none).</para>
/// <para>Domain: logits real, -inf for an impossible class; label 0 to K - 1; 0 &lt;= label_smoothing &lt;= 1. Link: softmax. Range: [0, inf);
/// +inf if the label is impossible, and with smoothing if any class is. Label out of range: refused.</para>
/// <para>Shapes: rows of K logits, one label a row; rows labelled ignore_index (-100) are left out. Only the prediction is differentiated.
/// Reduction: mean, over the class weights of the rows that count (PyTorch); Keras and optax divide by rows.</para>
/// <para>Convention: smoothing spreads s evenly over all K classes, the label included (PyTorch, Keras, optax, timm).</para>
/// <para>Numerics: the largest logit is left out of the sum of exponentials by its index, so that value and gradient keep full relative
/// accuracy where the label dominates. The shift makes logits of size 1e9 exact.</para>
/// <para>Limits: logistic for two classes; gce with q near 0; poly1_ce with epsilon 0; softmax_focal with gamma 0.</para>
/// <para>Source: Bridle 1990, Neurocomputing, 227-236; smoothing: Szegedy et al. 2016, CVPR, arXiv:1512.00567.</para>
/// </remarks>
/// <param name="LabelSmoothing">Proportion of each target that is spread evenly over all classes; 0.1 is usual, 0 leaves the targets as they are.</param>
[Loss("cross_entropy", "Softmax cross-entropy", "Softmax 交叉熵",
    Family = LossFamily.MultiClass, Task = LossTask.MultiClass, DefaultFor = LossTask.MultiClass, Link = PredictionLink.Softmax, FloatUlps = 8,
    Suits = LossPurpose.Probability, Preference = 1,
    Formula = "(1 - s) w_y (-l_y) + (s / K) sum_k w_k (-l_k);  l = log softmax(x);  s = label_smoothing",
    Latex = @"-\left(1 - \mathrm{label\_smoothing}\right) w_{y} \log p_{y} - \frac{\mathrm{label\_smoothing}}{K} \sum_{k} w_{k} \log p_{k}, \quad p = \operatorname{softmax}(x)",
    Aliases = ["交叉熵", "多分类交叉熵", "softmax 交叉熵损失", "CrossEntropyLoss", "SparseCategoricalCrossentropy", "softmax_cross_entropy_with_integer_labels", "HalfMultinomialLoss", "LabelSmoothingCrossEntropy", "softmax_loss"],
    SearchWords = ["ce", "softmax", "from_logits", "vanishing", "vanishing gradient", "梯度消失", "分类", "classification", "多分类", "log_loss"])]
[English("Minus the log-probability of the label, with the row of predictions read as logits.",
    Use = "you classify into one of many classes: the default choice.",
    Avoid = "several labels may hold at once (multilabel_soft_margin), the targets are distributions (soft_cross_entropy), or many labels are wrong (gce, sce).")]
[Chinese("把一行预测值视为 logit（对数几率）时，标签类别的负对数概率。",
    Use = "从多个类别中选出一个时：这是默认选择。",
    Avoid = "多个标签可同时成立时（用 multilabel_soft_margin）、目标是分布时（用 soft_cross_entropy），或大量标签有误时（用 gce、sce）。",
    Limits = "两类时为 logistic；也是 q 接近 0 的 gce、epsilon 取 0 的 poly1_ce、gamma 取 0 的 softmax_focal。")]
public readonly record struct CrossEntropy(
    [Unit, Chinese("每个目标中平均分给所有类的比例；常用 0.1，0 表示不平滑。")] double LabelSmoothing) : ILogProbabilityLoss
{
    public CrossEntropy()
        : this(0)
    {
    }

    static RowMean IRowLoss.Mean => RowMean.ClassWeights;

    static int? IRowLoss.IgnoreIndex => -100;

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
