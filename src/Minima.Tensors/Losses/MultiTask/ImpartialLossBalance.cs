namespace Minima.Tensors.Losses;

/// <summary>Learns a scale for each loss at which all scaled losses are 1.</summary>
/// <remarks>
/// <para>Formula: sum_t e^s_t L_t - s_t, with s learned.</para>
/// <para>Domain: losses &gt; 0 if the scale is to have an optimum; real otherwise.</para>
/// <para>Shapes: losses and log_scale: one number for each task; one number. Both are differentiated.</para>
/// <para>Source: Liu et al. 2021, ICLR.</para>
/// </remarks>
[Loss("imtl_l", "IMTL-L", "IMTL-L 损失尺度平衡",
    Family = LossFamily.MultiTask, LowerBound = double.NegativeInfinity,
    Formula = "sum_t e^s_t L_t - s_t;  s = log_scale",
    Latex = @"\sum_{t} \left(e^{s_{t}} L_{t} - s_{t}\right), \quad s = \mathrm{log\_scale}, \quad L = \mathrm{losses}",
    Aliases = ["IMTL-L", "impartial_loss_balance"])]
[English("Scales every loss to 1 by learned factors.",
    Use = "losses are positive and only their scales differ: one parameter for each task, no extra gradients.",
    Avoid = "a loss may reach 0: its factor grows without end.")]
[Chinese("以学得的系数把每个损失缩放到 1。",
    Use = "损失为正且仅量级不同时：每个任务一个参数，无需额外的梯度。",
    Avoid = "某个损失会趋于 0 时：其系数会无限增大。")]
public readonly record struct ImpartialLossBalance : ITensorLoss
{
    /// <summary>One number.</summary>
    public LossTerms Of([Axes("T")] Tensor losses, [Axes("T")] Tensor logScale) => LossTerms.Scalar(((logScale.Exp() * losses) - logScale).Sum());
}
