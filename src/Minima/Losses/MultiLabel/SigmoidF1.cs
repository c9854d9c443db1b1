using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>One minus a smooth F1 score, label by label over the batch.</summary>
/// <remarks>
/// <para>Formula: mean over labels of 1 - 2 tp / (2 tp + fp + fn + eps), with s = sigmoid(b (x + e)), tp = sum s t, fp = sum s (1 - t), fn = sum (1 - s) t. Range: [0, 1].</para>
/// <para>Domain: logits real; target in [0, 1]; epsilon &gt;= 0.</para>
/// <para>Shapes: [batch, labels, ...]; one sum over the batch for each label. Only the prediction is differentiated. A scalar: no reduction, no weights.</para>
/// <para>Numerics: written with the misses: (fp + fn + eps) / (2 tp + fp + fn + eps).</para>
/// <para>Limits: dice of the sigmoid over the batch.</para>
/// <para>Source: Benedict et al. 2021, arXiv:2108.10566.</para>
/// </remarks>
/// <param name="Slope">Steepness of the sigmoid.</param>
/// <param name="Offset">Number added to the prediction before it is multiplied by slope.</param>
/// <param name="Epsilon">Added to the denominator, so that it is never 0.</param>
[Loss("sigmoid_f1", "Soft F1 (sigmoidF1)", "软 F1 损失（sigmoidF1）",
    Family = LossFamily.MultiLabel,
    Formula = "mean over labels of 1 - 2 tp / (2 tp + fp + fn + eps);  s = sigmoid(b (x + e)), tp = sum s t, fp = sum s (1 - t), fn = sum (1 - s) t;  b = slope, e = offset, eps = epsilon",
    ChineseFormula = "mean_k(1 - 2 tp / (2 tp + fp + fn + eps));  s = sigmoid(b (x + e)), tp = sum s t, fp = sum s (1 - t), fn = sum (1 - s) t;  b = slope, e = offset, eps = epsilon；k 为标签",
    Latex = @"\begin{aligned} & \frac{1}{K} \sum_{k=1}^{K} \left(1 - \frac{2 \, \mathrm{tp}_{k}}{2 \, \mathrm{tp}_{k} + \mathrm{fp}_{k} + \mathrm{fn}_{k} + \varepsilon}\right), \quad s_{ik} = \sigma(b (x_{ik} + e)) \\ & \mathrm{tp}_{k} = \sum_{i} s_{ik} t_{ik}, \quad \mathrm{fp}_{k} = \sum_{i} s_{ik} (1 - t_{ik}), \quad \mathrm{fn}_{k} = \sum_{i} (1 - s_{ik}) t_{ik}, \quad b = \mathrm{slope}, \quad e = \mathrm{offset} \end{aligned}",
    Aliases = ["sigmoidF1", "soft_f1", "macro_soft_f1"])]
[English("One minus a smooth F1 of each label over the batch, averaged over labels.",
    Use = "multi-label predictions are judged by macro F1 and batches are large.",
    Avoid = "batches are small or many labels are absent from them: multilabel_soft_margin.")]
[Chinese("逐标签在整个批次上计算平滑 F1，损失为 1 减去各标签 F1 的平均值。",
    Use = "多标签预测以宏平均 F1 评价且批次较大时。",
    Avoid = "批次很小，或许多标签不在批次中出现时：选 multilabel_soft_margin。",
    Limits = "即 sigmoid 输出在整个批次上的 dice。")]
public readonly record struct SigmoidF1(
    [Chinese("sigmoid 的陡度。")] double Slope,
    [Chinese("乘以 slope 之前加在预测值上的偏移量。")] double Offset,
    [NonNegative, Chinese("加在分母上，使其不为 0。")] double Epsilon) : ISumLoss
{
    public SigmoidF1()
        : this(1, 0, 1e-16)
    {
    }

    static int ISumLoss.Count => 2;

    static bool ISumLoss.IsScalar => true;

    static Domain ISumLoss.PredictionDomain => Domain.Real;

    SumGroups ISumLoss.Groups => SumGroups.ClassesOfBatch;

    [MethodImpl(AggressiveInlining)]
    public SumTerms<T> TermsOf<T>(T prediction, T target)
        where T : IReal<T>
    {
        var s = T.Sigmoid(T.Of(Slope) * (prediction + T.Of(Offset)));
        return new(s * target, s * (1.0 - target) + target * (1.0 - s));
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Sums<T> sums)
        where T : IReal<T> => Overlap.Loss(2.0 * sums[0], sums[1], 0, Epsilon);
}
