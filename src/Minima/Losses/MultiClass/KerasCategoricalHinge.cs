using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The hinge of Keras between the label and its strongest rival, with the 0 of the true class among the rivals.</summary>
/// <remarks>
/// <para>Formula: max(0, max_k((1 - t_k) x_k) - sum_k t_k x_k + 1), with x the prediction and t the target, one-hot for a label.</para>
/// <para>Domain: scores real; target 0 to 1, or a label 0 to K - 1. Link: the class of the largest score. Range: [0, inf). Label or target out of range: refused.</para>
/// <para>Shapes: rows of K scores, a target row or one label a row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Kinks: at a tie of the maximum the derivative goes to its first class; derivative 0 at the margin.</para>
/// <para>Convention: Keras, for parity: if every rival is below 0 the true class counts as a rival of 0, so that the level of the scores matters.
/// crammer_singer has no such term.</para>
/// <para>Numerics: scores are subtracted before 1 is added, so that scores of size 1e9 keep it.</para>
/// <para>Limits: crammer_singer if some wrong class scores 0 or more.</para>
/// <para>Source: Keras, CategoricalHinge.</para>
/// </remarks>
[Loss("keras_categorical_hinge", "Categorical hinge (Keras)", "Keras 分类合页",
    Family = LossFamily.MultiClass, Link = PredictionLink.Largest, FloatUlps = 2,
    Latex = @"\max\left(0, \max_{k} \left(\left(1 - t_{k}\right) x_{k}\right) - \sum_{k} t_{k} x_{k} + 1\right)",
    Kinks = "a tie of the largest (1 - t_k) x_k: slope to the first of them; at the margin: slope 0",
    ChineseKinks = "(1 - t_k) x_k 的最大值并列时，斜率归其中第一个；恰在间隔处斜率为 0",
    Aliases = ["CategoricalHinge", "categorical_hinge"])]
[English("Keras' hinge between the label and its strongest rival, the true class counting as a rival of score 0.",
    Use = "numbers must agree with a model trained in Keras.",
    Avoid = "you are free to choose: crammer_singer does not depend on the level of the scores.")]
[Chinese("Keras 中标签与最强竞争类别之间的合页损失，真实类别自身以得分 0 计入竞争者。",
    Use = "数值必须与 Keras 训练的模型一致时。",
    Avoid = "可以自由选择时：crammer_singer 不受得分整体高低的影响。",
    Limits = "某个错误类别得分不小于 0 时为 crammer_singer。")]
public readonly record struct KerasCategoricalHinge : IRowLoss
{
    static RowTargets IRowLoss.Targets => RowTargets.Labels | RowTargets.Rows;

    static bool IRowLoss.TakesClassWeights => false;

    static int IRowLoss.ScratchRows => 1;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var rivals = row.Scratch(0);
        var own = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            var target = row.Target(k);
            own += T.ZeroTimes(target, row.Prediction[k]);
            rivals[k] = T.ZeroTimes(1.0 - target, row.Prediction[k]);
        }

        return T.Relu(Rows.MaxOf<T>(rivals) - own + 1.0);
    }
}
