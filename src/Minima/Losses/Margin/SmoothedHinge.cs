using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>A hinge whose corner is rounded by a parabola of width <paramref name="Gamma"/>.</summary>
/// <remarks>
/// <para>Formula: h &lt; gamma: h^2 / (2 gamma); else h - gamma / 2, with h = max(0, 1 - m) and m = target prediction.</para>
/// <para>Domain: prediction real; target -1 or +1; gamma &gt; 0. Link: sign. For gamma &lt;= 1 the minimiser is 1 + gamma - gamma / p for
/// p &gt; 1/2 and its mirror image below. For gamma &gt;= 2 it is 2 p - 1; no link of the library covers both. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: derivative -1 on the linear part for every gamma (Shalev-Shwartz and Zhang; Rennie and Srebro at gamma 1).</para>
/// <para>Numerics: h^2 cannot overflow where the answer does not: the linear branch takes over.</para>
/// <para>Limits: gamma to 0 gives hinge; 4 times the loss at gamma 2 is modified_huber; 2 gamma times the loss with gamma to infinity gives squared_hinge.</para>
/// <para>Source: Rennie and Srebro 2005, IJCAI workshop on preference handling; Shalev-Shwartz and Zhang 2013, JMLR 14, 567-599.</para>
/// </remarks>
/// <param name="Gamma">Width of the rounded corner, in units of the margin; near 0 it is the hinge.</param>
[Loss("smoothed_hinge", "Smoothed hinge", "平滑合页损失",
    Family = LossFamily.Margin, Task = LossTask.Binary,
    Suits = LossPurpose.ClassOnly, Preference = 1,
    FloatUlps = 2,
    Formula = "h < gamma: h^2 / (2 gamma);  else h - gamma / 2,  h = max(0, 1 - m), m = y s",
    Aliases = ["SmoothedL1HingeLoss", "smooth_hinge"])]
[English("A hinge with its corner rounded over a width gamma: smooth, and still linear for bad mistakes.",
    Use = "you want the hinge's decision with an optimiser that needs a continuous gradient, such as SDCA or L-BFGS.",
    Avoid = "you need probabilities: logistic gives them directly.")]
[Chinese("把合页损失的尖角在 gamma 宽度内磨圆：处处光滑，错得厉害时仍为线性。",
    Use = "想要合页损失的分类效果，而优化器（如 SDCA、L-BFGS）需要连续的梯度时。",
    Avoid = "需要概率时：logistic 可直接给出。",
    Limits = "gamma 趋于 0 时为 hinge；gamma = 2 时，其四倍为 modified_huber；gamma 趋于无穷时，其 2 gamma 倍为 squared_hinge。")]
public readonly record struct SmoothedHinge(
    [Positive, Chinese("圆角的宽度，以间隔为单位；趋于 0 时为合页损失。")] double Gamma) : IPointLoss
{
    public SmoothedHinge()
        : this(1)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [MarginLabel] T target)
        where T : IReal<T>
    {
        var gamma = T.Of(Gamma);
        var missing = T.Relu(1.0 - target * prediction);
        return T.IfLess(missing, gamma, 0.5 * missing * missing / gamma, missing - 0.5 * gamma);
    }
}
