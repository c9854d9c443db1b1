using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors.Losses;

/// <summary>A hazard that is constant within each interval of time: continuous times, with a number for each interval.</summary>
/// <remarks>
/// <para>Formula: -event log s(x_y) + f s(x_y) + sum_{k &lt; y} s(x_k), s = softplus, with x the prediction, y the target, f the fraction of its interval that
/// the row has passed.</para>
/// <para>Domain: prediction real; target 0 to T - 1; event and fraction in [0, 1]. Range: all reals. Target out of range: refused.</para>
/// <para>Shapes: predictions [N, T], targets, events and fractions [N]; one term for each row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Convention: hazards are per interval (pycox), regardless of its width.</para>
/// <para>Numerics: log softplus(x) is x below -37, where softplus is e^x to the last digit: finite where e^x no longer is.</para>
/// <para>Source: Kvamme and Borgan 2021, Lifetime Data Anal. 27, 710-736, arXiv:1910.06724.</para>
/// </remarks>
[Loss("pc_hazard", "Piecewise-constant hazard", "分段常数风险",
    Family = LossFamily.Survival,
    Suits = LossPurpose.Censoring, LowerBound = double.NegativeInfinity,
    Formula = "-event log softplus(x_y) + f softplus(x_y) + sum_{k < y} softplus(x_k);  f = fraction",
    Latex = @"-\mathrm{event} \, \log h_{y} + f h_{y} + \sum_{k < y} h_{k}, \quad h_{k} = \log\left(1 + e^{x_{k}}\right)",
    Aliases = ["nll_pc_hazard_loss", "NLLPCHazardLoss", "PCHazard"])]
[English("Continuous times whose risk is constant within intervals, one number for each.",
    Use = "times are continuous, a few intervals are to describe the risk, and where in its interval a time lies should count.",
    Avoid = "times are intervals to begin with (logistic_hazard), or the risk has a simple shape (weibull_nll).",
    Letters = "k: a time interval; h: the hazard")]
[Chinese("时间连续，风险在每个区间内为常数，每个区间用一个数表示。",
    Use = "时间连续，只用少数几个区间描述风险，且时间在区间内的位置也应计入时。",
    Avoid = "时间本身就是区间（用 logistic_hazard），或风险形状简单时（用 weibull_nll）。",
    Letters = "k：时间区间；h：风险")]
public readonly record struct PiecewiseConstantHazard : ITensorLoss
{
    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N T")] Tensor prediction, [Axes("N"), Labels("T")] Tensor target, [Axes("N"), Unit, Constant] Tensor @event, [Axes("N"), Unit, Constant] Tensor fraction)
    {
        var own = prediction.Pick(target);
        var passed = prediction.Softplus().Sum(^1, TimeIntervals.Before(target, prediction.Shape[1], prediction.Type));
        return (fraction * own.Softplus().If(fraction)) - (@event * own.Apply(default(LogSoftplus)).If(@event)) + passed;
    }

    /// <summary>log(log(1 + e^x)).</summary>
    private readonly record struct LogSoftplus : IActivation
    {
        public static string Name => "log_softplus";

        [MethodImpl(AggressiveInlining)]
        public T Of<T>(T x)
            where T : IReal<T> => T.IfLess(x, T.Of(-37), x, T.Log(T.Softplus(x)));
    }
}
