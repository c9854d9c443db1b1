namespace Minima.Tensors.Losses;

/// <summary>A step of the weights to the shortest mixture that is unbiased, because its two gradients come from two batches.</summary>
/// <remarks>
/// <para>Formula: w' = the nearest point of the simplex to w - gamma (G_1 G_2^T w + rho w); d = w'^T G.</para>
/// <para>Domain: finite gradients; one that is not is refused with its task (LossError.Domain). Range: all reals.</para>
/// <para>Shapes: gradients G, gradients_first G_1, gradients_second G_2 [T, D] of three batches, weights w [T]; one term for each parameter: the direction. Nothing is differentiated.</para>
/// <para>Source: Chen et al. 2023, arXiv:2305.20057.</para>
/// </remarks>
/// <param name="Gamma">Step size of the weights.</param>
/// <param name="Rho">Pull of the weights towards 0 before they are projected.</param>
[Loss("modo", "MoDo (double sampling)", "MoDo 双采样多目标",
    Family = LossFamily.MultiTask, LowerBound = double.NegativeInfinity,
    Formula = "w' = projection of w - gamma (G_1 G_2^T w + rho w) onto the simplex; d = w'^T G",
    Latex = @"\begin{aligned} & d = w'^{\top} G, \quad w' = \Pi\left(w - \gamma \left(G_{1} G_{2}^{\top} w + \rho w\right)\right) \\ & \Pi(v) = \arg\min_{u \ge 0, \; \sum_{t} u_{t} = 1} \left\lVert u - v \right\rVert^{2} \end{aligned}",
    Aliases = ["MoDo"])]
[English("Weights from two batches, a direction from a third.",
    Use = "the bias of weights and gradients from one batch matters.",
    Avoid = "three backward passes for each task are too many: mgda takes one.",
    Letters = "w: weights; G: gradients; G_1: gradients_first; G_2: gradients_second; u: a vector of weights that sum to 1; d: the direction of the step")]
[Chinese("由两个批次定权重，由第三个批次定方向。",
    Use = "用同一批次求权重与梯度所带来的偏差不可忽视时。",
    Avoid = "每个任务三次反向传播过于昂贵时：mgda 只需一次。",
    Letters = "w：weights；G：gradients；G_1：gradients_first；G_2：gradients_second；u：和为 1 的权重；d：更新方向")]
public readonly record struct DoubleSampling(
    [NonNegative, Chinese("权重的步长。")] double Gamma,
    [NonNegative, Chinese("投影之前把权重拉向 0 的强度。")] double Rho) : ITensorLoss
{
    public DoubleSampling()
        : this(1e-3, 0.1)
    {
    }

    /// <summary>The direction, parameter by parameter: take it with Reduction.None.</summary>
    public LossTerms Of([Axes("T D"), Constant] Tensor gradients, [Axes("T D"), Constant] Tensor gradientsFirst, [Axes("T D"), Constant] Tensor gradientsSecond, [Axes("T"), Constant] Tensor weights)
    {
        var tasks = TaskGradients.Of("modo", gradients);
        return tasks.Combined(Moved(TaskGradients.Of("modo", gradientsFirst).Products(TaskGradients.Of("modo", gradientsSecond)), weights.ToArray()));
    }

    /// <summary>The weights after a step, of the products between the gradients of two batches.</summary>
    internal double[] Moved(double[,] products, double[] before)
    {
        var (gamma, rho) = (Gamma, Rho);
        return TaskWeights.Projected([.. before.Select((w, t) => w - (gamma * (Enumerable.Range(0, before.Length).Sum(s => products[t, s] * before[s]) + (rho * w))))]);
    }
}
