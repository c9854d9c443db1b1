using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The squared error of a predicted probability of surviving a chosen time, with weights that make up for censored rows.</summary>
/// <remarks>
/// <para>Formula: t &gt; u: (1 - S)^2 / G(u); else event S^2 / G, with S = prediction (the probability of surviving u), t = time, u = eval_time, G =
/// censoring_survival (of not being censored before t), G(u) = censoring_survival_at.</para>
/// <para>Domain: prediction, event and censoring_survival in [0, 1]; time &gt; 0; eval_time and censoring_survival_at &gt; 0. Range: [0, inf); +inf if an event that
/// could not have been seen (G = 0) was.</para>
/// <para>Shapes: any, elementwise, four inputs of one shape; only the prediction is differentiated. Reduction: mean over rows, censored ones included.</para>
/// <para>Convention: G is given, from a Kaplan-Meier curve with censoring as the event; inverse probability of censoring weighting as in pycox and torchsurv.</para>
/// <para>Numerics: the square of S sqrt(event) / sqrt(G): 1 / G may overflow.</para>
/// <para>Limits: brier_binary if S = sigmoid(x), without censoring (G = 1).</para>
/// <para>Source: Graf et al. 1999, Stat. Med. 18, 2529-2545.</para>
/// </remarks>
/// <param name="CensoringSurvivalAt">Probability of not being censored before eval_time.</param>
/// <param name="EvalTime">Time at which survival is judged.</param>
[Loss("brier_survival", "Brier score under censoring (IPCW)", "IPCW 布里尔分数",
    Family = LossFamily.Survival,
    Formula = "t > u: (1 - S)^2 / G(u);  else event S^2 / G;  S = prediction, t = time, u = eval_time;  G = censoring_survival, G(u) = censoring_survival_at",
    Aliases = ["ipcw_brier", "ipcw_brier_score", "time_dependent_brier"])]
[English("Squared error of a probability of surviving one time, corrected for rows that were censored before.",
    Use = "one horizon matters (five-year survival) and predictions must be calibrated there.",
    Avoid = "the whole course counts (logistic_hazard, pmf_nll), or hardly anyone is still observed at that time.")]
[Chinese("存活到某一时间的概率的平方误差，并对此前删失的样本加以校正。",
    Use = "只关心一个时间点（如五年生存率），且该时间点的概率须校准时。",
    Avoid = "关心整个过程（用 logistic_hazard、pmf_nll），或到该时间几乎已无人仍在随访时。",
    Limits = "无删失（G = 1）且 S = sigmoid(x) 时为 brier_binary。")]
public readonly record struct BrierSurvival(
    [Required(0.7), Positive, Chinese("在 eval_time 之前未删失的概率。")] double CensoringSurvivalAt,
    [Required(4), Positive, Chinese("评价生存的时刻。")] double EvalTime) : IPointLoss4
{
    public BrierSurvival()
        : this(0, 0)
    {
    }

    static InputSet IPointLoss4.Differentiated => InputSet.First;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>([Unit] T prediction, [Positive] T time, [Unit] T @event, [Unit] T censoringSurvival)
        where T : IReal<T>
    {
        var survived = prediction + T.ZeroTimes(T.Of(0), time + @event + censoringSurvival); // NaN where any is: comparisons do not show it.
        var missed = 1.0 - survived;
        var weight = T.StopGradient(T.IfLess(T.Of(0), @event, T.Sqrt(@event) / T.Sqrt(censoringSurvival), T.Of(0)));
        var seen = T.ZeroTimes(survived, weight);
        var error = T.IfLess(weight, T.Of(double.PositiveInfinity), seen * seen, seen);
        return T.IfLess(T.Of(EvalTime), time, missed * missed / T.Of(CensoringSurvivalAt), error);
    }
}
