namespace Minima.Tensors.Losses;

/// <summary>Parameter by parameter one sign wins by a draw, and what points the other way is dropped.</summary>
/// <remarks>
/// <para>Formula: P = (1 + sum_t g_t / (sum_t |g_t| + 1e-7)) / 2; where the draw U &lt; P the positive parts are added, where U &gt; P the negative ones.</para>
/// <para>Domain: finite gradients; one that is not is refused with its task (LossError.Domain). Range: all reals.</para>
/// <para>Shapes: gradients [T, D], a row for each task: its gradient with respect to the shared parameters; one term for each parameter: the direction to step against. Nothing is differentiated.</para>
/// <para>Convention: one draw for all parameters, no leak (LibMTL draws for each parameter).</para>
/// <para>Source: Chen et al. 2020, arXiv:2010.06808.</para>
/// </remarks>
/// <param name="Draw">Random number U of this step, from 0 to 1; draw it anew for each step.</param>
[Loss("graddrop", "GradDrop", "梯度符号丢弃（GradDrop）",
    Family = LossFamily.MultiTask, LowerBound = double.NegativeInfinity,
    Formula = "P = (1 + sum g / (sum |g| + 1e-7)) / 2;  d = sum of positive parts where U < P, of negative parts where U > P;  U = draw",
    Latex = @"d = \begin{cases} \sum_{t} \max\left(g_{t}, 0\right) & \text{if } \mathrm{draw} < P \\ \sum_{t} \min\left(g_{t}, 0\right) & \text{if } \mathrm{draw} > P \\ 0 & \text{otherwise} \end{cases}, \quad P = \frac{1}{2} \left(1 + \frac{\sum_{t} g_{t}}{\sum_{t} \left|g_{t}\right| + 10^{-7}}\right)",
    Aliases = ["GradDrop", "gradient_sign_dropout"])]
[English("Keeps one sign of the gradients of each parameter, by a draw.",
    Use = "conflicts are many and sparse, parameter by parameter.",
    Avoid = "tasks are few and their conflict has a direction: pcgrad, cagrad.",
    Letters = "P: the probability of keeping positive parts; d: the direction of the step")]
[Chinese("对每个参数随机抽签，只保留一种符号的梯度。",
    Use = "冲突多而零散，且逐参数出现时。",
    Avoid = "任务少，且冲突有明确的方向时（用 pcgrad、cagrad）。",
    Letters = "P：保留正值部分的概率；d：更新方向")]
public readonly record struct GradientSignDropout(
    [Unit, Chinese("本步的随机数 U，取 0 至 1；每步重新抽取。")] double Draw) : ITensorLoss
{
    public GradientSignDropout()
        : this(0.5)
    {
    }

    /// <summary>The direction, parameter by parameter: take it with Reduction.None.</summary>
    public LossTerms Of([Axes("T D"), Constant] Tensor gradients)
    {
        var tasks = TaskGradients.Of("graddrop", gradients);
        var direction = new double[tasks.Width];
        for (var k = 0; k < direction.Length; k++)
        {
            double positive = 0, negative = 0;
            for (var t = 0; t < tasks.Tasks; t++)
            {
                positive += Math.Max(tasks[t][k], 0);
                negative += Math.Min(tasks[t][k], 0);
            }

            var share = (1 + ((positive + negative) / (positive - negative + 1e-7))) / 2;
            direction[k] = Draw < share ? positive : Draw > share ? negative : 0;
        }

        return tasks.Handed(direction);
    }
}
