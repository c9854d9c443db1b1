namespace Minima.Tensors.Losses;

/// <summary>Shortest mixture and mean gradient together: no task worse, and not far from the mean.</summary>
/// <remarks>
/// <para>Formula: Q = G_1 G_2^T / (mean_t sqrt(max(0, (G_1 G_2^T)_tt))^2 + 1e-8), q the means of its rows; steps v = v / 2 + (Q w + lambda q), w = projection of w - 5 v; d = (w^T G + lambda mean_t g_t) / (1 + lambda).</para>
/// <para>Domain: finite gradients; one that is not is refused with its task (LossError.Domain). Range: all reals.</para>
/// <para>Shapes: gradients G, gradients_first G_1, gradients_second G_2 [T, D] of three batches, weights w [T]; one term for each parameter: the direction. Nothing is differentiated.</para>
/// <para>Source: Xiao, Ban and Ji 2023, arXiv:2305.18409.</para>
/// </remarks>
/// <param name="Lambda">Weight of the mean gradient: the larger, the closer to it. 0.3 is usual.</param>
/// <param name="Iterations">Number of steps of the weights.</param>
[Loss("sdmgrad", "SDMGrad (direction-oriented)", "SDMGrad 随机方向多目标",
    Family = LossFamily.MultiTask, LowerBound = double.NegativeInfinity,
    Formula = "v = v / 2 + (Q w + lambda q), w = projection of w - 5 v, iterations times;  d = (w^T G + lambda mean g) / (1 + lambda)",
    Latex = @"\begin{aligned} & v^{(l+1)} = \frac{v^{(l)}}{2} + Q w^{(l)} + \lambda q, \quad w^{(l+1)} = \Pi\left(w^{(l)} - 5 v^{(l+1)}\right), \quad v^{(0)} = 0, \quad l < \mathrm{iterations} \\ & d = \frac{1}{1 + \lambda} \sum_{t} \left(w_{t}^{(\mathrm{iterations})} + \frac{\lambda}{T}\right) g_{t}, \quad \Pi(v) = \arg\min_{u \ge 0, \; \sum_{t} u_{t} = 1} \left\lVert u - v \right\rVert^{2} \\ & Q = \frac{A}{\left(\frac{1}{T} \sum_{t} \sqrt{\max(0, A_{tt})}\right)^{2} + 10^{-8}}, \quad A = G_{1} G_{2}^{\top}, \quad q_{t} = \frac{1}{T} \sum_{s} Q_{ts} \end{aligned}",
    Aliases = ["SDMGrad"])]
[English("Between the shortest mixture of the gradients and their mean.",
    Use = "conflict is to be avoided near a direction that you prefer.",
    Avoid = "the products of two batches are noise: weights then jump between corners.",
    Letters = "v: the momentum; Q: the scaled matrix of products of the first and the second gradients; q: the vector of its row means; w: weights; G, g: gradients; G_1: gradients_first; G_2: gradients_second; s, t: tasks; l: a round; u: a vector of weights that sum to 1")]
[Chinese("介于各梯度最短凸组合与平均梯度之间。",
    Use = "希望在自己偏好的方向附近避免冲突时。",
    Avoid = "两个批次的内积多为噪声时：权重会在单纯形的各顶点之间跳动。",
    Letters = "v：动量；Q：缩放后的两组梯度内积；q：其行平均；w：weights；G、g：gradients；G_1：gradients_first；G_2：gradients_second；s、t：任务；l：轮次；u：和为 1 的权重")]
public readonly record struct DirectionOriented(
    [NonNegative, Chinese("平均梯度的权重：越大越接近平均梯度。常用 0.3。")] double Lambda,
    [Between(1, 1_000_000), Chinese("权重更新的步数。")] int Iterations) : ITensorLoss
{
    public DirectionOriented()
        : this(0.3, 20)
    {
    }

    /// <summary>The direction, parameter by parameter: take it with Reduction.None.</summary>
    public LossTerms Of([Axes("T D"), Constant] Tensor gradients, [Axes("T D"), Constant] Tensor gradientsFirst, [Axes("T D"), Constant] Tensor gradientsSecond, [Axes("T"), Constant] Tensor weights)
    {
        var tasks = TaskGradients.Of("sdmgrad", gradients);
        return tasks.Combined(Shares(Moved(TaskGradients.Of("sdmgrad", gradientsFirst).Products(TaskGradients.Of("sdmgrad", gradientsSecond)), weights.ToArray())));
    }

    /// <summary>The weights of the gradients in the direction: those of the mixture, and of the mean.</summary>
    internal double[] Shares(double[] mixture)
    {
        var (count, lambda) = (mixture.Length, Lambda);
        return [.. mixture.Select(w => (w + (lambda / count)) / (1 + lambda))];
    }

    /// <summary>The mixture after its steps, of the products between the gradients of two batches.</summary>
    internal double[] Moved(double[,] products, double[] before)
    {
        var (mixture, count, lambda) = (before, before.Length, Lambda);
        var length = Enumerable.Range(0, count).Average(t => Math.Sqrt(Math.Max(0, products[t, t])));
        var scale = (length * length) + 1e-8;
        var speed = new double[count];
        WorkBudget.Expect((double)Iterations * count * count);
        for (var step = 0; step < Iterations; step++)
        {
            for (var t = 0; t < count; t++)
            {
                WorkBudget.Check();
                var own = Enumerable.Range(0, count).Sum(s => products[t, s] * mixture[s]) / scale;
                var mean = Enumerable.Range(0, count).Sum(s => products[t, s]) / scale / count;
                speed[t] = (speed[t] / 2) + own + (lambda * mean);
            }

            mixture = TaskWeights.Projected([.. mixture.Zip(speed, (w, v) => w - (5 * v))]);
        }

        return mixture;
    }
}
