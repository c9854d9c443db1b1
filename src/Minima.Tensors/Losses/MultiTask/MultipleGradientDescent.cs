namespace Minima.Tensors.Losses;

/// <summary>The shortest combination of the gradients: a step against it worsens no task, and a length of 0 means that no step improves all.</summary>
/// <remarks>
/// <para>Formula: d = sum_t w_t g_t, w = argmin over the simplex of |sum_t w_t g_t|^2.</para>
/// <para>Domain: finite gradients; one that is not is refused with its task (LossError.Domain). Range: all reals.</para>
/// <para>Shapes: gradients [T, D], a row for each task: its gradient with respect to the shared parameters; one term for each parameter: the direction to step against. Nothing is differentiated.</para>
/// <para>Convention: no normalisation of the gradients; solved exactly; LibMTL stops Frank-Wolfe early.</para>
/// <para>Source: Desideri 2012; Sener and Koltun 2018, arXiv:1810.04650.</para>
/// </remarks>
[Loss("mgda", "MGDA (min-norm)", "MGDA 最小范数",
    Family = LossFamily.MultiTask, LowerBound = double.NegativeInfinity,
    Formula = "d = sum_t w_t g_t;  w = argmin over the simplex of |sum w_t g_t|",
    Latex = @"d = \sum_{t} w_{t} g_{t}, \quad w = \arg\min_{w \ge 0, \; \sum_{t} w_{t} = 1} \left\lVert \sum_{t} w_{t} g_{t} \right\rVert^{2}",
    Aliases = ["MGDA", "min_norm"])]
[English("The point nearest to 0 among all mixtures of the gradients.",
    Use = "a step must not worsen any task.",
    Avoid = "scales differ: the shortest gradient rules. Normalise first, or take imtl_g.",
    Letters = "w: the vector of task weights, which sum to 1; d: the direction of the step")]
[Chinese("各梯度凸组合中离 0 最近的一点。",
    Use = "要求更新一步不使任何任务变差时。",
    Avoid = "量级悬殊时：由最短的梯度主导；应先归一化，或用 imtl_g。",
    Letters = "w：和为 1 的任务权重；d：更新方向")]
public readonly record struct MultipleGradientDescent : ITensorLoss, ITaskMixture
{
    /// <summary>The direction, parameter by parameter: take it with Reduction.None.</summary>
    public LossTerms Of([Axes("T D"), Constant] Tensor gradients) => TaskGradients.Of("mgda", gradients).Mixed(this);

    double[] ITaskMixture.Weights(double[,] gram) => TaskWeights.OfShortest(gram);
}
