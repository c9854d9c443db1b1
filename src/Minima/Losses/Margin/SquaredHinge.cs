using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The square of the amount by which the margin falls short of 1: a hinge without a kink.</summary>
/// <remarks>
/// <para>Formula: max(0, 1 - m)^2, with m = target prediction.</para>
/// <para>Domain: prediction real; target -1 or +1. Link: clipped margin, its minimiser is 2 p - 1. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: no 1/2 (Keras, scikit-learn, Julia).</para>
/// <para>Numerics: continuously differentiable; overflows for m &lt; -1.3e154 (double), -1.8e19 (float), as the value itself does.</para>
/// <para>Limits: equal to modified_huber for m &gt;= -1 and to l2_margin for m &lt;= 1.</para>
/// <para>Source: Lee and Mangasarian 2001, Comput. Optim. Appl. 20(1), 5-22.</para>
/// </remarks>
[Loss("squared_hinge", "Squared hinge", "平方合页损失",
    Family = LossFamily.Margin, Task = LossTask.Binary,
    Suits = LossPurpose.ClassOnly,
    FloatUlps = 2,
    Formula = "max(0, 1 - m)^2, m = y s",
    Aliases = ["L2HingeLoss", "squared_hinge_loss"])]
[English("Zero once the margin reaches 1, and quadratic below: smooth, and the best score is 2 p - 1 where p is the probability of +1.",
    Use = "you want the zero region of the hinge with a smooth curve, and rough probabilities.",
    Avoid = "labels are noisy: a point far on the wrong side counts with its square (modified_huber is linear there).")]
[Chinese("间隔达到 1 后为零，不足 1 时按平方增长：光滑，最优得分为 2p - 1，p 为标签取 +1 的概率。",
    Use = "既要合页损失的零损失区，又要光滑的曲线和粗略的概率时。",
    Avoid = "标签有噪声时：远在错误一侧的样本按平方计入（modified_huber 在那里是线性的）。",
    Limits = "m >= -1 时等于 modified_huber，m <= 1 时等于 l2_margin。")]
public readonly record struct SquaredHinge : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [MarginLabel] T target)
        where T : IReal<T>
    {
        var missing = T.Relu(1.0 - target * prediction);
        return missing * missing;
    }
}
