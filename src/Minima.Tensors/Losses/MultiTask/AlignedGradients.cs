namespace Minima.Tensors.Losses;

/// <summary>Turns and stretches the gradients as little as possible until all directions between them have one length, then adds.</summary>
/// <remarks>
/// <para>Formula: G G^T = V L V^T; a = sqrt(l_min) V L^(-1/2) V^T 1; d = sum_t a_t g_t; eigenvalues up to T 1.1920929e-7 l_max are dropped.</para>
/// <para>Domain: finite gradients; one that is not is refused with its task (LossError.Domain). Range: all reals.</para>
/// <para>Shapes: gradients [T, D], a row for each task: its gradient with respect to the shared parameters; one term for each parameter: the direction to step against. Nothing is differentiated.</para>
/// <para>Source: Senushkin et al. 2023, arXiv:2305.19000.</para>
/// </remarks>
[Loss("aligned_mtl", "Aligned-MTL", "对齐多任务（Aligned-MTL）",
    Family = LossFamily.MultiTask, LowerBound = double.NegativeInfinity,
    Formula = "d = sum_t a_t g_t;  a = sqrt(l_min) (G G^T)^(-1/2) 1",
    Latex = @"d = \sum_{t} a_{t} g_{t}, \quad a = \sqrt{\lambda_{\min}} \, \left(G G^{\top}\right)^{-1/2} \mathbf{1}, \quad G = \mathrm{gradients}, \quad \lambda_{\min} = \min\left\{\lambda > 0 : \det\left(G G^{\top} - \lambda \mathbf{I}\right) = 0\right\}",
    Aliases = ["Aligned_MTL"])]
[English("Aligns the principal directions of the gradients and adds them.",
    Use = "conflict and dominance are both to be removed by a linear map with a stable condition number.",
    Avoid = "one direction is nearly 0: its length becomes that of all.",
    Letters = "g: gradients; l_min: the smallest positive eigenvalue of G G^T; a: the vector of task weights; d: the direction of the step")]
[Chinese("对齐各梯度的主方向后相加。",
    Use = "希望用条件数稳定的线性变换，同时消除任务间的冲突与一家独大时。",
    Avoid = "某个主方向几乎为 0 时：所有方向都会缩到它的长度。",
    Letters = "g：gradients；l_min：G G^T 的最小正特征值；a：各任务的权重；d：更新方向")]
public readonly record struct AlignedGradients : ITensorLoss, ITaskMixture
{
    /// <summary>The precision of float: directions below it are noise there.</summary>
    private const double Precision = 1.1920929e-7;

    /// <summary>The direction, parameter by parameter: take it with Reduction.None.</summary>
    public LossTerms Of([Axes("T D"), Constant] Tensor gradients) => TaskGradients.Of("aligned_mtl", gradients).Mixed(this);

    double[] ITaskMixture.Weights(double[,] gram)
    {
        var (values, vectors) = SmallLinear.Eigen(gram);
        var weights = new double[values.Length];
        var kept = Enumerable.Range(0, values.Length).Where(k => values[k] > values.Length * Precision * values.Max() && values[k] > 0).ToArray();
        if (kept.Length == 0) return weights;
        var least = kept.Min(k => values[k]);
        foreach (var k in kept)
        {
            var sum = Enumerable.Range(0, weights.Length).Sum(t => vectors[t, k]);
            for (var t = 0; t < weights.Length; t++) weights[t] += Math.Sqrt(least / values[k]) * vectors[t, k] * sum;
        }

        return weights;
    }
}
