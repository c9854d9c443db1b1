namespace Minima.Tensors.Losses;

/// <summary>Moves each gradient to the nearest direction that worsens no task, then takes the mean.</summary>
/// <remarks>
/// <para>Formula: d = mean_t proj(g_t), proj onto the cone { d : G d &gt;= 0 }.</para>
/// <para>Domain: finite gradients; one that is not is refused with its task (LossError.Domain). Range: all reals.</para>
/// <para>Shapes: gradients [T, D], a row for each task: its gradient with respect to the shared parameters; one term for each parameter: the direction to step against. Nothing is differentiated.</para>
/// <para>Convention: solved exactly; LibMTL and TorchJD add 1e-4 to the normalised G G^T.</para>
/// <para>Source: Quinton and Rey 2024, arXiv:2406.16232.</para>
/// </remarks>
[Loss("upgrad", "UPGrad (dual-cone projection)", "UPGrad 对偶锥投影",
    Family = LossFamily.MultiTask, LowerBound = double.NegativeInfinity,
    Formula = "d = mean_t of the projection of g_t onto { d : G d >= 0 }",
    ChineseFormula = "d = mean_t project(g_t)；project 为到集合 { d : G d >= 0 } 上的投影",
    Latex = @"d = \frac{1}{T} \sum_{t=1}^{T} \arg\min_{u : \, G u \ge 0} \left\lVert u - g_{t} \right\rVert^{2}",
    Aliases = ["UPGrad", "Jacobian_descent"])]
[English("The mean of the gradients, each without what would worsen another task.",
    Use = "conflict is to be resolved without an order of the tasks and no task made worse.",
    Avoid = "scales differ: the mean is ruled by the longest.",
    Letters = "G: gradients; u: a direction; d: the direction of the step")]
[Chinese("各梯度先去除会使其他任务变差的部分，再取平均。",
    Use = "希望消解冲突时不依赖任务次序，也不使任何任务变差时。",
    Avoid = "量级悬殊时：平均值由最长者主导。",
    Letters = "G：gradients；u：方向；d：更新方向")]
public readonly record struct DualConeProjection : ITensorLoss, ITaskMixture
{
    /// <summary>The direction, parameter by parameter: take it with Reduction.None.</summary>
    public LossTerms Of([Axes("T D"), Constant] Tensor gradients) => TaskGradients.Of("upgrad", gradients).Mixed(this);

    double[] ITaskMixture.Weights(double[,] gram)
    {
        var count = gram.GetLength(0);
        var weights = new double[count];
        for (var t = 0; t < count; t++)
        {
            // The nearest point of the cone is g_t + G^T v with v >= 0 as short as can be (duality).
            var along = Enumerable.Range(0, count).Select(s => gram[s, t]).ToArray();
            var added = SmallQuadratic.Solve(gram, along, sumsToOne: false);
            for (var s = 0; s < weights.Length; s++) weights[s] += ((s == t ? 1 : 0) + added[s]) / count;
        }

        return weights;
    }
}
