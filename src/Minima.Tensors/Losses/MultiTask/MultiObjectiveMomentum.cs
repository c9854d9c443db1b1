namespace Minima.Tensors.Losses;

/// <summary>Follows the gradients by a moving average, and the weights by small steps to the shortest mixture of it.</summary>
/// <remarks>
/// <para>Formula: y' = y - b (y - L_t g_t / (|g_t| + 1e-8)); w' = softmax(w - gamma (y' y'^T + rho I) w); d = w'^T y'.</para>
/// <para>Domain: finite gradients; one that is not is refused with its task (LossError.Domain). Range: all reals.</para>
/// <para>Shapes: gradients [T, D], losses [T], tracking y [T, D] and weights w [T] of the step before; one term for each parameter: the direction. Nothing is differentiated.</para>
/// <para>Source: Fernando et al. 2023, ICLR.</para>
/// </remarks>
/// <param name="Beta">Proportion of the new gradient in the moving average.</param>
/// <param name="Gamma">Step size of the weights.</param>
/// <param name="Rho">Pull of the weights towards 0 before they are projected.</param>
/// <param name="Projection">Projection of the weights onto the simplex: softmax as in LibMTL, or the nearest point as in the paper.</param>
/// <param name="Rescale">Scales each gradient to the length of its loss; otherwise gradients stay as they are.</param>
[Loss("moco", "MoCo (gradient tracking)", "MoCo 动量多目标",
    Family = LossFamily.MultiTask, LowerBound = double.NegativeInfinity,
    Formula = "y' = y - b (y - L g / (|g| + 1e-8)); w' = softmax(w - gamma (y' y'^T + rho I) w); d = w'^T y';  b = beta;  and projection, rescale",
    ChineseFormula = "y' = y - b (y - L g / (|g| + 1e-8));  w' = softmax(w - gamma (y' y'^T + rho I) w);  d = w'^T y';  b = beta；另有参数 projection、rescale",
    Latex = @"\begin{aligned} & y_{t}' = y_{t} - \beta \left(y_{t} - c_{t} g_{t}\right), \quad c_{t} = \begin{cases} \frac{L_{t}}{\left\lVert g_{t} \right\rVert + 10^{-8}} & \text{if } \mathrm{rescale} \\ 1 & \text{otherwise} \end{cases}, \quad d = \sum_{t} w_{t}' y_{t}' \\ & w' = \Pi\left(w - \gamma \left(y' y'^{\top} + \rho I\right) w\right), \quad \Pi(v) = \begin{cases} \operatorname{softmax}(v) & \text{if } \mathrm{projection} = \mathrm{softmax} \\ \operatorname{argmin}_{u \ge 0, \, \sum_{t} u_{t} = 1} \left\lVert u - v \right\rVert & \text{if } \mathrm{projection} = \mathrm{simplex} \end{cases} \\ & g = \mathrm{gradients}, \quad L = \mathrm{losses}, \quad y = \mathrm{tracking}, \quad w = \mathrm{weights} \end{aligned}",
    Aliases = ["MoCo", "gradient_tracking"])]
[English("The shortest mixture of smoothed gradients, approached step by step.",
    Use = "gradients are noisy and mgda on single batches is biased.",
    Avoid = "steps are few: the averages lag.",
    Letters = "I: the identity matrix; u: a vector of weights that sum to 1; d: the direction of the step")]
[Chinese("逐步逼近平滑后的梯度的最短凸组合。",
    Use = "梯度噪声大，在单个批次上用 mgda 有偏时。",
    Avoid = "步数很少时：滑动平均会滞后。",
    Letters = "I：单位矩阵；u：和为 1 的权重；d：更新方向")]
public readonly record struct MultiObjectiveMomentum(
    [Unit, Chinese("滑动平均中新梯度的比例。")] double Beta,
    [NonNegative, Chinese("权重的步长。")] double Gamma,
    [NonNegative, Chinese("投影之前把权重拉向 0 的强度。")] double Rho,
    [Chinese("权重投影到单纯形的方式：softmax（同 LibMTL）或最近点（同论文）。")] WeightProjection Projection,
    [Chinese("把各梯度的长度缩放为其损失值；否则保持不变。")] bool Rescale) : ITensorLoss
{
    private const double Floor = 1e-8;

    public MultiObjectiveMomentum()
        : this(0.5, 0.1, 0, WeightProjection.Softmax, true)
    {
    }

    /// <summary>The direction, parameter by parameter: take it with Reduction.None.</summary>
    public LossTerms Of([Axes("T D"), Constant] Tensor gradients, [Axes("T"), Constant] Tensor losses, [Axes("T D"), Constant] Tensor tracking, [Axes("T"), Constant] Tensor weights)
    {
        var (followed, moved) = Moved(gradients, losses, tracking, weights);
        return followed.Combined(moved);
    }

    /// <summary>The tracked gradients, and the weights, after a step.</summary>
    internal (TaskGradients Tracking, double[] Weights) Moved(Tensor gradients, Tensor losses, Tensor tracking, Tensor weights)
    {
        var (tasks, followed) = (TaskGradients.Of("moco", gradients), TaskGradients.Of("moco", tracking));
        var (values, before) = (losses.ToArray(), weights.ToArray());
        for (var t = 0; t < tasks.Tasks; t++)
        {
            var scale = Rescale ? values[t] / (tasks.Norm(t) + Floor) : 1;
            for (var k = 0; k < tasks.Width; k++) followed[t][k] -= Beta * (followed[t][k] - (scale * tasks[t][k]));
        }

        var gram = followed.Gram();
        var (gamma, rho) = (Gamma, Rho);
        var moved = Enumerable.Range(0, before.Length).Select(t => before[t] - (gamma * (Enumerable.Range(0, before.Length).Sum(s => gram[t, s] * before[s]) + (rho * before[t])))).ToArray();
        return (followed, Projection == WeightProjection.Softmax ? TaskWeights.Softmax(moved) : TaskWeights.Projected(moved));
    }
}
