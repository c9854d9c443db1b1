using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>1 if the class of the largest score is not the label, else 0: the error rate.</summary>
/// <remarks>
/// <para>Formula: w_y [argmax_k x_k != y], with x the prediction, y the label and w the class weights (1 where there are none).</para>
/// <para>Domain: scores real; label 0 to K - 1. Link: the class of the largest score. Range: {0, 1}. Label out of range: refused.</para>
/// <para>Shapes: rows of K scores, one label a row. The gradient is 0 everywhere. Reduction: mean over rows.</para>
/// <para>Kinks: a step at every tie; of equal scores the first class wins.</para>
/// <para>Limits: zero_one for two classes.</para>
/// <para>Source: folklore.</para>
/// </remarks>
[Loss("misclassification", "Misclassification", "误分类损失",
    Family = LossFamily.MultiClass, Link = PredictionLink.Largest,
    FloatUlps = 1,
    Formula = "[argmax_k x_k != y]",
    Latex = @"\left[\operatorname{argmax}_{k} x_{k} \ne y\right]",
    Kinks = "a step at every tie for the largest: slope 0, the first class wins",
    ChineseKinks = "最大值并列处为跳跃：斜率为 0，取第一个类别",
    Aliases = ["MisclassLoss", "multiclass_zero_one"])]
[English("Counts the rows whose largest score is not the label's.",
    Use = "you report the error rate beside a loss that can be trained.",
    Avoid = "you train: its gradient is 0 everywhere (cross_entropy, crammer_singer).")]
[Chinese("统计最高得分不在标签类别上的样本数。",
    Use = "在可训练的损失之外报告错误率时。",
    Avoid = "用于训练时：其梯度处处为 0（用 cross_entropy、crammer_singer）。",
    Limits = "两类时为 zero_one。")]
public readonly record struct Misclassification : IRowLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var own = T.StopGradient(row.Pick(row.Prediction));
        var wrong = T.ZeroTimes(T.Of(0), T.StopGradient(Rows.MaxOf(row.Prediction))); // NaN where any score is.
        for (var k = 0; k < row.Count; k++)
        {
            var rival = T.StopGradient(row.Prediction[k]);
            var beaten = T.IfLess(rival, own, T.Of(0), T.Of(1)); // A class before the label wins a tie,
            var ahead = T.IfLess(own, rival, T.Of(1), T.Of(0)); // one behind it does not; nor does the label itself.
            wrong += row.IfLabelAbove(k, beaten, ahead);
        }

        return row.Weighted(T.IfLess(T.Of(0.5), wrong, T.Of(1), T.Min(wrong, T.Of(0))));
    }
}
