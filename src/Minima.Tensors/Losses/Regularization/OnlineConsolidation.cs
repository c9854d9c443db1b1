namespace Minima.Tensors.Losses;

/// <summary>Elastic weight consolidation with one anchor for all earlier tasks: importances add up, and fade.</summary>
/// <remarks>
/// <para>Formula: lambda / 2 sum (gamma F_before + F_new) (w - a)^2, a the weights after the last task.</para>
/// <para>Domain: real; importances &gt;= 0, gamma in [0, 1], lambda &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: weight, anchor, previous (F of the tasks before) and fisher (F of the last one) of one shape; one number. Only the weight is differentiated.</para>
/// <para>Source: Schwarz et al. 2018, ICML, arXiv:1805.06370.</para>
/// </remarks>
/// <param name="Gamma">Proportion of the earlier importances that is kept; 1 forgets none.</param>
/// <param name="Lambda">Weight of the earlier tasks: the larger, the less is forgotten.</param>
[Loss("online_ewc", "Online EWC", "在线 EWC",
    Family = LossFamily.Regularization,
    Formula = "lambda / 2 sum (gamma F_{t-1} + F_t) (w - a)^2",
    Latex = @"\frac{\lambda}{2} \sum_{i} (\gamma F_{t-1, i} + F_{t, i}) (w_{i} - a_{i})^{2}",
    Aliases = ["online_elastic_weight_consolidation"])]
[English("EWC whose memory does not grow with the number of tasks.",
    Use = "many tasks come one after the other.",
    Avoid = "there are two tasks (ewc is the same). To gather importance during training, take synaptic_intelligence.",
    Letters = "F: the importance of a weight, `previous` at t - 1 and `fisher` at t; t: a task; a: anchor; i: an index of the weights")]
[Chinese("内存占用不随任务数增长的 EWC。",
    Use = "许多任务先后到来时。",
    Avoid = "只有两个任务时（与 ewc 相同）；要在训练过程中累积重要性，用 synaptic_intelligence。",
    Letters = "F：重要性，t - 1 处为 `previous`，t 处为 `fisher`；t：任务；a：anchor；i：权重的下标")]
public readonly record struct OnlineConsolidation(
    [Unit, Chinese("保留旧重要度的比例；1 表示全部保留。")] double Gamma,
    [NonNegative, Chinese("旧任务的权重：越大遗忘越少。")] double Lambda) : ITensorLoss
{
    public OnlineConsolidation()
        : this(0.9, 1)
    {
    }

    /// <summary>The penalty.</summary>
    public LossTerms Of([Axes("...")] Tensor weight, [Axes("..."), Constant] Tensor anchor, [Axes("..."), NonNegative, Constant] Tensor previous, [Axes("..."), NonNegative, Constant] Tensor fisher) =>
        LossTerms.Scalar(Lambda / 2 * (((Gamma * previous) + fisher) * (weight - anchor).Square()).Sum());
}
