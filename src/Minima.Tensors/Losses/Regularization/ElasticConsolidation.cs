namespace Minima.Tensors.Losses;

/// <summary>Weights stay near those that solved an earlier task, the more the task depended on them.</summary>
/// <remarks>
/// <para>Formula: lambda / 2 sum F (w - a)^2, F the importance, a the anchor.</para>
/// <para>Domain: real; importance &gt;= 0, lambda &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: weight, anchor and importance of one shape; one number. Only the weight is differentiated.</para>
/// <para>Convention: F is the mean over rows of the squared gradients of the log-likelihood, which the training class ElasticWeightConsolidation estimates. Avalanche has no
/// factor 1/2.</para>
/// <para>Source: Kirkpatrick et al. 2017, PNAS 114(13), arXiv:1612.00796.</para>
/// </remarks>
/// <param name="Lambda">Weight of the earlier task: the larger, the less is forgotten and the less the new task is learned. 400 to 5000 in practice.</param>
[Loss("ewc", "EWC (elastic weight consolidation)", "弹性权重巩固（EWC）",
    Family = LossFamily.Regularization,
    Formula = "lambda / 2 sum F (w - a)^2",
    Latex = @"\frac{\lambda}{2} \sum_{i} F_{i} \left(w_{i} - a_{i}\right)^{2}, \quad w = \mathrm{weight}, \quad a = \mathrm{anchor}, \quad F = \mathrm{importance}",
    Aliases = ["elastic_weight_consolidation"],
    SearchWords = ["continual learning", "持续学习", "catastrophic forgetting", "灾难性遗忘"])]
[English("Springs that hold the weights of an earlier task, as stiff as its Fisher information.",
    Use = "tasks come one after the other and the rows of the old ones are gone.",
    Avoid = "there are many tasks: one anchor each (online_ewc), or the old rows are still there: train on both.",
    Letters = "i: an index of the weights")]
[Chinese("像用弹簧拉住旧任务的权重，刚度即其费雪信息。",
    Use = "任务先后到来，且旧任务的数据已不在时。",
    Avoid = "任务很多时：每个任务都要一个锚点（用 online_ewc）；或旧数据仍在时：直接一起训练。",
    Letters = "i：权重的下标")]
public readonly record struct ElasticConsolidation(
    [NonNegative, Chinese("旧任务的权重：越大遗忘越少，新任务也学得越少；实践中取 400 至 5000。")] double Lambda) : ITensorLoss
{
    public ElasticConsolidation()
        : this(1)
    {
    }

    /// <summary>The penalty.</summary>
    public LossTerms Of([Axes("...")] Tensor weight, [Axes("..."), Constant] Tensor anchor, [Axes("..."), NonNegative, Constant] Tensor importance) =>
        LossTerms.Scalar(Lambda / 2 * (importance * (weight - anchor).Square()).Sum());
}
