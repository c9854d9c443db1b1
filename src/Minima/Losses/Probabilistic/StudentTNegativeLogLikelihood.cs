using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Negative log-likelihood of a Student t distribution whose scale is predicted too.</summary>
/// <remarks>
/// <para>Formula: log s + (v + 1)/2 log(1 + r^2 / (v s^2)) + log Gamma(v/2) - log Gamma((v + 1)/2) + 0.5 log(pi v),
/// with r = prediction - target, s = scale, v = degrees_of_freedom.</para>
/// <para>Domain: prediction, target real; scale &gt; 0; degrees_of_freedom &gt; 0. Link: identity. Range: all reals.</para>
/// <para>Shapes: any, elementwise, three inputs of one shape; prediction and scale are differentiated. Reduction: mean.</para>
/// <para>Convention: the normalised density; s is a scale, not a standard deviation (that is s sqrt(v / (v - 2)) for v &gt; 2).</para>
/// <para>Numerics: the constant is computed once, when the parameter is set (a symbol shows it as a number); no square overflows: beyond 1e16 scales the logarithm
/// is taken of the residual instead of its square.</para>
/// <para>Limits: v to infinity gives gaussian_nll with full; v = 1 is the Cauchy distribution.</para>
/// <para>Source: Lange, Little and Taylor 1989, J. Am. Stat. Assoc. 84(408), 881-896, doi:10.1080/01621459.1989.10478852.</para>
/// </remarks>
/// <param name="DegreesOfFreedom">Degrees of freedom: 1 is Cauchy, 30 nearly Gaussian. 3 to 5 for heavy tails.</param>
[Loss("student_t_nll", "Student-t NLL", "学生 t 负对数似然",
    Family = LossFamily.Probabilistic, Task = LossTask.Regression, LowerBound = double.NegativeInfinity,
    Suits = LossPurpose.Distribution | LossPurpose.HeavyTails, Preference = 2,
    Formula = "log s + (v + 1)/2 log(1 + r^2 / (v s^2)) + log Gamma(v/2) - log Gamma((v + 1)/2) + 0.5 log(pi v),  s = scale, v = degrees_of_freedom",
    Latex = @"\log s + \frac{\nu + 1}{2} \log\left(1 + \frac{r^{2}}{\nu s^{2}}\right) + \log \Gamma\left(\frac{\nu}{2}\right) - \log \Gamma\left(\frac{\nu + 1}{2}\right) + \frac{1}{2} \log(\pi \nu), \quad s = \mathrm{scale}, \quad \nu = \mathrm{degrees\_of\_freedom}, \quad r = p - t",
    Aliases = ["StudentTOutput"])]
[English("A likelihood with heavy tails: an outlier costs only the logarithm of its distance.",
    Use = "the noise has outliers and you want a spread to rely on; 3 to 5 degrees of freedom suit most data.",
    Avoid = "the noise is Gaussian: the heavy tails then waste information that gaussian_nll_log_variance would use.")]
[Chinese("重尾的似然：离群点的代价只按距离的对数增长。",
    Use = "噪声含离群点，又需要可信的离散程度时；自由度取 3 到 5 适合大多数数据。",
    Avoid = "噪声为高斯分布时：重尾会浪费 gaussian_nll_log_variance 能利用的信息。",
    Limits = "v 趋于无穷时为 full 取 true 的 gaussian_nll；v = 1 为柯西分布。")]
public readonly record struct StudentTNegativeLogLikelihood(
    [Positive, Chinese("自由度：1 为柯西分布，30 接近高斯分布；重尾数据取 3 至 5。")] double DegreesOfFreedom) : IPointLoss3
{
    // What depends on the parameter alone, computed when it is set and not for every element.
    private readonly double _constant = Constant(DegreesOfFreedom);
    private readonly double _width = Width(DegreesOfFreedom);

    public StudentTNegativeLogLikelihood()
        : this(3)
    {
    }

    /// <summary>The degrees of freedom: 1 is Cauchy, 30 nearly Gaussian.</summary>
    public double DegreesOfFreedom
    {
        get;
        init
        {
            field = value;
            _constant = Constant(value);
            _width = Width(value);
        }
    } = DegreesOfFreedom;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target, [Positive] T scale)
        where T : IReal<T>
    {
        // Half of log(1 + u^2), which is log |u| to the last digit for a huge u, where u^2 and the squares of derivatives would overflow.
        var residual = T.Of(_width) * (prediction - target);
        var u = residual / scale;
        var log = T.IfLess(T.Of(1e16), T.Abs(u), T.Log(T.Abs(residual)) - T.Log(scale), 0.5 * T.Log1p(u * u));
        return T.Of(_constant) + (T.Log(scale) + (T.Of(DegreesOfFreedom) + 1.0) * log);
    }

    /// <summary>Minus the logarithm of the standard density at 0.</summary>
    private static double Constant(double degrees)
    {
        // The two log-gammas cancel as they grow; three terms of the difference of their series are exact from 1000 on.
        var inverse = 1 / degrees;
        return degrees < 1000
            ? SpecialFunctions.LogGamma(0.5 * degrees) - SpecialFunctions.LogGamma(0.5 * (degrees + 1)) + 0.5 * Math.Log(Math.PI * degrees)
            : 0.91893853320467274178 + inverse * (0.25 - inverse * inverse / 24);
    }

    /// <summary>1 / sqrt(v): u^2 is r^2 / (v s^2).</summary>
    private static double Width(double degrees) => 1 / Math.Sqrt(degrees);
}
