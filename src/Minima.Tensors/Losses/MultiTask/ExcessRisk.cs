namespace Minima.Tensors.Losses;

/// <summary>Weights that grow for tasks which still have much to gain, measured by curvature: noise in the labels does not look like a gain.</summary>
/// <remarks>
/// <para>Formula: H_t += g_t^2, e_t = g_t . g_t / sqrt(H_t + 1e-7) divided by its first value; w' = T w exp(step e) / sum.</para>
/// <para>Domain: finite gradients; one that is not is refused with its task (LossError.Domain). Range: all reals.</para>
/// <para>Shapes: gradients and history (the sums of squares before) [T, D], weights and first (the first e) [T]; one term for each task: its new weight. Nothing is differentiated.</para>
/// <para>Convention: LibMTL only stores the first e on the very first step.</para>
/// <para>Source: He et al. 2024, arXiv:2402.02009.</para>
/// </remarks>
/// <param name="Step">Step size of the weights: the larger, the faster they follow the excess risks.</param>
[Loss("excess_mtl", "ExcessMTL (robust excess-risk weights)", "超额风险加权（ExcessMTL）",
    Family = LossFamily.MultiTask, LowerBound = double.NegativeInfinity,
    Formula = "e_t = sum_k g_tk^2 / sqrt(H_tk + g_tk^2 + 1e-7) / first_t;  w' = T w exp(step e) / sum_s w_s exp(step e_s)",
    Latex = @"T \, \frac{w_{t} e^{\mathrm{step} \, e_{t}}}{\sum_{s} w_{s} e^{\mathrm{step} \, e_{s}}}, \quad e_{t} = \frac{1}{\mathrm{first}_{t}} \sum_{k} \frac{g_{tk}^{2}}{\sqrt{H_{tk} + g_{tk}^{2} + 10^{-7}}}, \quad w = \mathrm{weights}, \quad H = \mathrm{history}, \quad g = \mathrm{gradients}",
    Aliases = ["ExcessMTL", "excess_risk"])]
[English("New weights of the tasks, by how much each still has to gain.",
    Use = "labels of some tasks are noisy, and a large loss is no sign of work left.",
    Avoid = "the sums of squares are of a few steps only.",
    Letters = "e: the estimated excess risk of a task; s, t: tasks; k: a component of a gradient")]
[Chinese("按各任务尚可改进的程度更新权重。",
    Use = "部分任务的标签有噪声，损失大并不意味着尚可改进时。",
    Avoid = "平方和仅累积了寥寥数步时。",
    Letters = "e：任务的超额风险估计；s、t：任务；k：梯度的分量")]
public readonly record struct ExcessRisk(
    [NonNegative, Chinese("权重的步长：越大，跟随超额风险越快。")] double Step) : ITensorLoss
{
    private const double Floor = 1e-7;

    public ExcessRisk()
        : this(0.01)
    {
    }

    /// <summary>The new weights, one for each task: take them with Reduction.None.</summary>
    public LossTerms Of([Axes("T D"), Constant] Tensor gradients, [Axes("T D"), NonNegative, Constant] Tensor history, [Axes("T"), NonNegative, Constant] Tensor weights, [Axes("T"), NonZero, Constant] Tensor first)
    {
        var (tasks, squares) = (TaskGradients.Of("excess_mtl", gradients), TaskGradients.Of("excess_mtl", history));
        var (old, start) = (weights.ToArray(), first.ToArray());
        var exponents = new double[old.Length];
        for (var t = 0; t < old.Length; t++)
        {
            double excess = 0;
            for (var k = 0; k < tasks.Width; k++)
            {
                var square = tasks[t][k] * tasks[t][k];
                excess += square / Math.Sqrt(squares[t][k] + square + Floor);
            }

            exponents[t] = Step * excess / start[t];
        }

        // Relative to the largest, so that none overflows.
        var largest = exponents.Max();
        var grown = old.Zip(exponents, (w, e) => w * Math.Exp(e - largest)).ToArray();
        return tasks.Handed(Array.ConvertAll(grown, w => old.Length * w / grown.Sum()));
    }
}
