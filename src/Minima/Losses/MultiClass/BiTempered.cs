using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Logistic loss with two temperatures: one bounds the loss of a sample, the other gives the softmax heavy tails.</summary>
/// <remarks>
/// <para>Formula: w_y (-log_t1 p_y - (1 - sum_k p_k^(2 - t1)) / (2 - t1)), p = exp_t2(x - level) with sum 1, log_t(u) = (u^(1 - t) - 1) / (1 - t), exp_t(u) = max(0, 1 + (1 - t) u)^(1 /
/// (1 - t)), with x the prediction, y the label and w the class weights (1 where there are none).</para>
/// <para>Domain: scores real and finite; label 0 to K - 1; 0 &lt;= t1 &lt;= 1 &lt;= t2. Link: the tempered softmax. Range: [0, inf), bounded for t1 below 1. Label out
/// of range: refused.</para>
/// <para>Shapes: rows of K scores, one label a row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Convention: the level is iterated to the end; the authors' code stops after 5 steps, which differs in the fourth digit.</para>
/// <para>Numerics: the level by Newton's method on a concave function; logarithms of p throughout. Where the label dominates and t1 is near 0 the value keeps absolute
/// rather than relative accuracy.</para>
/// <para>Limits: t1 = t2 = 1 is cross_entropy.</para>
/// <para>Source: Amid et al. 2019, NeurIPS, arXiv:1906.03361.</para>
/// </remarks>
/// <param name="T1">Temperature of the logarithm: below 1 the loss is bounded, so that a wrong label far from the boundary costs a limited amount. 1 with t2 = 1 gives the cross-entropy.</param>
/// <param name="T2">Temperature of the exponential: above 1 the probabilities have heavy tails, which helps against labels that are wrong near the boundary.</param>
[Loss("bi_tempered", "Bi-tempered logistic", "双温度逻辑损失",
    Family = LossFamily.MultiClass, Link = PredictionLink.Other, FloatUlps = 32,
    Suits = LossPurpose.LabelNoise,
    Formula = "-log_t1 p_y - (1 - sum_k p_k^(2 - t1)) / (2 - t1);  p = exp_t2(x - level) sums to 1;  temperatures t1, t2",
    ChineseFormula = "-log_t1 p_y - (1 - sum_k p_k^(2 - t1)) / (2 - t1);  p = exp_t2(x - level)，各分量之和为 1;  t1、t2 为温度",
    Latex = @"-\frac{p_{y}^{1 - t_{1}} - 1}{1 - t_{1}} - \frac{1 - \sum_{k} p_{k}^{2 - t_{1}}}{2 - t_{1}}, \quad p_{k} = \max\left(0, 1 + \left(1 - t_{2}\right) \left(x_{k} - \mu\right)\right)^{\frac{1}{1 - t_{2}}}, \quad \sum_{k} p_{k} = 1",
    Aliases = ["bi_tempered_logistic_loss", "BiTemperedLogisticLoss"])]
[English("A logistic loss with a bound for rows far on the wrong side and heavy tails for those near the boundary.",
    Use = "labels are wrong both near the boundary and far from it.",
    Avoid = "labels are clean, or speed matters: every row solves for its level (gce is cheaper).")]
[Chinese("带两个温度的逻辑损失：一个使远在错误一侧的样本损失有界，另一个使 softmax 重尾。",
    Use = "边界附近和远离边界处都有错误标签时。",
    Avoid = "标签干净或注重速度时：每个样本都要求解归一化水平（gce 更省）。",
    Limits = "t1 = t2 = 1 时为 cross_entropy。")]
public readonly record struct BiTempered(
    [Unit, Chinese("对数的温度：小于 1 时损失有界，因此远离边界的错误标签代价有限。t1 = t2 = 1 即交叉熵。")] double T1,
    [AtLeast(1), Chinese("指数的温度：大于 1 时概率呈重尾，能缓解边界附近的错误标签。")] double T2) : IRowLoss
{
    public BiTempered()
        : this(0.8, 1.2)
    {
    }

    static int IRowLoss.ScratchRows => 1;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var logProbabilities = row.Scratch(0);
        if (T2 == 1)
        {
            Rows.LogSoftmax(row.Prediction, logProbabilities);
        }
        else
        {
            Rows.TemperedLogSoftmax(row.Prediction, T.Of(T2) - 1.0, logProbabilities);
        }

        var bend = 1.0 - T.Of(T1);
        var power = 1.0 + bend;
        var own = row.Pick(logProbabilities);
        var sum = T.Expm1(power * own);
        for (var k = 0; k < row.Count; k++)
        {
            sum += row.IfLabel(k, T.Of(0), T.Exp(power * logProbabilities[k]));
        }

        return row.Weighted(sum / power - own * T.ExpRatio(bend * own));
    }
}
