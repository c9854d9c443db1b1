namespace Minima.Tensors.Losses;

/// <summary>Labels that hold must score above those that do not, within each row, and rows that have a label above those without, for each label.</summary>
/// <remarks>
/// <para>Formula: mean over the rows that have a positive of softplus(Tn LSE_neg(x / Tn) + Tp LSE_pos(-x / Tp)), or 0 for a row without a negative; plus the same
/// mean over columns.</para>
/// <para>Domain: logits real; targets 0 or 1 (any number above 0 is a positive); temperatures &gt; 0. Range: [0, inf).</para>
/// <para>Shapes: prediction and target [N, K]; one number. Only the prediction is differentiated.</para>
/// <para>Convention: timm's TwoWayLoss.</para>
/// <para>Source: Kobayashi 2023, CVPR, 7476-7485.</para>
/// </remarks>
/// <param name="PositiveTemperature">Temperature of the positives: the larger, the more all of them count in place of the lowest. 4 is usual.</param>
/// <param name="NegativeTemperature">Temperature of the negatives: the larger, the more all of them count in place of the highest. 1 is usual.</param>
[Loss("two_way", "Two-way multi-label", "双向多标签损失",
    Family = LossFamily.MultiLabel,
    Formula = "mean_i softplus(Tn LSE_neg(x_i / Tn) + Tp LSE_pos(-x_i / Tp)) over the rows i with a positive, 0 for one without a negative;  + the same of the columns;  Tp = positive_temperature, Tn = negative_temperature",
    ChineseFormula = "mean_i softplus(Tn LSE_neg(x_i / Tn) + Tp LSE_pos(-x_i / Tp));  Tp = positive_temperature, Tn = negative_temperature；i 取有正例的行，没有负例的行计为 0；再加上对各列的同式",
    Latex = @"\begin{aligned} & \frac{1}{\left|I\right|} \sum_{i \in I} \log\left(1 + \Big(\sum_{k : t_{ik} = 0} e^{x_{ik} / T_{n}}\Big)^{T_{n}} \Big(\sum_{k : t_{ik} > 0} e^{-x_{ik} / T_{p}}\Big)^{T_{p}}\right) \\ & {} + \frac{1}{\left|K\right|} \sum_{k \in K} \log\left(1 + \Big(\sum_{i : t_{ik} = 0} e^{x_{ik} / T_{n}}\Big)^{T_{n}} \Big(\sum_{i : t_{ik} > 0} e^{-x_{ik} / T_{p}}\Big)^{T_{p}}\right) \\ & I = \lbrace i : \max_{k} t_{ik} > 0 \rbrace, \quad K = \lbrace k : \max_{i} t_{ik} > 0 \rbrace, \quad T_{p} = \mathrm{positive\_temperature}, \quad T_{n} = \mathrm{negative\_temperature} \end{aligned}",
    Aliases = ["TwoWayLoss"])]
[English("Ranks the labels of each sample, and the samples of each label.",
    Use = "labels are many and few of them hold, and both kinds of ranking are scored.",
    Avoid = "batches are so small that most labels have no positive (zlpr), or thresholds must be fixed (asymmetric).",
    Letters = "i: a row; k: a column; I, K: the rows and the columns with a positive")]
[Chinese("既对每个样本的标签排序，也对每个标签的样本排序。",
    Use = "标签众多而成立者少，且两种排序都要评价时。",
    Avoid = "批次太小、多数标签没有正例时（用 zlpr），或需要固定阈值时（用 asymmetric）。",
    Letters = "i：行；k：列；I、K：有正例的行与列")]
public readonly record struct TwoWay(
    [Positive, Chinese("正例的温度：越大，越看重全体正例而非得分最低者。常用 4。")] double PositiveTemperature,
    [Positive, Chinese("负例的温度：越大，越看重全体负例而非得分最高者。常用 1。")] double NegativeTemperature) : ITensorLoss
{
    public TwoWay()
        : this(4, 1)
    {
    }

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("N K")] Tensor prediction, [Axes("N K"), Unit, Constant] Tensor target) =>
        LossTerms.Scalar(prediction.Count == 0 ? prediction.Sum() : Ways(prediction, target) + Ways(prediction.Transpose().Contiguous(), target.Transpose().Contiguous()));

    private Tensor Ways(Tensor scores, Tensor target)
    {
        var negative = target.IsZero();
        var positive = 1 - negative;
        var (lowest, highest) = (PositiveTemperature, NegativeTemperature);
        var gap = (highest * (scores / highest).LogSumExp(^1, negative)) + (lowest * (-scores / lowest).LogSumExp(^1, positive));
        var counts = positive.Any(^1);
        return gap.If(negative.Any(^1)).Softplus().If(negative.Any(^1)).Mean(^1, counts);
    }
}
