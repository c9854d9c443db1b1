using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The squared distance between cumulative distributions: a miss costs the more the further it lies from the label.</summary>
/// <remarks>
/// <para>Formula: sum_k (P_k - T_k)^2, P and T the cumulative sums of p and t, p = softmax(x) (or x itself), with x the prediction, t the target, one-hot for a label.</para>
/// <para>Domain: logits real, -inf for an impossible class, or probabilities 0 to 1; target 0 to 1, or a label 0 to K - 1. Link: softmax. Range: [0, K - 1]. Label, target or
/// probability out of range: refused; rows are assumed to sum to 1.</para>
/// <para>Shapes: rows of K numbers, classes in their order, a target row or one label a row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Convention: the plain sum (Hou et al.); NIMA takes the root of the mean.</para>
/// <para>Numerics: of logits each difference is taken from the end of the row on whose side less cancels.</para>
/// <para>Source: Hou, Yu and Samaras 2016, arXiv:1611.05916; Talebi and Milanfar 2018.</para>
/// </remarks>
/// <param name="Input">Kind of the predictions: logits or probabilities.</param>
[Loss("squared_emd", "Squared earth mover's distance", "平方推土机距离",
    Family = LossFamily.MultiClass, Link = PredictionLink.Softmax, FloatUlps = 32,
    Suits = LossPurpose.OrderedClasses,
    Formula = "sum_k (P_k - T_k)^2;  P_k = sum_{j <= k} p_j, T_k = sum_{j <= k} t_j;  p = softmax(x);  and input",
    ChineseFormula = "sum_k (P_k - T_k)^2;  P_k = sum_{j <= k} p_j, T_k = sum_{j <= k} t_j;  p = softmax(x)；另有参数 input",
    Latex = @"\sum_{k} \left(\sum_{j \le k} p_{j} - \sum_{j \le k} t_{j}\right)^{2}, \quad p = \begin{cases} \operatorname{softmax}(x) & \text{if } \mathrm{input} = \mathrm{logits} \\ x & \text{if } \mathrm{input} = \mathrm{probabilities} \end{cases}",
    Aliases = ["SquaredEMDLoss", "emd2", "NIMA_EMD", "ranked_probability_score"])]
[English("The squared error of cumulative probabilities, for classes that have an order.",
    Use = "classes are ranks, such as ratings, and the distance of a miss matters.",
    Avoid = "classes have no order (brier_multi), or the start is far off: its gradient fades there.")]
[Chinese("累积概率的平方误差，用于有序类别。",
    Use = "类别是等级（如评分），且错得多远很重要时。",
    Avoid = "类别无序时（用 brier_multi），或模型起初离目标很远时：此时梯度会消失。")]
public readonly record struct SquaredEarthMover(
    [Chinese("预测的类型：logits 或概率。")] ScoreKind Input) : IRowLoss, IInputDomains
{
    public SquaredEarthMover()
        : this(ScoreKind.Logits)
    {
    }

    static RowTargets IRowLoss.Targets => RowTargets.Labels | RowTargets.Rows;

    static bool IRowLoss.TakesClassWeights => false;

    static int IRowLoss.ScratchRows => 3;

    public Domain DomainOf(int index) => index == 0 && Input == ScoreKind.Logits ? Domain.Real : Domain.Unit;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        if (Input == ScoreKind.Logits)
        {
            return OfLogits(row);
        }

        var sum = T.Of(0);
        var ahead = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            ahead += row.Prediction[k] - row.Target(k);
            sum += ahead * ahead;
        }

        return sum;
    }

    /// <summary>Each difference from the end of the row on whose side there is less probability, so that neither it nor its derivatives cancel: the sums over both sides are opposite.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static T OfLogits<T>(in Row<T> row)
        where T : IReal<T>
    {
        var probabilities = row.Scratch(0);
        var differences = row.Scratch(1);
        var masses = row.Scratch(2);
        Rows.LogSoftmax(row.Prediction, probabilities);
        var (ahead, mass) = (T.Of(0), T.Of(0));
        for (var k = 0; k < row.Count; k++)
        {
            probabilities[k] = T.Exp(probabilities[k]);
            ahead += probabilities[k] - row.Target(k);
            mass += T.StopGradient(probabilities[k]);
            differences[k] = ahead;
            masses[k] = mass;
        }

        var sum = T.ZeroTimes(T.Of(0), T.StopGradient(ahead)); // NaN where a logit is; 0 for the last, which nothing follows.
        var (behind, rest) = (T.Of(0), T.Of(0));
        for (var k = row.Count - 2; k >= 0; k--)
        {
            behind += row.Target(k + 1) - probabilities[k + 1];
            rest += T.StopGradient(probabilities[k + 1]);
            var difference = T.IfLess(rest, masses[k], behind, differences[k]);
            sum += difference * difference;
        }

        return sum;
    }
}
