using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Quadratic near zero, linear beyond <paramref name="Delta"/>: the mean's efficiency with the median's robustness.</summary>
/// <remarks>
/// <para>Formula: |r| &lt; delta: 0.5 r^2; else delta (|r| - 0.5 delta), with r = prediction - target.</para>
/// <para>Domain: prediction, target real; delta &gt; 0 in the units of the target. Link: identity. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: carries the 1/2 (PyTorch, Keras, optax); smooth L1 is this divided by its beta.</para>
/// <para>Numerics: r^2 cannot overflow where the answer does not: the linear branch takes over.</para>
/// <para>Limits: delta to infinity gives half_mse; huber/delta with delta to 0 gives mae.</para>
/// <para>Source: Huber 1964, Ann. Math. Stat. 35(1), 73-101, doi:10.1214/aoms/1177703732.</para>
/// </remarks>
/// <param name="Delta">Residual at which the parabola meets the line, and the largest pull. 1.345 robust standard deviations of the residual keep 95 % efficiency; smaller resists outliers more.</param>
[Loss("huber", "Huber", "Huber 损失",
    Family = LossFamily.Robust, Task = LossTask.Regression,
    Suits = LossPurpose.Outliers, Preference = 2,
    FloatUlps = 2,
    Formula = "|r| < delta: 0.5 r^2;  else delta (|r| - 0.5 delta)",
    Aliases = ["HuberLoss", "huber_loss"],
    SearchWords = ["outlier", "outliers", "异常值", "离群点", "离群值", "robust", "鲁棒", "稳健", "heavy tails", "重尾"])]
[English("Quadratic near zero, linear beyond delta: outliers pull with a bounded force.",
    Use = "the target has a few gross errors and the rest is close to Gaussian; set delta near 1.35 robust standard deviations of the residual.",
    Avoid = "large errors are real and must be avoided most of all: then mse is the right choice.")]
[Chinese("零点附近为二次，超过 delta 后为线性：离群点的拉力有上限。",
    Use = "目标值含少量严重错误，其余近似高斯分布时；delta 取残差稳健标准差的 1.35 倍左右。",
    Avoid = "大误差真实存在且最需要避免时：应选 mse。",
    Limits = "delta 趋于无穷时为 half_mse；delta 趋于 0 时，huber/delta 为 mae。")]
public readonly record struct Huber(
    [Positive, TargetUnits, Chinese("抛物线与直线相接处的残差，也是拉力的上限。取残差稳健标准差的 1.345 倍，效率为 95%；越小越能抵抗离群点。")] double Delta) : IPointLoss
{
    public Huber()
        : this(1)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        var residual = T.Abs(prediction - target);
        var delta = T.Of(Delta);
        return T.IfLess(residual, delta, 0.5 * residual * residual, delta * (residual - 0.5 * delta));
    }
}
