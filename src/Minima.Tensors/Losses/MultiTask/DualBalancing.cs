namespace Minima.Tensors.Losses;

/// <summary>Gradients of the logarithms of the losses, all stretched to the length of the longest.</summary>
/// <remarks>
/// <para>Formula: d = sum_t (max_s |g_s| / |g_t|) g_t, with g_t the gradient of log L_t, or a moving average of it.</para>
/// <para>Domain: finite gradients; one that is not is refused with its task (LossError.Domain). Range: all reals.</para>
/// <para>Shapes: gradients [T, D], a row for each task: its gradient with respect to the shared parameters; one term for each parameter: the direction to step against. Nothing is differentiated.</para>
/// <para>Convention: LibMTL takes the gradient of log(L + 1e-8) and averages with a rate of 0.9.</para>
/// <para>Source: Lin et al. 2023, arXiv:2308.12029.</para>
/// </remarks>
[Loss("db_mtl", "DB-MTL (log transform and max-norm)", "DB-MTL 双平衡",
    Family = LossFamily.MultiTask, LowerBound = double.NegativeInfinity,
    Latex = @"d = \sum_{t} \frac{\max_{s} \left\lVert g_{s} \right\rVert}{\left\lVert g_{t} \right\rVert} \, g_{t}",
    Aliases = ["DB_MTL", "dual_balancing"])]
[English("Adds the gradients of the tasks at one length, that of the longest.",
    Use = "scales differ, and conflict is not the trouble.",
    Avoid = "a task is nearly solved: its short gradient is noise, and is stretched.",
    Letters = "s, t: tasks; d: the direction of the step")]
[Chinese("把各任务的梯度拉到同一长度（最长者的长度）后相加。",
    Use = "主要问题是量级不同而非方向冲突时。",
    Avoid = "某任务已接近解决时：其梯度短且多为噪声，却会被拉长。",
    Letters = "s、t：任务；d：更新方向")]
public readonly record struct DualBalancing : ITensorLoss
{
    /// <summary>The direction, parameter by parameter: take it with Reduction.None. A gradient of 0 stays 0.</summary>
    public LossTerms Of([Axes("T D"), Constant] Tensor gradients)
    {
        var tasks = TaskGradients.Of("db_mtl", gradients);
        var norms = Enumerable.Range(0, tasks.Tasks).Select(tasks.Norm).ToArray();
        return tasks.Combined(Array.ConvertAll(norms, norm => norm == 0 ? 0 : norms.Max() / norm));
    }
}
