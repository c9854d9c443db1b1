using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Smooth near zero, linear beyond <paramref name="Beta"/>, with more pull from small errors than smooth L1.</summary>
/// <remarks>
/// <para>Formula: b = e^(gamma/alpha) - 1; |r| &lt; beta: alpha/b (b|r| + 1) log(1 + b|r|/beta) - alpha|r|; else gamma|r| + gamma/b - alpha beta,
/// with r = prediction - target.</para>
/// <para>Domain: prediction, target real; alpha, gamma, beta &gt; 0, beta in the units of the target. Link: identity.
/// Range: [0, inf) for beta &lt;= 1; above 1 the formula dips slightly below 0 beside r = 0.</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: mmdetection's formula, which the paper gives for beta = 1; other betas have a kink at |r| = beta.</para>
/// <para>Numerics: the line starts where the curve ends. Near r = 0 the curve's two terms cancel: the value is exact to one ulp of alpha |r|.</para>
/// <para>Source: Pang, Chen, Shi, Feng, Ouyang and Lin 2019 (Libra R-CNN), CVPR.</para>
/// </remarks>
/// <param name="Alpha">Control of the small errors' pull: the smaller, the stronger they pull, while the pull of large ones stays. 0.5 is usual.</param>
/// <param name="Gamma">Derivative beyond beta, the pull of large errors; 1.5 is usual.</param>
/// <param name="Beta">Residual at which the curve meets the line.</param>
[Loss("balanced_l1", "Balanced L1", "平衡 L1",
    Family = LossFamily.Robust, Task = LossTask.Regression, LowerBound = double.NegativeInfinity, FloatUlps = 8,
    Formula = "b = e^(gamma/alpha) - 1;  |r| < beta: alpha/b (b|r| + 1) log(1 + b|r|/beta) - alpha|r|;  else gamma|r| + gamma/b - alpha beta",
    Aliases = ["BalancedL1Loss", "balanced_l1_loss"])]
[English("Smooth L1 with the pull of accurate boxes raised, so that they and the outliers weigh alike.",
    Use = "a detector regresses boxes and a few large errors drown the many small ones.",
    Avoid = "you do not need its balance: huber has a similar shape with one parameter instead of three.")]
[Chinese("提高小误差拉力的平滑 L1，使准确的框与离群点的影响相当。",
    Use = "检测器回归边界框，少数大误差淹没大量小误差时。",
    Avoid = "不需要这种平衡时：huber 形状相近，参数只有一个而非三个。")]
public readonly record struct BalancedL1(
    [Positive, Chinese("小误差拉力的控制参数：越小，小误差的拉力越大，大误差的拉力不变。常用 0.5。")] double Alpha,
    [Positive, Chinese("超过 beta 后的导数，即大误差的拉力；常用 1.5。")] double Gamma,
    [Positive, TargetUnits, Chinese("曲线与直线相接处的残差。")] double Beta) : IPointLoss
{
    public BalancedL1()
        : this(0.5, 1.5, 1)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        // The curve up to beta, then the line from there; at beta itself the derivative is the line's.
        var residual = T.Abs(prediction - target);
        var alpha = T.Of(Alpha);
        var gamma = T.Of(Gamma);
        var beta = T.Of(Beta);
        var b = T.Expm1(gamma / alpha);
        var inside = T.IfLess(residual, beta, residual, beta);

        // alpha/b ((1 + u) log(1 + u) - u) with u = b |r|, where beta is 1; written so that a small residual keeps its digits.
        var u = b * inside / beta;
        var curve = alpha * (inside * T.Log1p(u) - T.LogRemainder(u) / b + (1.0 / beta - 1.0) * inside);
        return T.IfLess(residual, beta, curve, curve + gamma * (residual - beta));
    }
}
