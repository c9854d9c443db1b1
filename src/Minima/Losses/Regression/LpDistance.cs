using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The absolute residual to any power.</summary>
/// <remarks>
/// <para>Formula: |r|^p, with r = prediction - target.</para>
/// <para>Domain: prediction, target real; p &gt; 0. Link: identity. Range: [0, inf). Convex for p &gt;= 1.</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: no root and no factor 1/p (Julia's LPDistLoss); derivative 0 at r = 0 for every p.</para>
/// <para>Limits: p = 1 is mae, p = 2 is mse; p to 0 counts the residuals that are not 0.</para>
/// <para>Source: LossFunctions.jl, LPDistLoss; Boscovich 1757 for p = 1.</para>
/// </remarks>
/// <param name="P">Power of the residual: above 2 the largest residuals dominate, below 2 they count less.</param>
[Loss("lp_distance", "Lp distance loss", "Lp 距离损失",
    Family = LossFamily.Regression,
    FloatUlps = 2,
    Aliases = ["LPDistLoss"])]
[English("The absolute residual to a power of your choice.",
    Use = "you want something between absolute (1) and squared (2) error, or more than squared.",
    Avoid = "outliers are the reason for a power below 2: huber keeps the curvature near zero.")]
[Chinese("残差绝对值的任意次幂。",
    Use = "需要介于绝对误差（1）与平方误差（2）之间，或高于平方的惩罚时。",
    Avoid = "因离群点才取小于 2 的幂时：huber 在零附近保持曲率。",
    Limits = "p = 1 为 mae，p = 2 为 mse；p 趋于 0 时为非零残差的个数。")]
public readonly record struct LpDistance(
    [Positive, Chinese("残差的幂次：大于 2 时大残差起主导作用，小于 2 时作用减弱。")] double P) : IPointLoss
{
    public LpDistance()
        : this(2)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        var residual = prediction - target;
        return P == 2 ? residual * residual : T.Pow(T.Abs(residual), P);
    }
}
