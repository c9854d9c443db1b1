namespace Minima.Tensors.Losses;

/// <summary>The logarithm of the hazard at a grid of times, between which it is integrated by trapezoids: the likelihood of times under any hazard.</summary>
/// <remarks>
/// <para>Formula: -event x_K + sum_{k &lt; K} (u_(k+1) - u_k) (e^x_k + e^x_(k+1)) / 2, with x the prediction, u the eval_time and u_K the last of them that is at most the time.</para>
/// <para>Domain: prediction real; time &gt; 0; event in [0, 1], 0 for a censored row; eval_time &gt;= 0, increasing, the first of them at most the first time. Range: all reals.
/// Times outside this: refused.</para>
/// <para>Shapes: predictions [N, T], times and events [N], eval_time [T] for all rows; one term for each row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Convention: nothing is integrated between u_K and the time, and if no row has an event the terms of the censored ones still count; torchsurv gives
/// 0 there and holds the integral below 1e10.</para>
/// <para>Source: torchsurv, arXiv:2404.10761; Kalbfleisch and Prentice 1980, The Statistical Analysis of Failure Time Data.</para>
/// </remarks>
[Loss("hazard_nll", "Continuous-hazard NLL (trapezoid)", "连续风险负对数似然（梯形积分）",
    Family = LossFamily.Survival,
    Suits = LossPurpose.Censoring, LowerBound = double.NegativeInfinity,
    Formula = "-event x_K + trapezoid_{k <= K}(e^x_k, u_k);  u = eval_time, u_K the last with u_K <= t",
    ChineseFormula = "-event x_K + trapezoid_{k <= K}(e^x_k, u_k);  u = eval_time；trapezoid 为梯形积分，u_K 为满足 u_K <= t 的最后一个时刻",
    Latex = @"-\mathrm{event} \, x_{K} + \sum_{k=1}^{K-1} \frac{u_{k+1} - u_{k}}{2} \left(e^{x_{k}} + e^{x_{k+1}}\right), \quad K = \max\left\{k : u_{k} \le \mathrm{time}\right\}, \quad u = \mathrm{eval\_time}",
    Aliases = ["survival_neg_log_likelihood", "neg_log_likelihood"])]
[English("The likelihood of times whose hazard the network gives at a grid of times.",
    Use = "the hazard is a smooth function of time that the network is asked for (neural hazards), and you can evaluate it on a fine grid.",
    Avoid = "a few intervals are enough (pc_hazard), or only the order of risks matters (cox_breslow).",
    Letters = "t: time; K: the index of the last time of evaluation up to t; k: an index of these times")]
[Chinese("观测时间的似然，风险率由网络在一组时间点上给出。",
    Use = "风险率是时间的光滑函数，由网络给出（神经风险模型），且可在细网格上求值时。",
    Avoid = "少数几个区间就够用（用 pc_hazard），或只关心风险的次序时（用 cox_breslow）。",
    Letters = "t：time；K：不晚于 t 的最后一个评估时刻的下标；k：评估时刻的下标")]
public readonly record struct HazardNegativeLogLikelihood : ITensorLoss
{
    private const string Key = "hazard_nll";

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N T")] Tensor prediction, [Axes("N"), Positive, Constant] Tensor time, [Axes("N"), Unit, Constant] Tensor @event, [Axes("T"), NonNegative, Constant] Tensor evalTime)
    {
        var grid = evalTime.ToArray();
        CheckGrid(grid);
        var (count, length) = (prediction.Shape[0], prediction.Shape[1]);
        var times = time.ToArray();
        var last = new int[count];
        var weights = new double[count * length];
        for (var row = 0; row < count; row++)
        {
            last[row] = LastUntil(grid, times[row], row);
            for (var k = 0; k < last[row]; k++)
            {
                var half = (grid[k + 1] - grid[k]) / 2;
                weights[(row * length) + k] += half;
                weights[(row * length) + k + 1] += half;
            }
        }

        var shares = Tensor.Of(weights, [count, length]).To(prediction.Type);
        var passed = (shares * prediction.If(shares).Exp()).Sum(^1);
        return passed - (@event * prediction.Pick(Tensor.Of(last, [count])).If(@event));
    }

    private static void CheckGrid(double[] grid)
    {
        if (grid.Length == 0) throw new LossException(LossError.Shape, $"{Key}: 'eval_time' is empty; give at least one time, namely those at which the prediction gives the hazard.");
        for (var k = 0; k < grid.Length; k++)
        {
            if (double.IsFinite(grid[k]) && (k == 0 || grid[k - 1] < grid[k])) continue;
            throw new LossException(LossError.Domain, k == 0 || !double.IsFinite(grid[k])
                ? $"{Key}: 'eval_time' at index {k} is {Throw.Number(grid[k])}; times must be finite."
                : $"{Key}: 'eval_time' goes from {Throw.Number(grid[k - 1])} to {Throw.Number(grid[k])} at index {k}; it must increase. Sort it, and reorder the columns of the prediction in the same way.");
        }
    }

    private static int LastUntil(double[] grid, double time, int row)
    {
        var place = Array.BinarySearch(grid, time);
        if (place < 0) place = ~place - 1;
        if (place < 0 || double.IsNaN(time)) throw new LossException(LossError.Domain, $"{Key}: 'time' at index {row} is {Throw.Number(time)}; it must not be before the first 'eval_time', {Throw.Number(grid[0])}. Start eval_time at 0.");
        return place;
    }
}
