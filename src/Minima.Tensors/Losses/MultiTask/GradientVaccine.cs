namespace Minima.Tensors.Losses;

/// <summary>Turns each gradient towards the others until their angles are those wanted, also if nothing conflicts.</summary>
/// <remarks>
/// <para>Formula: for each i, for j != i: where cos phi = cos(g_i, g_j) &lt; phi&#770; = target: g_i += |g_i| (phi&#770; sqrt(1 - cos^2) - cos sqrt(1 - phi&#770;^2)) / (|g_j| sqrt(1 - phi&#770;^2)) g_j; d = sum_i g_i.</para>
/// <para>Domain: finite gradients; one that is not is refused with its task (LossError.Domain). Range: all reals.</para>
/// <para>Shapes: gradients [T, D], a row for each task: its gradient with respect to the shared parameters; one term for each parameter: the direction to step against. Nothing is differentiated.</para>
/// <para>Convention: in the order of the index; the moving average has a rate of 0.5 in LibMTL, 0.01 in the paper.</para>
/// <para>Source: Wang et al. 2021, arXiv:2010.05874.</para>
/// </remarks>
/// <param name="Target">Cosine that each pair of gradients should have: in training a moving average of the observed ones.</param>
[Loss("gradvac", "GradVac", "梯度疫苗（GradVac）",
    Family = LossFamily.MultiTask, LowerBound = double.NegativeInfinity,
    Formula = "g_i += |g_i| (c sqrt(1 - q^2) - q sqrt(1 - c^2)) / (|g_j| sqrt(1 - c^2)) g_j where q = cos(g_i, g_j) < c = target;  d = sum_i g_i",
    Latex = @"d = \sum_{i} g_{i}', \quad g_{i}' \leftarrow g_{i}' + \frac{\left\lVert g_{i}' \right\rVert \left(c \sqrt{1 - q^{2}} - q \sqrt{1 - c^{2}}\right)}{\left\lVert g_{j} \right\rVert \sqrt{1 - c^{2}}} \, g_{j} \enspace \left(j \ne i, \, q < c\right), \quad q = \cos\left(g_{i}', g_{j}\right), \quad c = \mathrm{target}",
    Aliases = ["GradVac", "gradient_vaccine"])]
[English("Raises the cosine of every pair of gradients to a target, then adds.",
    Use = "tasks are related and their gradients should agree more than they do.",
    Avoid = "tasks have nothing in common: what is added then is noise.",
    Letters = "i, j: tasks; q: the cosine of two gradients; d: the direction of the step")]
[Chinese("把每对梯度的夹角余弦提高到目标值后相加。",
    Use = "任务彼此相关，梯度本应更一致时。",
    Avoid = "任务互不相干时：所加的只是噪声。",
    Letters = "i、j：任务；q：两个梯度的余弦；d：更新方向")]
public readonly record struct GradientVaccine(
    [Chinese("每对梯度应有的余弦：训练中取观测值的滑动平均。")] double Target) : ITensorLoss, ITaskMixture, IParameterRule
{
    public GradientVaccine()
        : this(0.2)
    {
    }

    /// <inheritdoc/>
    public string? BrokenRule => Target is > -1 and < 1 ? null : $"parameter 'target' is {Target}; it must be a cosine above -1 and below 1.";

    /// <summary>The direction, parameter by parameter: take it with Reduction.None. A gradient of 0 has no angle and stays.</summary>
    public LossTerms Of([Axes("T D"), Constant] Tensor gradients) => TaskGradients.Of("gradvac", gradients).Mixed(this);

    double[] ITaskMixture.Weights(double[,] gram)
    {
        var weights = new double[gram.GetLength(0)];
        for (var i = 0; i < weights.Length; i++)
        {
            // The turned g_i, as weights of the given gradients.
            var own = new double[weights.Length];
            own[i] = 1;
            for (var j = 0; j < weights.Length; j++)
            {
                var (length, other) = (TaskWeights.Length(gram, own), Math.Sqrt(gram[j, j]));
                if (i == j || length == 0 || other == 0) continue;
                var cosine = Math.Clamp(TaskWeights.Along(gram, own, j) / (length * other), -1, 1);
                if (cosine >= Target) continue;
                var sine = Math.Sqrt(1 - (Target * Target));
                own[j] += length * ((Target * Math.Sqrt(1 - (cosine * cosine))) - (cosine * sine)) / (other * sine);
            }

            for (var j = 0; j < weights.Length; j++) weights[j] += own[j];
        }

        return weights;
    }
}
