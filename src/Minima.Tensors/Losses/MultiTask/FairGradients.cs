namespace Minima.Tensors.Losses;

/// <summary>The direction whose gains are alpha-fair: 1 is the bargain of nash_mtl, more attends to the worst.</summary>
/// <remarks>
/// <para>Formula: d = sum_t w_t g_t, with w &gt; 0 the solution of G G^T w = w^(-1 / alpha).</para>
/// <para>Domain: finite gradients of which no combination with weights &gt;= 0 is 0 (LossError.Domain); alpha &gt; 0. Range: all reals.</para>
/// <para>Shapes: gradients [T, D], a row for each task: its gradient with respect to the shared parameters; one term for each parameter: the direction to step against. Nothing is differentiated.</para>
/// <para>Source: Ban and Ji 2024, arXiv:2402.15638.</para>
/// </remarks>
/// <param name="Alpha">Fairness: the larger, the more the worst task counts. 1 is nash_mtl.</param>
[Loss("fairgrad", "FairGrad", "公平梯度（FairGrad）",
    Family = LossFamily.MultiTask, LowerBound = double.NegativeInfinity,
    Formula = "d = sum_t w_t g_t;  G G^T w = w^(-1 / alpha)",
    Latex = @"d = \sum_{t} w_{t} g_{t}, \quad \left(G G^{\top} w\right)_{t} = w_{t}^{-1/\alpha}, \quad G = \mathrm{gradients}",
    Aliases = ["FairGrad"])]
[English("The alpha-fair direction of several tasks.",
    Use = "you want a dial between the sum of gains and the gain of the worst.",
    Avoid = "the parameters are Pareto stationary: there is no answer, and it says so.",
    Letters = "g: gradients; w: the vector of task weights; d: the direction of the step")]
[Chinese("多个任务的 alpha-公平方向。",
    Use = "希望在总收益与最差任务的收益之间调节时。",
    Avoid = "参数已达帕累托稳定点时：此时无解，会报错。",
    Letters = "g：gradients；w：各任务的权重；d：更新方向")]
public readonly record struct FairGradients(
    [Positive, Chinese("公平程度：越大，最差的任务越受重视；1 即 nash_mtl。")] double Alpha) : ITensorLoss, ITaskMixture
{
    public FairGradients()
        : this(2)
    {
    }

    /// <summary>The direction, parameter by parameter: take it with Reduction.None.</summary>
    /// <exception cref="LossException">A combination of the gradients is 0 (LossError.Domain).</exception>
    public LossTerms Of([Axes("T D"), Constant] Tensor gradients) => TaskGradients.Of("fairgrad", gradients).Mixed(this);

    double[] ITaskMixture.Weights(double[,] gram) => TaskWeights.Fair("fairgrad", gram, Alpha);
}
