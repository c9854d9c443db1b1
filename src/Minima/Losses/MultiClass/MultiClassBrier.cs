using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The squared distance between the predicted probabilities and the one-hot label.</summary>
/// <remarks>
/// <para>Formula: w_y sum_k (p_k - [k = y])^2, with p = softmax(x), x the prediction, y the label and w the class weights (1 where there are none).</para>
/// <para>Domain: logits real, -inf for an impossible class; label 0 to K - 1. Link: softmax. Range: [0, 2]. Label out of range: refused.</para>
/// <para>Shapes: rows of K logits, one label a row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Convention: the sum over classes, 2 at worst; for two classes it is twice brier_binary.</para>
/// <para>Numerics: p_y - 1 = expm1(log p_y), so that the value keeps full relative accuracy where the label dominates.</para>
/// <para>Source: Brier 1950, Monthly Weather Review 78(1), 1-3.</para>
/// </remarks>
[Loss("brier_multi", "Brier (multi-class)", "多类 Brier",
    Family = LossFamily.MultiClass, Task = LossTask.MultiClass, Link = PredictionLink.Softmax, FloatUlps = 16,
    Suits = LossPurpose.Probability | LossPurpose.LabelNoise,
    Formula = "sum_k (p_k - [k = y])^2;  p = softmax(x)",
    Latex = @"\sum_{k} \left(p_{k} - [k = y]\right)^{2}, \quad p = \operatorname{softmax}(x)",
    Aliases = ["quadratic_score", "multiclass_brier", "brier_score_multi"])]
[English("The squared error of the probabilities: a bounded proper score.",
    Use = "you want calibrated probabilities and no single row to count without bound.",
    Avoid = "the model starts far off: the gradient fades where it is confidently wrong (cross_entropy does not).")]
[Chinese("概率的平方误差：有界的严格适当评分规则。",
    Use = "希望概率经过校准，且任何一个样本的影响都有界时。",
    Avoid = "模型起初很差时：在高置信度的错误处梯度会消失（cross_entropy 不会）。")]
public readonly record struct MultiClassBrier : IRowLoss
{
    static int IRowLoss.ScratchRows => 1;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var logProbabilities = row.Scratch(0);
        Rows.LogSoftmax(row.Prediction, logProbabilities);
        var sum = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            var error = row.IfLabel(k, T.Expm1(logProbabilities[k]), T.Exp(logProbabilities[k]));
            sum += error * error;
        }

        return row.Weighted(sum);
    }
}
