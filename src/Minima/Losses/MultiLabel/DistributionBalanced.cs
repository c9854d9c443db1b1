using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>A focal loss for many labels whose counts differ widely: samples that several labels draw are reweighted, and negatives count less.</summary>
/// <remarks>
/// <para>Formula: (B / K) sum_k w_k (t_k softplus(-z_k) sigmoid(-z_k)^G + (1 - t_k) softplus(l z_k) sigmoid(l z_k)^G / l), with z_k = x_k - (kappa / l) log(N / n_k - 1), w_k = alpha + sigmoid(beta (r_k - mu)),
/// r_k = (1 / n_k) / sum_j t_j / n_j, x the prediction, t the target, n the class counts, l = lambda.</para>
/// <para>Domain: logits real; targets in [0, 1]; counts and N positive (counts are clamped to [1, N - 1]), N above 1; lambda &gt; 0; G &gt;= 0; B &gt;= 0. Link: logit, shifted and distorted. Range: [0, inf).</para>
/// <para>Shapes: rows of K logits and of K targets. Only the prediction is differentiated. Reduction: mean over labels, mean over rows. A row without labels has w = 1 + alpha.</para>
/// <para>Convention: timm and the authors' code: the shift is divided by lambda, alpha is outside the sigmoid.</para>
/// <para>Numerics: log p = -softplus(-z), exact in both tails.</para>
/// <para>Limits: with kappa, G 0 and lambda 1 a reweighted multilabel_soft_margin.</para>
/// <para>Source: Wu et al. 2020, ECCV, arXiv:2007.09654.</para>
/// </remarks>
/// <param name="ClassCounts">Number of training samples that have each label.</param>
/// <param name="N">Number of training samples.</param>
/// <param name="Alpha">Least weight of the rebalancing; 0.1 is usual.</param>
/// <param name="Beta">Steepness of the sigmoid that smooths the weights; 10 is usual.</param>
/// <param name="Mu">Rebalancing ratio at the centre of that sigmoid; 0.2 or 0.3.</param>
/// <param name="Lambda">Scale of the negatives' logits: the larger, the less easy negatives count. 2 to 5.</param>
/// <param name="Kappa">Strength of the shift by the frequency of a label; 0.05 is usual.</param>
/// <param name="G">Focusing exponent: the larger, the less easy labels count. 2 is usual.</param>
/// <param name="B">Common factor of all terms.</param>
[Loss("distribution_balanced", "Distribution-balanced", "分布平衡损失",
    Family = LossFamily.MultiLabel, Link = PredictionLink.Logit, FloatUlps = 8,
    Suits = LossPurpose.Imbalance,
    Formula = "(B / K) sum_k w_k (t_k softplus(-z_k) sigmoid(-z_k)^G + (1 - t_k) softplus(l z_k) sigmoid(l z_k)^G / l);  z_k = x_k - (kappa / l) log(N / n_k - 1), w_k = alpha + sigmoid(beta (r_k - mu)), r_k = (1 / n_k) / sum_j t_j / n_j;  n = class_counts, l = lambda",
    Latex = @"\frac{B}{K} \sum_{k=1}^{K} w_{k} \left(t_{k} \, \operatorname{softplus}\left(-z_{k}\right) \sigma\left(-z_{k}\right)^{G} + \frac{1 - t_{k}}{\lambda} \operatorname{softplus}\left(\lambda z_{k}\right) \sigma\left(\lambda z_{k}\right)^{G}\right), \quad z_{k} = x_{k} - \frac{\kappa}{\lambda} \log\left(\frac{N}{n_{k}} - 1\right), \quad w_{k} = \alpha + \sigma\left(\beta \left(r_{k} - \mu\right)\right), \quad r_{k} = \frac{1 / n_{k}}{\sum_{j} t_{j} / n_{j}}, \quad n_{k} = \min\left(\max\left(\mathrm{class\_counts}_{k}, 1\right), N - 1\right), \quad \operatorname{softplus}(z) = \log\left(1 + e^{z}\right)",
    Aliases = ["DistributionBalancedLoss", "DBLoss"])]
[English("Balances labels that occur together, some a hundred times as often as others.",
    Use = "labels are many with a long tail, and their counts are known.",
    Avoid = "labels are even (multilabel_soft_margin), or counts are not known (asymmetric).")]
[Chinese("平衡常同时出现、频率却可相差百倍的标签。",
    Use = "标签众多且呈长尾分布、各标签样本数已知时。",
    Avoid = "各标签频率相近时（用 multilabel_soft_margin），或样本数未知时（用 asymmetric）。",
    Limits = "kappa、G 为 0 且 lambda 为 1 时，为重新加权的 multilabel_soft_margin。")]
public readonly record struct DistributionBalanced(
    [Required(50, 20, 10), Positive, Chinese("带有各标签的训练样本数。")] PerClass ClassCounts,
    [Word("N"), Required(100), AtLeast(2), Chinese("训练样本总数。")] double N,
    [Chinese("重平衡权重的下限，常用 0.1。")] double Alpha,
    [Chinese("平滑权重的 sigmoid 的陡度，常用 10。")] double Beta,
    [Chinese("该 sigmoid 中心处的重平衡比率，取 0.2 或 0.3。")] double Mu,
    [Positive, Chinese("负例 logit 的缩放：越大，简单负例的权重越小；取 2 至 5。")] double Lambda,
    [Chinese("按标签频率平移的强度，常用 0.05。")] double Kappa,
    [Word("G"), NonNegative, Chinese("聚焦指数：越大，简单标签的权重越小。常用 2。")] double G,
    [Word("B"), NonNegative, Chinese("所有项的公共系数。")] double B)
    : IRowLoss
{
    public DistributionBalanced()
        : this(0, 0, 0.1, 10, 0.2, 2, 0.05, 2, 2)
    {
    }

    static RowTargets IRowLoss.Targets => RowTargets.Rows;

    static bool IRowLoss.TakesClassWeights => false;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var logits = OfParameters<DistributionBalanced>.Get(this, static loss => loss.PriorLogits());
        var scale = T.Of(Kappa) / T.Of(Lambda);
        var total = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            total += row.Target(k) / T.Of(Count(k), "");
        }

        var isSome = T.IfLess(T.Of(0), total, T.Of(1), T.Of(0));
        var divisor = T.IfLess(T.Of(0.5), isSome, total, T.Of(1));
        var sum = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            var ratio = T.Of(1 / Count(k), "") / divisor;
            var weight = T.Of(Alpha) + T.IfLess(T.Of(0.5), isSome, T.Sigmoid(T.Of(Beta) * (ratio - T.Of(Mu))), T.Of(1));
            var logit = row.Prediction[k] - (scale * T.Of(logits[k], ""));
            var forgiven = T.Of(Lambda) * logit;
            var target = row.Target(k);
            var positive = T.Softplus(-logit) * T.Pow(T.Sigmoid(-logit), G);
            var negative = T.Softplus(forgiven) * T.Pow(T.Sigmoid(forgiven), G) / T.Of(Lambda);
            sum += weight * (T.ZeroTimes(target, positive) + T.ZeroTimes(1.0 - target, negative));
        }

        return T.Of(B) * sum / T.Of(row.Count, "");
    }

    private double Count(int k) => Math.Clamp(ClassCounts[k], 1, N - 1);

    private PerClass PriorLogits()
    {
        var total = N;
        return ClassCounts.Select(count => Math.Log((total / Math.Clamp(count, 1, total - 1)) - 1));
    }
}
