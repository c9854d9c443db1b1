namespace Minima.Tensors.Losses;

/// <summary>Trains the weights of the tasks so that their weighted gradients have one length, longer for tasks that lag behind.</summary>
/// <remarks>
/// <para>Formula: sum_t |w_t n_t - mean_s(w_s n_s) r_t^alpha|, r_t = (L_t / L0_t) / mean_s(L_s / L0_s); the target of each length is a constant.</para>
/// <para>Domain: initial not 0; L / L0 &gt;= 0.</para>
/// <para>Shapes: weights, norms (lengths of the gradients with respect to the shared parameters), losses, initial: one number for each task; one number. Only the weights are differentiated.</para>
/// <para>Kinks: a length that is the wanted one: derivative 0.</para>
/// <para>Convention: after the step on w, divide by the mean so that the weights sum to T (the paper).</para>
/// <para>Source: Chen et al. 2018, arXiv:1711.02257.</para>
/// </remarks>
/// <param name="Alpha">Strength with which a task that lags gets a longer gradient; 0 aims at equal lengths, 1.5 is usual.</param>
[Loss("gradnorm", "GradNorm", "梯度归一化",
    Family = LossFamily.MultiTask, StopsGradient = true,
    Formula = "sum_t |w_t n_t - mean(w n) r_t^alpha|;  r_t = (L_t / L0_t) / mean(L / L0)",
    Latex = @"\sum_{t} \left|w_{t} n_{t} - \frac{r_{t}^{\alpha}}{T} \sum_{s} w_{s} n_{s}\right|, \quad r_{t} = \frac{L_{t} / L_{t}^{0}}{\frac{1}{T} \sum_{s} L_{s} / L_{s}^{0}}, \quad w = \mathrm{weights}, \quad n = \mathrm{norms}, \quad L = \mathrm{losses}, \quad L^{0} = \mathrm{initial}",
    Kinks = "a length that is the wanted one: slope 0", ChineseKinks = "长度恰为所求处：斜率取 0",
    Aliases = ["GradNorm", "gradient_normalization"],
    SearchWords = ["multi-task", "多任务", "loss weights", "损失权重"])]
[English("The loss of the task weights: gradients of one length, longer for tasks that lag.",
    Use = "tasks differ in scale and in speed, and one more backward pass for each is affordable.",
    Avoid = "there are many tasks or little time: imtl_l and uncertainty_weighting need no gradients of their own.",
    Letters = "L: losses; L0: initial; r: how slowly a task learns, against the others; s, t: tasks")]
[Chinese("任务权重的损失：使各任务的梯度加权后等长，落后的任务更长。",
    Use = "各任务量级与速度都不同，且每个任务多一次反向传播可以接受时。",
    Avoid = "任务很多或时间很紧时：imtl_l、uncertainty_weighting 无需逐任务求梯度。",
    Letters = "L：losses；L0：initial；r：任务相对其他任务的滞后程度；s、t：任务")]
public readonly record struct GradientNormalization(
    [Chinese("使落后任务的梯度变长的强度；0 表示各任务梯度等长，常用 1.5。")] double Alpha) : ITensorLoss
{
    public GradientNormalization()
        : this(1.5)
    {
    }

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("T")] Tensor weights, [Axes("T"), NonNegative, Constant] Tensor norms, [Axes("T"), Constant] Tensor losses, [Axes("T"), NonZero, Constant] Tensor initial)
    {
        var lengths = weights * norms;
        var ratio = losses / initial;
        var rate = ratio / ratio.MeanOrZero(^1, keep: true).BroadcastTo(ratio.Shape);
        var wanted = (lengths.MeanOrZero(^1, keep: true).BroadcastTo(lengths.Shape) * rate.Pow(Alpha)).Detach();
        return LossTerms.Scalar((lengths - wanted).Abs().Sum());
    }
}
