namespace Minima.Tensors.Losses;

/// <summary>Random weights on the gradients of the shared parameters, drawn anew for each step.</summary>
/// <remarks>
/// <para>Formula: d = sum_t softmax(z)_t g_t, z drawn from the standard normal distribution.</para>
/// <para>Domain: finite gradients; one that is not is refused with its task (LossError.Domain). Range: all reals.</para>
/// <para>Shapes: gradients [T, D], logits (the draw z) [T]; one term for each parameter: the direction. Nothing is differentiated.</para>
/// <para>Source: Lin, Ye, Zhang and Tsang 2022, arXiv:2111.10603.</para>
/// </remarks>
[Loss("rgw", "Random gradient weighting", "随机梯度加权",
    Family = LossFamily.MultiTask, LowerBound = double.NegativeInfinity,
    Formula = "d = sum_t softmax(z)_t g_t",
    Latex = @"d = \sum_{t} \operatorname{softmax}(z)_{t} \, g_{t}, \quad z \sim \mathcal{N}(0, I)",
    Aliases = ["RGW"])]
[English("A random mixture of the gradients of the tasks.",
    Use = "a control for methods that work on gradients is wanted.",
    Avoid = "there is no reason to look at single gradients: rlw costs one backward pass.",
    Letters = "I: the identity matrix; z: logits; d: the direction of the step")]
[Chinese("各任务梯度的随机混合。",
    Use = "需要为基于梯度的方法设对照时。",
    Avoid = "不必逐任务求梯度时：rlw 只需一次反向传播。",
    Letters = "I：单位矩阵；z：logits；d：更新方向")]
public readonly record struct RandomGradientWeighting : ITensorLoss
{
    /// <summary>The direction, parameter by parameter: take it with Reduction.None.</summary>
    public LossTerms Of([Axes("T D"), Constant] Tensor gradients, [Axes("T"), Constant] Tensor logits)
    {
        var tasks = TaskGradients.Of("rgw", gradients);
        return tasks.Combined(Weights(logits.ToArray()));
    }

    /// <summary>The weights of drawn logits.</summary>
    internal static double[] Weights(double[] logits) => TaskWeights.Softmax(logits);
}
