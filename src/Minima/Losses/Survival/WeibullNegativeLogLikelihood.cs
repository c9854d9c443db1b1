using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Negative log-likelihood of a Weibull distributed time, exact or only known to be exceeded; scale and shape are predicted.</summary>
/// <remarks>
/// <para>Formula: (t / l)^k - event (log k - log l + (k - 1)(log t - log l)), with l = e^log_scale, k = e^log_shape, t = time.</para>
/// <para>Domain: log_scale, log_shape real; time &gt; 0; event in [0, 1]: 1 for an event, 0 for a censored time. Range: all reals.</para>
/// <para>Shapes: any, elementwise, four inputs of one shape; log_scale and log_shape are differentiated. Reduction: mean over rows.</para>
/// <para>Numerics: e^w - event w - event (log k - log t) with w = k (log t - log l), where w &gt; 0 by e^w - 1 - w; shapes above e^80 count as e^80.</para>
/// <para>Limits: log_shape 0 is the exponential distribution.</para>
/// <para>Source: Weibull 1951, J. Appl. Mech. 18, 293-297.</para>
/// </remarks>
[Loss("weibull_nll", "Weibull NLL", "威布尔负对数似然",
    Family = LossFamily.Survival,
    Suits = LossPurpose.Censoring, LowerBound = double.NegativeInfinity, FloatUlps = 2048,
    Formula = "(t / l)^k - event (log k - log l + (k - 1)(log t - log l));  l = e^log_scale, k = e^log_shape, t = time",
    Aliases = ["neg_log_likelihood_weibull", "weibull"])]
[English("Times until an event whose risk rises or falls as a power of time; some may be censored.",
    Use = "you want a whole distribution of the time, with an extrapolation: lifetimes of parts, churn.",
    Avoid = "only the order of risks matters (cox_breslow), or the risk has no simple shape (logistic_hazard).")]
[Chinese("事件时间的似然：风险按时间的幂上升或下降，允许删失。",
    Use = "需要时间的完整分布并能外推时：零件寿命、客户流失。",
    Avoid = "只关心风险的次序（用 cox_breslow），或风险没有简单形状（用 logistic_hazard）时。",
    Limits = "log_shape = 0 时为指数分布。")]
public readonly record struct WeibullNegativeLogLikelihood : IPointLoss4
{
    static InputSet IPointLoss4.Differentiated => InputSet.First | InputSet.Second;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T logScale, T logShape, [Positive] T time, [Unit] T @event)
        where T : IReal<T>
    {
        var zero = T.Of(0);
        var shape = T.Clamp(logShape, double.NegativeInfinity, 80);
        var logTime = T.Log(time);
        var power = T.Exp(shape) * (logTime - logScale);
        var hazard = OfPower(power, @event);
        return T.IfLess(zero, @event, hazard - @event * (shape - logTime), hazard + T.ZeroTimes(@event, hazard));
    }

    /// <summary>e^w - event w. Selected so that no infinity meets another, and so that e^w is 0 for a time censored before everything.</summary>
    [MethodImpl(NoInlining)]
    private static T OfPower<T>(T power, T @event)
        where T : IReal<T>
    {
        var zero = T.Of(0);
        var late = T.ExpRemainder(power) + 1.0 + T.ZeroTimes(1.0 - @event, power);
        var early = T.IfLess(power, T.Of(-1e4), zero, T.Exp(power)) - T.IfLess(zero, @event, @event * power, @event);
        return T.IfLess(zero, power, late, early + T.ZeroTimes(zero, T.StopGradient(power)));
    }
}
