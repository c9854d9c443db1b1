using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Every wrong class must stay a margin below the label; each that does not adds its shortfall.</summary>
/// <remarks>
/// <para>Formula: w_y (1 / K) sum over k other than y of max(0, margin - x_y + x_k)^p, with x the prediction, y the label and w the class weights
/// (1 where there are none).</para>
/// <para>Domain: scores real; label 0 to K - 1; p a whole number from 1; margin real. Link: the class of the largest score. Range: [0, inf). Label out of range: refused.</para>
/// <para>Shapes: rows of K scores, one label a row. Only the prediction is differentiated. Reduction: mean over rows, with class weights too (PyTorch).</para>
/// <para>Kinks: derivative 0 where a class is exactly at the margin.</para>
/// <para>Convention: divided by K as in PyTorch; Weston and Watkins have the plain sum.</para>
/// <para>Numerics: scores are subtracted before the margin is added, so that scores of size 1e9 keep it.</para>
/// <para>Source: Weston and Watkins 1999, ESANN, 219-224.</para>
/// </remarks>
/// <param name="P">Power of the shortfall; 1 or 2 is usual.</param>
/// <param name="Margin">Lead that the true class needs over every other class.</param>
[Loss("multi_margin", "Multi-class margin (Weston-Watkins)", "多类间隔损失",
    Family = LossFamily.MultiClass, Task = LossTask.MultiClass, Link = PredictionLink.Largest, FloatUlps = 8,
    Suits = LossPurpose.ClassOnly,
    Formula = "w_y / K sum_{k != y} max(0, margin - x_y + x_k)^p",
    Latex = @"\frac{w_{y}}{K} \sum_{k \ne y} \max\left(0, \mathrm{margin} - x_{y} + x_{k}\right)^{p}",
    Kinks = "x_k = x_y - margin: slope 0",
    ChineseKinks = "x_k = x_y - margin 处斜率为 0",
    Aliases = ["MultiMarginLoss", "multi_margin_loss", "weston_watkins"])]
[English("Charges every wrong class that comes within the margin of the label.",
    Use = "you want a support vector machine for many classes, in which all rivals count.",
    Avoid = "you need probabilities (cross_entropy), or only the strongest rival is to count (crammer_singer).")]
[Chinese("凡得分与标签类别的差距小于间隔的错误类别，都计损失。",
    Use = "需要多类支持向量机，且所有竞争类别都计入时。",
    Avoid = "需要概率时（用 cross_entropy），或只应计入最强的竞争类别时（用 crammer_singer）。")]
public readonly record struct MultiMargin(
    [AtLeast(1), Chinese("不足部分的幂次，常用 1 或 2。")] int P,
    [Chinese("真实类别须领先其他各类别的幅度。")] double Margin) : IRowLoss
{
    public MultiMargin()
        : this(1, 1)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var own = row.Pick(row.Prediction);
        var margin = T.Of(Margin);
        var sum = T.ZeroTimes(T.Of(0), T.StopGradient(own)); // NaN where the label's score is.
        for (var k = 0; k < row.Count; k++)
        {
            var missing = T.Relu(row.Prediction[k] - own + margin);
            sum += row.IfLabel(k, T.Of(0), T.Pow(missing, P));
        }

        return row.Weighted(sum / T.Of(row.Count, ""));
    }
}
