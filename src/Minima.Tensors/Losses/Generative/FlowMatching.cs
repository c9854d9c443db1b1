namespace Minima.Tensors.Losses;

/// <summary>The velocity that carries noise to data along straight lines.</summary>
/// <remarks>
/// <para>Formula: mean_d (v_d - (x1_d - x0_d))^2, with v predicted at x_t = (1 - t) x0 + t x1.</para>
/// <para>Domain: real. Range: [0, inf).</para>
/// <para>Shapes: prediction, x0 (noise) and x1 (data) [.., D]; one term for each row. Only the prediction is differentiated.</para>
/// <para>Convention: steps may be weighted by sample_weight (SD3: logit-normal times).</para>
/// <para>Source: Lipman et al. 2023, arXiv:2210.02747; Liu, Gong and Liu 2023, arXiv:2209.03003.</para>
/// </remarks>
[Loss("flow_matching", "Flow matching / rectified flow", "流匹配",
    Family = LossFamily.Generative,
    Formula = "mean_d (v - (x1 - x0))^2",
    Latex = @"\frac{1}{D} \sum_{d=1}^{D} \left(v_{d} - \left(x_{1,d} - x_{0,d}\right)\right)^{2}, \quad v = \mathrm{prediction}",
    Aliases = ["ConditionalFlowMatching", "RectifiedFlow", "CFMLoss"])]
[English("The velocity from noise to data along straight lines.",
    Use = "you train a generative model that is to sample in few steps.",
    Avoid = "a schedule of noise is given (ddpm).",
    Letters = "x: the input `x0` or `x1`, by its first index")]
[Chinese("沿直线从噪声到数据的速度。",
    Use = "训练只用少数几步即可采样的生成模型时。",
    Avoid = "已有噪声调度时（用 ddpm）。",
    Letters = "x：输入 `x0` 或 `x1`，由第一个下标区分")]
public readonly record struct FlowMatching : ITensorLoss
{
    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("... D")] Tensor prediction, [Axes("... D"), Constant] Tensor x0, [Axes("... D"), Constant] Tensor x1) =>
        (prediction - (x1 - x0)).Square().MeanOrZero(^1);
}
