using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Softmax cross-entropy, damped by a power of the probability that is missing: easy rows fade out.</summary>
/// <remarks>
/// <para>Formula: -alpha_y w_y (1 - p_y)^gamma log p_y for a label y; -sum_k alpha_k w_k t_k (1 - p_k)^gamma log p_k for a target row, or with smoothing s
/// (t = target (1 - s) + s / K first); p = softmax(x), x the prediction, w the class weights (1 where there are none).</para>
/// <para>Domain: logits real; label 0 to K - 1, or targets in [0, 1]; alpha one number for all classes or one for each, &gt;= 0; gamma &gt;= 0; 0 &lt;= label_smoothing &lt;= 1.
/// Link: softmax; not proper for gamma &gt; 0. Range: [0, inf). Label out of range, or alpha of another length than K: refused.</para>
/// <para>Shapes: rows of K logits, one label a row or rows of K targets. Only the prediction is differentiated. Reduction: mean over rows (Keras);
/// MONAI and kornia divide by K as well.</para>
/// <para>Numerics: 1 - p = -expm1(log p), never 1 minus a rounded p; p = 1 gives 0.</para>
/// <para>Limits: cross_entropy with gamma 0 and alpha 1; sigmoid_focal is the form for independent labels.</para>
/// <para>Source: Lin, Goyal, Girshick, He and Dollar 2017, ICCV, arXiv:1708.02002.</para>
/// </remarks>
/// <param name="Alpha">Weight of each class, or one number for all.</param>
/// <param name="Gamma">Focusing exponent: the larger, the less easy samples count. 0 gives the cross-entropy, 2 is usual.</param>
/// <param name="LabelSmoothing">Proportion of each target that is spread evenly over all classes; 0.1 is usual, 0 leaves the targets as they are.</param>
[Loss("softmax_focal", "Focal (softmax)", "焦点损失（多类）",
    Family = LossFamily.MultiClass, Task = LossTask.MultiClass, Link = PredictionLink.Softmax, FloatUlps = 8,
    Suits = LossPurpose.Imbalance, Preference = 1,
    Formula = "-alpha_y (1 - p_y)^gamma log p_y;  p = softmax(x);  alpha_y = alpha;  and label_smoothing",
    ChineseFormula = "-alpha_y (1 - p_y)^gamma log p_y;  p = softmax(x);  alpha_y = alpha；另有参数 label_smoothing",
    Latex = @"-\sum_{k} t_{k} \alpha_{k} \left(1 - p_{k}\right)^{\gamma} \log p_{k}, \quad t_{k} = \left(1 - \mathrm{label\_smoothing}\right) [k = y] + \frac{\mathrm{label\_smoothing}}{K}, \quad p = \operatorname{softmax}(x)",
    Aliases = ["CategoricalFocalCrossentropy", "categorical_focal_crossentropy", "focal_loss", "multiclass_focal"],
    SearchWords = ["focal", "焦点"])]
[English("Softmax cross-entropy in which well classified rows fade out.",
    Use = "easy rows outnumber the ones that matter, as with rare classes in detection or segmentation.",
    Avoid = "you need calibrated probabilities, or labels are noisy: the hard rows it dwells on are then the wrong ones.")]
[Chinese("Softmax 交叉熵，分类越正确的样本权重越小。",
    Use = "简单样本远多于关键样本时，如检测或分割中的稀有类别。",
    Avoid = "需要校准的概率，或标签有噪声时：它最关注的难例往往恰是标错的样本。",
    Limits = "gamma = 0 且 alpha = 1 时为 cross_entropy；标签相互独立时的形式是 sigmoid_focal。")]
public readonly record struct SoftmaxFocal(
    [NonNegative, Chinese("各类别的权重，或对所有类别统一给出一个数。")] PerClass Alpha,
    [NonNegative, Chinese("聚焦指数：越大，简单样本的权重越小。0 即交叉熵，常用 2。")] double Gamma,
    [Unit, Chinese("每个目标中平均分给所有类的比例；常用 0.1，0 表示不平滑。")] double LabelSmoothing) : ILogProbabilityLoss
{
    public SoftmaxFocal()
        : this(1, 2, 0)
    {
    }

    static RowTargets IRowLoss.Targets => RowTargets.Labels | RowTargets.Rows;

    static int IRowLoss.ScratchRows => 1;

    double ILogProbabilityLoss.Smoothing => LabelSmoothing;

    PerClass ILogProbabilityLoss.Factors => Alpha;

    [MethodImpl(AggressiveInlining)]
    public T OfLogProbability<T>(T logProbability)
        where T : IReal<T> => Gamma == 0 ? -logProbability : -(T.Pow(-T.Expm1(logProbability), Gamma) * logProbability);

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => row.OfLogProbabilities(this);
}
