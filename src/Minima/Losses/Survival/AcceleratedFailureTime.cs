using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Negative log-likelihood of a time whose logarithm is a predicted location plus noise; a censored time is only known to be exceeded.</summary>
/// <remarks>
/// <para>Formula: event (-log f(z) + log s + log t) + (1 - event)(-log(1 - F(z))), z = (log t - m) / s, with m = prediction, t = time, s = scale, f and F
/// the density and distribution function of the noise.</para>
/// <para>Domain: prediction real; time &gt; 0; event in [0, 1]: 1 for an event, 0 for a time censored on the right; scale &gt; 0. Link: log. Range: all reals.</para>
/// <para>Shapes: any, elementwise, three inputs of one shape; only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Convention: XGBoost's survival:aft; its left and interval censoring have no input here. extreme is the distribution of the smallest value,
/// f(z) = e^(z - e^z).</para>
/// <para>Numerics: log f and log(1 - F) are written out for each distribution (log_ndtr, softplus): nothing cancels in the tails.</para>
/// <para>Limits: extreme is weibull_nll with shape 1/s.</para>
/// <para>Source: Wei 1992, Stat. Med. 11, 1871-1879; Barnwal, Cho and Hocking 2022, J. Comput. Graph. Stat., arXiv:2006.04920.</para>
/// </remarks>
/// <param name="Scale">Scale of the noise of log time; smaller makes the model more certain.</param>
/// <param name="Distribution">Distribution of the noise: normal, logistic or extreme.</param>
[Loss("aft_nll", "AFT NLL (log-normal, log-logistic, extreme)", "加速失效时间负对数似然",
    Family = LossFamily.Survival,
    Suits = LossPurpose.Distribution | LossPurpose.Censoring, LowerBound = double.NegativeInfinity, FloatUlps = 32,
    Formula = "event (-log f(z) + log s + log t) + (1 - event)(-log(1 - F(z)));  z = (log t - x) / s, s = scale;  f = distribution",
    Latex = @"\mathrm{event} \left(-\log f(z) + \log \mathrm{scale} + \log \mathrm{time}\right) - (1 - \mathrm{event}) \log\left(1 - F(z)\right), \quad z = \frac{\log \mathrm{time} - x}{\mathrm{scale}}, \quad F(z) = \begin{cases} \Phi(z) & \text{if } \mathrm{distribution} = \mathrm{normal} \\ \sigma(z) & \text{if } \mathrm{distribution} = \mathrm{logistic} \\ 1 - \exp\left(-e^{z}\right) & \text{if } \mathrm{distribution} = \mathrm{extreme} \end{cases}, \quad f = F'",
    Aliases = ["survival_aft", "accelerated_failure_time", "aft"])]
[English("Predicts the logarithm of a time until an event; some times may be censored.",
    Use = "effects stretch or shrink time itself, and you want times, not only risks.",
    Avoid = "only the order of risks matters (cox_breslow).",
    Letters = "t: time; F: the distribution function")]
[Chinese("预测事件时间的对数，允许删失。",
    Use = "各因素的作用是拉长或缩短时间本身，且需要时间而不只是风险时。",
    Avoid = "只关心风险的次序时（用 cox_breslow）。",
    Limits = "极值噪声时为 shape 取 1/s 的 weibull_nll。",
    Letters = "t：time；F：分布函数")]
public readonly record struct AcceleratedFailureTime(
    [Positive, Chinese("对数时间的噪声尺度；越小，模型越有把握。")] double Scale,
    [Chinese("噪声的分布：正态分布、逻辑分布或极值分布。")] AcceleratedFailureNoise Distribution) : IPointLoss3
{
    public AcceleratedFailureTime()
        : this(1, AcceleratedFailureNoise.Normal)
    {
    }

    static InputSet IPointLoss3.Differentiated => InputSet.First;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [Positive] T time, [Unit] T @event)
        where T : IReal<T>
    {
        var logTime = T.Log(time);
        var z = (logTime - prediction) / T.Of(Scale);
        return LogDensity(z, @event) + T.ZeroTimes(@event, T.Log(T.Of(Scale)) + logTime) + T.ZeroTimes(1.0 - @event, LogSurvival(z));
    }

    /// <summary>-event log f(z); the event comes before the square, which may overflow.</summary>
    [MethodImpl(NoInlining)]
    private T LogDensity<T>(T z, T @event)
        where T : IReal<T> => Distribution switch
        {
            AcceleratedFailureNoise.Logistic => T.ZeroTimes(@event, T.Softplus(z) + T.Softplus(-z)),
            AcceleratedFailureNoise.Extreme => T.ZeroTimes(@event, T.ExpRemainder(z) + 1.0),
            _ => T.ZeroTimes(0.5 * T.ZeroTimes(@event, z), z) + 0.91893853320467274178 * @event,
        };

    /// <summary>-log(1 - F(z)).</summary>
    [MethodImpl(NoInlining)]
    private T LogSurvival<T>(T z)
        where T : IReal<T> => Distribution switch
        {
            AcceleratedFailureNoise.Logistic => T.Softplus(z),
            AcceleratedFailureNoise.Extreme => T.Exp(z),
            _ => -T.LogNdtr(-z),
        };
}

/// <summary>The distribution of the noise in the logarithm of a time.</summary>
public enum AcceleratedFailureNoise
{
    /// <summary>Normal: times are log-normal.</summary>
    Normal,

    /// <summary>Logistic: times are log-logistic.</summary>
    Logistic,

    /// <summary>The smallest of many: times have a Weibull distribution.</summary>
    Extreme,
}
