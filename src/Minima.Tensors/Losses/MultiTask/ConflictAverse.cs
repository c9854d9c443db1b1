namespace Minima.Tensors.Losses;

/// <summary>The direction within a ball around the mean gradient that helps the worst task most.</summary>
/// <remarks>
/// <para>Formula: d = g_0 + c |g_0| / |g_w| g_w, g_0 the mean, g_w = sum_t w_t g_t with w = argmin over the simplex of g_w . g_0 + c |g_0| |g_w|.</para>
/// <para>Domain: finite gradients; one that is not is refused with its task (LossError.Domain). Range: all reals.</para>
/// <para>Shapes: gradients [T, D], a row for each task: its gradient with respect to the shared parameters; one term for each parameter: the direction to step against. Nothing is differentiated.</para>
/// <para>Convention: no division of d by 1 + radius^2 (LibMTL rescale = 0).</para>
/// <para>Source: Liu et al. 2021, arXiv:2110.14048.</para>
/// </remarks>
/// <param name="Radius">Radius of the ball around the mean gradient, in lengths of that gradient; 0 is the mean itself, 0.5 is usual.</param>
[Loss("cagrad", "CAGrad", "冲突规避梯度（CAGrad）",
    Family = LossFamily.MultiTask, LowerBound = double.NegativeInfinity,
    Formula = "d = g_0 + c |g_0| / |g_w| g_w;  w = argmin over the simplex of g_w . g_0 + c |g_0| |g_w|, g_w = sum w_t g_t;  c = radius",
    Latex = @"d = g_{0} + \mathrm{radius} \, \frac{\left\lVert g_{0} \right\rVert}{\left\lVert g_{w} \right\rVert} \, g_{w}, \quad w = \operatorname{argmin}_{w \ge 0, \, \sum_{t} w_{t} = 1} \left(g_{w} \cdot g_{0} + \mathrm{radius} \, \left\lVert g_{0} \right\rVert \left\lVert g_{w} \right\rVert\right), \quad g_{w} = \sum_{t} w_{t} g_{t}, \quad g_{0} = \frac{1}{T} \sum_{t} g_{t}",
    Aliases = ["CAGrad", "conflict_averse"])]
[English("Near the mean gradient, the direction that is best for the worst task.",
    Use = "the mean of the losses is wanted in the end, and no task left behind on the way.",
    Avoid = "scales differ: the mean gradient is that of the largest loss.",
    Letters = "g_0: the mean of the gradients; g: gradients; w: the vector of task weights, which sum to 1; d: the direction of the step")]
[Chinese("取平均梯度附近对最差任务最有利的方向。",
    Use = "最终看重平均损失，又不愿途中落下任何任务时。",
    Avoid = "量级悬殊时：平均梯度就是最大损失的梯度。",
    Letters = "g_0：各梯度的平均；g：gradients；w：和为 1 的任务权重；d：更新方向")]
public readonly record struct ConflictAverse(
    [NonNegative, Chinese("以平均梯度为中心的球的半径，以该梯度的长度计；0 即平均梯度，常用 0.5。")] double Radius) : ITensorLoss, ITaskMixture
{
    public ConflictAverse()
        : this(0.5)
    {
    }

    /// <summary>The direction, parameter by parameter: take it with Reduction.None.</summary>
    public LossTerms Of([Axes("T D"), Constant] Tensor gradients) => TaskGradients.Of("cagrad", gradients).Mixed(this);

    double[] ITaskMixture.Weights(double[,] gram)
    {
        var count = gram.GetLength(0);
        var even = TaskWeights.Even(count);
        var reach = Radius * TaskWeights.Length(gram, even);
        var slopes = Enumerable.Range(0, count).Select(t => Enumerable.Range(0, count).Sum(s => gram[t, s] * even[s])).ToArray();
        var weights = Worst(gram, slopes, reach, even);
        var length = TaskWeights.Length(gram, weights);
        var share = length == 0 ? 0 : reach / length;
        return [.. weights.Select(w => (1.0 / count) + (share * w))];
    }

    /// <summary>
    /// The least b . w + k |g_w| over the simplex. For every s &gt; 0 the length lies below (|g_w|^2 / s + s) / 2, and meets it at s = |g_w|: both are lowered in turn.
    /// </summary>
    private static double[] Worst(double[,] gram, double[] slopes, double reach, double[] start)
    {
        const int most = 2000;
        var weights = start;
        var length = TaskWeights.Length(gram, weights);
        for (var round = 0; round < most && length > 0 && reach > 0; round++)
        {
            var scaled = (double[,])gram.Clone();
            for (var i = 0; i < weights.Length; i++)
            {
                for (var j = 0; j < weights.Length; j++) scaled[i, j] *= reach / length;
            }

            weights = SmallQuadratic.Solve(scaled, slopes, sumsToOne: true);
            var now = TaskWeights.Length(gram, weights);
            if (Math.Abs(now - length) <= 1e-14 * length) break;
            length = now;
        }

        return reach > 0 ? weights : SmallQuadratic.Solve(new double[weights.Length, weights.Length], slopes, sumsToOne: true);
    }
}
