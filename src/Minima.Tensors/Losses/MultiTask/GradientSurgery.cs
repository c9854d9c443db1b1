namespace Minima.Tensors.Losses;

/// <summary>Takes out of each gradient what points against another one, then adds.</summary>
/// <remarks>
/// <para>Formula: for each t, for s != t in the order of the index: where g_t . g_s &lt; 0, g_t -= (g_t . g_s) / |g_s|^2 g_s (g_s as it came); d = sum_t g_t.</para>
/// <para>Domain: finite gradients; one that is not is refused with its task (LossError.Domain). Range: all reals.</para>
/// <para>Shapes: gradients [T, D], a row for each task: its gradient with respect to the shared parameters; one term for each parameter: the direction to step against. Nothing is differentiated.</para>
/// <para>Convention: the paper draws the order anew: shuffle the rows with your seed; the sum, not the mean (LibMTL).</para>
/// <para>Source: Yu et al. 2020, arXiv:2001.06782.</para>
/// </remarks>
[Loss("pcgrad", "PCGrad", "梯度手术（PCGrad）",
    Family = LossFamily.MultiTask, LowerBound = double.NegativeInfinity,
    Formula = "g_t -= min(g_t . g_s, 0) / |g_s|^2 g_s for s != t;  d = sum_t g_t",
    Latex = @"\begin{aligned} & g_{t}' = g_{t}, \quad g_{t}' \leftarrow g_{t}' - \frac{\min(g_{t}' \cdot g_{s}, 0)}{\left\lVert g_{s} \right\rVert^{2}} g_{s} \quad (s = 1, \dots, T, \; s \ne t) \\ & d = \sum_{t} g_{t}' \end{aligned}",
    Aliases = ["PCGrad", "gradient_surgery"],
    SearchWords = ["gradient conflict", "梯度冲突", "multi-task", "多任务"])]
[English("Projects conflicting gradients onto each other's normal planes and adds them.",
    Use = "tasks of one scale conflict now and then.",
    Avoid = "scales differ: what is left is still ruled by the longest.",
    Letters = "g: gradients; s, t: tasks; d: the direction of the step")]
[Chinese("把冲突的梯度投影到彼此的法平面后相加。",
    Use = "各任务量级相近，偶有冲突时。",
    Avoid = "量级悬殊时：剩下的部分仍由最长的梯度主导。",
    Letters = "g：gradients；s、t：任务；d：更新方向")]
public readonly record struct GradientSurgery : ITensorLoss, ITaskMixture
{
    /// <summary>The direction, parameter by parameter: take it with Reduction.None. A gradient of 0 conflicts with none.</summary>
    public LossTerms Of([Axes("T D"), Constant] Tensor gradients) => TaskGradients.Of("pcgrad", gradients).Mixed(this);

    double[] ITaskMixture.Weights(double[,] gram)
    {
        var weights = new double[gram.GetLength(0)];
        for (var t = 0; t < weights.Length; t++)
        {
            // The rest of g_t, as weights of the given gradients.
            var own = new double[weights.Length];
            own[t] = 1;
            for (var s = 0; s < weights.Length; s++)
            {
                var along = TaskWeights.Along(gram, own, s);
                if (s != t && along < 0) own[s] -= along / gram[s, s];
            }

            for (var s = 0; s < weights.Length; s++) weights[s] += own[s];
        }

        return weights;
    }
}
