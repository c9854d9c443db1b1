namespace Minima.Tensors.Losses;

/// <summary>The mixture of the gradients with equal projections onto all of them.</summary>
/// <remarks>
/// <para>Formula: d = sum_t a_t g_t, sum a = 1, with d . g_t / |g_t| the same for all t.</para>
/// <para>Domain: finite gradients; one that is not is refused with its task (LossError.Domain). Range: all reals.</para>
/// <para>Shapes: gradients [T, D], a row for each task: its gradient with respect to the shared parameters; one term for each parameter: the direction to step against. Nothing is differentiated.</para>
/// <para>Source: Liu et al. 2021, ICLR.</para>
/// </remarks>
[Loss("imtl_g", "IMTL-G", "IMTL-G 等投影梯度",
    Family = LossFamily.MultiTask, LowerBound = double.NegativeInfinity,
    Formula = "d = sum_t a_t g_t, sum a = 1, d . g_t / |g_t| equal for all t",
    Latex = @"d = \sum_{t} a_{t} g_{t}, \quad \sum_{t} a_{t} = 1, \quad d \cdot \frac{g_{1}}{\left\lVert g_{1} \right\rVert} = d \cdot \frac{g_{t}}{\left\lVert g_{t} \right\rVert} \enspace (t = 1, \dots, T)",
    Aliases = ["IMTL-G", "impartial_gradients"])]
[English("A direction with one projection on every gradient.",
    Use = "scales differ and conflicts occur: lengths do not count, directions do.",
    Avoid = "two tasks have the same or opposite directions: the equations have no single answer, and weights run away.",
    Letters = "a: the vector of task weights; d: the direction of the step; t: a task")]
[Chinese("取在各梯度上投影相等的方向。",
    Use = "既有量级差异又有冲突时：此法只看方向，不看长度。",
    Avoid = "有两个任务方向相同或相反时：方程无唯一解，系数会失控。",
    Letters = "a：各任务的权重；d：更新方向；t：任务")]
public readonly record struct ImpartialGradients : ITensorLoss, ITaskMixture
{
    /// <summary>The direction, parameter by parameter: take it with Reduction.None. Tasks without a gradient are left out.</summary>
    public LossTerms Of([Axes("T D"), Constant] Tensor gradients) => TaskGradients.Of("imtl_g", gradients).Mixed(this);

    double[] ITaskMixture.Weights(double[,] gram)
    {
        var norms = Enumerable.Range(0, gram.GetLength(0)).Select(t => Math.Sqrt(gram[t, t])).ToArray();
        var there = Enumerable.Range(0, norms.Length).Where(t => norms[t] > 0).ToArray();
        var weights = new double[norms.Length];
        if (there.Length == 0) return weights;
        var count = there.Length;
        var matrix = new double[count, count];
        var right = new double[count];
        for (var k = 0; k < count; k++)
        {
            matrix[0, k] = 1;
            for (var row = 1; row < count; row++)
            {
                matrix[row, k] = (gram[there[k], there[0]] / norms[there[0]]) - (gram[there[k], there[row]] / norms[there[row]]);
            }
        }

        right[0] = 1;
        var found = SmallLinear.Solve(matrix, right);
        for (var k = 0; k < count; k++) weights[there[k]] = found[k];
        return weights;
    }
}
