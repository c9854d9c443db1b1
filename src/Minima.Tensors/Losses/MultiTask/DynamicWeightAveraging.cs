namespace Minima.Tensors.Losses;

/// <summary>A task whose loss fell little from one epoch to the next counts more in the epoch after.</summary>
/// <remarks>
/// <para>Formula: sum_t w_t L_t, w = T softmax(r / temperature), r_t = previous_t / before_previous_t.</para>
/// <para>Domain: before_previous not 0; temperature &gt; 0.</para>
/// <para>Shapes: losses, previous, before_previous: one number for each task; one number. The losses alone are differentiated.</para>
/// <para>Convention: the first two epochs have no ratio: give previous = before_previous, which is even weights of 1.</para>
/// <para>Source: Liu, Johns and Davison 2019, arXiv:1803.10704.</para>
/// </remarks>
/// <param name="Temperature">Temperature of the weights: large makes them even, 2 is usual.</param>
[Loss("dwa", "Dynamic weight averaging", "动态权重平均",
    Family = LossFamily.MultiTask, LowerBound = double.NegativeInfinity,
    Formula = "sum_t w_t L_t;  w = T softmax(r / temperature), r_t = previous_t / before_previous_t",
    Latex = @"\sum_{t} w_{t} L_{t}, \quad w_{t} = T \operatorname{softmax}\left(\frac{r}{\mathrm{temperature}}\right)_{t}, \quad r_{t} = \frac{\mathrm{previous}_{t}}{\mathrm{before\_previous}_{t}}, \quad L = \mathrm{losses}",
    Aliases = ["DWA"])]
[English("Weights tasks by how slowly their losses fell.",
    Use = "tasks learn at different speeds and gradients are too dear to look at.",
    Avoid = "losses differ in scale: the ratio does not see it, and the largest loss still rules.",
    Letters = "w: the vector of task weights; r: the ratio of the last two losses of a task")]
[Chinese("按各任务损失下降的快慢分配权重：下降越慢，权重越大。",
    Use = "各任务学习速度不同，又负担不起逐任务求梯度时。",
    Avoid = "各损失量级悬殊时：比值看不出量级，大的损失依旧主导。",
    Letters = "w：各任务的权重；r：任务最近两次损失之比")]
public readonly record struct DynamicWeightAveraging(
    [Positive, Chinese("权重的温度：越大，各权重越接近；常用 2。")] double Temperature) : ITensorLoss
{
    public DynamicWeightAveraging()
        : this(2)
    {
    }

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("T")] Tensor losses, [Axes("T"), Constant] Tensor previous, [Axes("T"), NonZero, Constant] Tensor beforePrevious) =>
        LossTerms.Scalar(((previous / beforePrevious / Temperature).Softmax(^1) * losses).Sum() * losses.Count);
}
