using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Linear for small margins, an inverse power of the margin beyond: every point keeps some pull.</summary>
/// <remarks>
/// <para>Formula: m &lt;= c: 1 - m; else (c / m)^q / (q + 1), with c = q / (q + 1) and m = target prediction.</para>
/// <para>Domain: prediction real; target -1 or +1; q &gt; 0. Link: sign. Its minimiser for p &gt; 1/2 is c (p / (1 - p))^(1 / (q + 1)), and the
/// mirror image below; no link of the library covers it. Range: (0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: (c / m)^q / (q + 1) is q^q / (q + 1)^(q + 1) / m^q (Julia; Wang and Zou), written so that no power overflows.</para>
/// <para>Numerics: continuously differentiable; the power sees max(m, c) only, so that no negative base is raised to it.</para>
/// <para>Limits: q to infinity gives hinge.</para>
/// <para>Source: Marron, Todd and Ahn 2007, JASA 102(480), 1267-1271; Wang and Zou 2018, J. R. Stat. Soc. B 80(1), 177-198.</para>
/// </remarks>
/// <param name="Q">Power with which the loss of a large margin decays; 1 is distance weighted discrimination, large values approach the hinge.</param>
[Loss("dwd", "Distance-weighted discrimination", "距离加权判别损失",
    Family = LossFamily.Margin, Task = LossTask.Binary,
    FloatUlps = 1,
    Formula = "m <= q/(q+1): 1 - m;  else q^q / (q+1)^(q+1) / m^q,  m = y s",
    Aliases = ["DWDMarginLoss", "distance_weighted_discrimination"])]
[English("Linear for small margins and an inverse power beyond: well classified points still count a little.",
    Use = "there are more features than rows, where the support vector machine piles data up on the margin.",
    Avoid = "there are plenty of rows or you need probabilities: logistic is simpler.")]
[Chinese("间隔小时为线性，间隔大时按其负幂衰减：分类正确的样本仍有少许作用。",
    Use = "特征多于样本，支持向量机会让数据堆积在间隔边界上时。",
    Avoid = "样本充足或需要概率时：logistic 更简单。",
    Limits = "q 趋于无穷时为 hinge。")]
public readonly record struct DistanceWeightedDiscrimination(
    [Positive, Chinese("间隔较大时损失衰减的幂次；1 即距离加权判别，越大越接近合页损失。")] double Q) : IPointLoss
{
    public DistanceWeightedDiscrimination()
        : this(1)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [MarginLabel] T target)
        where T : IReal<T>
    {
        var q = T.Of(Q);
        var joint = q / (q + 1.0);
        var margin = target * prediction;
        var tail = T.Pow(joint / T.Max(margin, joint), Q) / (q + 1.0);
        return T.IfLess(joint, margin, tail, 1.0 - margin);
    }
}
