using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The number of nats lost by using the predicted distribution in place of the target's: KL(target || prediction).</summary>
/// <remarks>
/// <para>Formula: sum_k p_k (log p_k - x_k), with x = log q the prediction (log-probabilities) and p the target (probabilities); with log_target the target is
/// log-probabilities too: sum_k e^(t_k) (t_k - x_k).</para>
/// <para>Domain: predictions &lt;= 0 (log-probabilities), -inf where the target has no mass; targets in [0, 1], or &lt;= 0 with log_target; sums are not
/// checked. Link: exp. Range: [0, inf) for distributions; +inf if a class with mass in the target is impossible.</para>
/// <para>Shapes: rows of K log-probabilities and of K targets. Only the prediction is differentiated. Reduction: mean over rows
/// (PyTorch's batchmean; its mean divides by K as well and is no divergence).</para>
/// <para>Convention: prediction first. PyTorch: kl_div(prediction, target); optax: (log_predictions, targets); Keras: (y_true, y_pred), clipped; SciPy: rel_entr(t, q).</para>
/// <para>Numerics: a class without mass in the target contributes 0 also where its log-probability is -inf.</para>
/// <para>Limits: soft_cross_entropy minus the entropy of the target, for x = log softmax.</para>
/// <para>Source: Kullback and Leibler 1951, Ann. Math. Stat. 22(1), 79-86.</para>
/// </remarks>
/// <param name="LogTarget">The target holds log-probabilities in place of probabilities.</param>
[Loss("kl_div", "KL divergence KL(target||prediction)", "KL 散度",
    Family = LossFamily.Divergence, Link = PredictionLink.Log, LowerBound = double.NegativeInfinity, FloatUlps = 2,
    Formula = "sum_k p_k (log p_k - x_k);  p = t, or e^t with log_target",
    ChineseFormula = "sum_k p_k (log p_k - x_k);  p = t；log_target 为 true 时 p = e^t",
    Latex = @"\sum_{k} p_{k} \left(\log p_{k} - x_{k}\right), \quad p_{k} = \begin{cases} e^{t_{k}} & \text{if } \mathrm{log\_target} \\ t_{k} & \text{otherwise} \end{cases}",
    Aliases = ["KL 散度", "相对熵", "KLDivLoss", "KLDivergence", "kl_divergence", "kl_divergence_with_log_targets", "forward_kl", "relative_entropy"],
    SearchWords = ["kl", "kl loss", "variational", "分布距离"])]
[English("What is lost by taking the predicted distribution for the target's.",
    Use = "a model is to match a whole distribution: a teacher, a posterior, a histogram.",
    Avoid = "the prediction is logits against a distribution: soft_cross_entropy has the same gradient and is exact at the ends.")]
[Chinese("用预测分布代替目标分布时损失的信息量。",
    Use = "模型需要匹配整个分布时：教师模型、后验分布、直方图。",
    Avoid = "预测值是 logit 而目标是分布时：soft_cross_entropy 梯度相同，且在概率为 0 或 1 的两端也精确。",
    Limits = "x = log softmax 时等于 soft_cross_entropy 减去目标的熵。")]
public readonly record struct KullbackLeibler(
    [Chinese("目标值为对数概率，而非概率。")] bool LogTarget) : IClassSumLoss, IInputDomains
{
    public KullbackLeibler()
        : this(false)
    {
    }

    static RowTargets IRowLoss.Targets => RowTargets.Rows;

    static bool IRowLoss.TakesClassWeights => false;

    public Domain DomainOf(int index) => index == 0 || LogTarget ? Domain.AtMost(0) : Domain.Unit;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => row.SumOfClasses(this);

    [MethodImpl(AggressiveInlining)]
    public T OfClass<T>(T prediction, T target)
        where T : IReal<T>
    {
        if (!LogTarget)
        {
            return T.XLogY(target, target) - T.ZeroTimes(target, prediction);
        }

        var share = T.Exp(target);
        return T.ZeroTimes(share, target) - T.ZeroTimes(share, prediction);
    }
}
