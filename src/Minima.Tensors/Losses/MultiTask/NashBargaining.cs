namespace Minima.Tensors.Losses;

/// <summary>The direction on which the tasks would agree as bargainers: the product of their gains is largest.</summary>
/// <remarks>
/// <para>Formula: d = sum_t a_t g_t, with a &gt; 0 the solution of G G^T a = 1 / a.</para>
/// <para>Domain: finite gradients of which no combination with weights &gt;= 0 is 0 (LossError.Domain). Range: all reals.</para>
/// <para>Shapes: gradients [T, D], a row for each task: its gradient with respect to the shared parameters; one term for each parameter: the direction to step against. Nothing is differentiated.</para>
/// <para>Convention: LibMTL divides G G^T by its norm first and clips the length of d at 1: divide d yourself.</para>
/// <para>Source: Navon et al. 2022, arXiv:2202.01017.</para>
/// </remarks>
[Loss("nash_mtl", "Nash-MTL", "纳什议价多任务（Nash-MTL）",
    Family = LossFamily.MultiTask, LowerBound = double.NegativeInfinity,
    Formula = "d = sum_t a_t g_t;  G G^T a = 1 / a",
    Latex = @"d = \sum_{t} a_{t} g_{t}, \quad \left(G G^{\top} a\right)_{t} = \frac{1}{a_{t}}, \quad a > 0",
    Aliases = ["Nash_MTL", "nash_bargaining"])]
[English("The bargaining solution of the tasks: the scale of a loss does not count.",
    Use = "losses have no common scale and each task shall gain its share.",
    Avoid = "the parameters are Pareto stationary (a mixture of the gradients is 0): there is no answer, and it says so.",
    Letters = "a: the vector of task weights; g, G: gradients; d: the direction of the step")]
[Chinese("各任务之间的议价解：与损失的量级无关。",
    Use = "各损失没有共同的量级，又要求各任务都有所得时。",
    Avoid = "参数已达帕累托稳定点（梯度的某个凸组合为 0）时：此时无解，会报错。",
    Letters = "a：各任务的权重；g、G：gradients；d：更新方向")]
public readonly record struct NashBargaining : ITensorLoss, ITaskMixture
{
    /// <summary>The direction, parameter by parameter: take it with Reduction.None.</summary>
    /// <exception cref="LossException">A combination of the gradients is 0 (LossError.Domain).</exception>
    public LossTerms Of([Axes("T D"), Constant] Tensor gradients) => TaskGradients.Of("nash_mtl", gradients).Mixed(this);

    double[] ITaskMixture.Weights(double[,] gram) => TaskWeights.Fair("nash_mtl", gram, 1);
}
