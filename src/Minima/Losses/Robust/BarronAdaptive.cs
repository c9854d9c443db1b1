using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The negative log-likelihood of the density whose shape is <see cref="BarronGeneral"/>: alphas and scales become comparable.</summary>
/// <remarks>
/// <para>Formula: barron_general(r; alpha, scale) + log(scale) + log Z(alpha), Z(alpha) = integral of exp(-barron_general(x; alpha, 1)) over the reals; r = prediction - target.</para>
/// <para>Domain: prediction, target real; alpha &gt;= 0 (below, the density does not exist); scale &gt; 0 in the units of the target. Link: identity. Range: [log(scale Z(alpha)), inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: alpha and scale are parameters; the reference code learns alpha = 0.001 + 1.998 sigmoid(l) and scale = 1e-5 + (1 - 1e-5) softplus(s + log(e - 1)).</para>
/// <para>Numerics: log Z by quadrature to about 1e-14, once when the loss is made, never per element (the reference code interpolates a table, 1e-6).</para>
/// <para>Limits: alpha = 2 is the Gaussian likelihood, alpha = 0 the Cauchy one with scale sqrt(2).</para>
/// <para>Source: Barron 2019, CVPR, arXiv:1701.03077, section 3.</para>
/// </remarks>
/// <param name="Alpha">Shape: 2 Gaussian, 1 pseudo-Huber, 0 Cauchy. It may be chosen by the smallest loss.</param>
/// <param name="Scale">Size of an ordinary residual: beyond it, for alpha below 2, the loss grows more slowly than the squared error. Start at the robust standard deviation of the residual.</param>
[Loss("barron_adaptive", "Barron adaptive (NLL, learned alpha and scale)", "自适应稳健损失",
    Family = LossFamily.Robust, Task = LossTask.Regression, LowerBound = double.NegativeInfinity, FloatUlps = 8,
    Formula = "barron_general(r; alpha, scale) + log(scale) + log Z(alpha)",
    Latex = @"\frac{\left|\alpha - 2\right|}{\alpha} \left(\left(1 + \frac{r^{2}}{\mathrm{scale}^{2} \, \left|\alpha - 2\right|}\right)^{\frac{\alpha}{2}} - 1\right) + \log \mathrm{scale} + \log Z(\alpha), \quad Z(\alpha) = \int_{-\infty}^{\infty} \exp\left(-\frac{\left|\alpha - 2\right|}{\alpha} \left(\left(1 + \frac{x^{2}}{\left|\alpha - 2\right|}\right)^{\frac{\alpha}{2}} - 1\right)\right) dx, \quad r = p - t",
    Aliases = ["AdaptiveLossFunction"])]
[English("The likelihood with the shape of barron_general: heavy tails have their price, so that alpha and scale can be chosen by the smallest loss.",
    Use = "you compare or fit alpha and scale; barron_general alone would always prefer the smallest alpha and the largest scale.",
    Avoid = "alpha and scale are fixed: the added constant changes no gradient, barron_general is enough; and no alpha below 0 has a density.")]
[Chinese("以 barron_general 为形状的负对数似然：重尾也要付出代价，因此可按损失最小来选 alpha 和 scale。",
    Use = "要比较或拟合 alpha 与 scale 时；单用 barron_general 总会偏向最小的 alpha 和最大的 scale。",
    Avoid = "alpha 和 scale 都固定时：附加的常数不改变梯度，用 barron_general 即可；此外，alpha 小于 0 时没有对应的密度。",
    Limits = "alpha = 2 为高斯似然，alpha = 0 为尺度 sqrt(2) 的柯西似然。")]
public readonly record struct BarronAdaptive(
    [NonNegative, Chinese("形状：2 为高斯，1 为伪 Huber，0 为柯西；可按损失最小选取。")] double Alpha,
    [Positive, TargetUnits, Chinese("正常残差的大小：alpha 小于 2 时，残差超过此值后，损失的增长慢于平方误差。可从残差的稳健标准差开始。")] double Scale) : IPointLoss
{
    // Relative to alpha = 0, so that default(BarronAdaptive), whose alpha is 0, is right without a constructor.
    private readonly double logNormaliser = BarronNormaliser.Log(Alpha) - BarronNormaliser.LogOfZero;

    public BarronAdaptive()
        : this(1, 1)
    {
    }

    /// <summary>The shape: 2 Gaussian, 1 between the two, 0 Cauchy.</summary>
    public double Alpha
    {
        get;
        init
        {
            field = value;
            logNormaliser = BarronNormaliser.Log(value) - BarronNormaliser.LogOfZero;
        }
    }

    = Alpha;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        var normaliser = BarronNormaliser.LogOfZero + logNormaliser;
        return new BarronGeneral(Alpha, Scale).Of(prediction, target) + T.Log(T.Of(Scale)) + T.Of(normaliser);
    }
}
