using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The strongest wrong class must stay 1 below the label.</summary>
/// <remarks>
/// <para>Formula: w_y (max_k(x_k + [k != y]) - x_y) = w_y max(0, 1 + max over k other than y of x_k - x_y), with x the prediction, y the label and
/// w the class weights (1 where there are none).</para>
/// <para>Domain: scores real; label 0 to K - 1. Link: the class of the largest score. Range: [0, inf). Label out of range: refused.</para>
/// <para>Shapes: rows of K scores, one label a row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Kinks: at a tie of the maximum the derivative goes to its first class.</para>
/// <para>Convention: optax. Keras' CategoricalHinge lets the 0 of the true class enter the maximum.</para>
/// <para>Numerics: scores are subtracted before 1 is added, so that scores of size 1e9 keep it.</para>
/// <para>Source: Crammer and Singer 2001, JMLR 2, 265-292.</para>
/// </remarks>
[Loss("crammer_singer", "Crammer-Singer hinge", "Crammer-Singer 合页",
    Family = LossFamily.MultiClass, Task = LossTask.MultiClass, Link = PredictionLink.Largest,
    Suits = LossPurpose.ClassOnly, Preference = 1,
    FloatUlps = 1,
    Formula = "max(0, 1 + max_{k != y} x_k - x_y)",
    Latex = @"\max\left(0, 1 + \max_{k \ne y} x_{k} - x_{y}\right)",
    Kinks = "a tie of the largest x_k + [k != y]: slope to the first of them",
    ChineseKinks = "x_k + [k != y] 的最大值并列时，斜率归其中第一个类别",
    Aliases = ["multiclass_hinge_loss", "multiclass_hinge"])]
[English("A hinge between the label and its strongest rival.",
    Use = "you want a support vector machine for many classes in which only the strongest rival counts.",
    Avoid = "you need probabilities (cross_entropy), or smooth curvature for a second-order method.")]
[Chinese("标签与其最强竞争类别之间的合页损失。",
    Use = "需要多类支持向量机，且只计入最强的竞争类别时。",
    Avoid = "需要概率时（用 cross_entropy），或二阶方法需要光滑曲率时。")]
public readonly record struct CrammerSinger : IRowLoss
{
    static int IRowLoss.ScratchRows => 1;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var own = row.Pick(row.Prediction);
        var zero = T.ZeroTimes(T.Of(0), T.StopGradient(own)); // NaN where the label's score is.
        var leads = row.Scratch(0);
        for (var k = 0; k < row.Count; k++)
        {
            leads[k] = row.IfLabel(k, zero, row.Prediction[k] - own + 1.0);
        }

        return row.Weighted(Rows.MaxOf<T>(leads));
    }
}
