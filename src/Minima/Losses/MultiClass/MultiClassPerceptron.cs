using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The gap between the label's score and the largest: the loss of the perceptron.</summary>
/// <remarks>
/// <para>Formula: w_y (max_k x_k - x_y), with x the prediction, y the label and w the class weights (1 where there are none).</para>
/// <para>Domain: scores real; label 0 to K - 1. Link: the class of the largest score. Range: [0, inf); 0 if the label is the largest. Label out of range: refused.</para>
/// <para>Shapes: rows of K scores, one label a row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Kinks: at a tie of the maximum the derivative goes to its first class.</para>
/// <para>Limits: crammer_singer with margin 0; perceptron for two classes.</para>
/// <para>Source: Collins 2002, EMNLP, 1-8.</para>
/// </remarks>
[Loss("multiclass_perceptron", "Multi-class perceptron", "多类感知机",
    Family = LossFamily.MultiClass, Link = PredictionLink.Largest,
    FloatUlps = 1,
    Formula = "max_k x_k - x_y",
    Latex = @"\max_{k} x_{k} - x_{y}",
    Kinks = "a tie of the largest x_k: slope to the first of them",
    ChineseKinks = "x_k 的最大值并列时，斜率归其中第一个类别",
    Aliases = ["multiclass_perceptron_loss", "structured_perceptron"])]
[English("Charges the lead of the winning class over the label, and nothing once the label wins.",
    Use = "you want the updates of the perceptron, or a structured model with nothing to tune.",
    Avoid = "a margin is wanted (crammer_singer): here all scores equal is already a perfect answer.")]
[Chinese("按获胜类别领先标签的幅度计损失；标签获胜后损失为零。",
    Use = "需要感知机式的更新，或不想调参的结构化模型时。",
    Avoid = "需要间隔时（用 crammer_singer）：此处只要所有得分相等，就已是最优解。",
    Limits = "即间隔为 0 的 crammer_singer；两类时为 perceptron。")]
public readonly record struct MultiClassPerceptron : IRowLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => row.Weighted(Rows.MaxOf(row.Prediction) - row.Pick(row.Prediction));
}
