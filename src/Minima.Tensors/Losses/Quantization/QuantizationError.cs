namespace Minima.Tensors.Losses;

/// <summary>The squared distance of numbers from the grid that they will be rounded to.</summary>
/// <remarks>
/// <para>Formula: (x - Q)^2, Q = s round(x / s) a constant.</para>
/// <para>Domain: x real; step s &gt; 0. Range: [0, s^2 / 4].</para>
/// <para>Shapes: any; elementwise. x is differentiated, Q is not.</para>
/// <para>Kinks: halfway between two levels: towards the even one.</para>
/// <para>Convention: the grid has no ends. For one with ends take the mse of x and fake_quant_ste of x.</para>
/// <para>Limits: s^2 times round_to_nearest with power 2, as terms.</para>
/// <para>Source: Lloyd 1982, IEEE Trans. Inf. Theory 28(2), 129-137, doi:10.1109/TIT.1982.1056489.</para>
/// </remarks>
/// <param name="Step">Distance of two levels.</param>
[Loss("quantization_error", "Quantisation MSE", "量化误差",
    Family = LossFamily.Quantization,
    Formula = "(x - Q)^2;  Q = s round(x / s) constant;  s = step",
    ChineseFormula = "(x - Q)^2;  Q = s round(x / s);  s = step；Q 视为常数",
    Latex = @"(x - \operatorname{sg}(Q))^{2}, \quad Q = s \left\lfloor \frac{x}{s} \right\rceil, \quad s = \mathrm{step}",
    Kinks = "halfway between levels: towards the even one", ChineseKinks = "相邻两级的正中处：取偶数级一侧的斜率",
    Aliases = ["QuantizationMSE"])]
[English("The squared distance of each number to its level.",
    Use = "steps are compared, or weights are drawn to their levels late in training.",
    Avoid = "what counts is the output of the layer and not its weights (adaround).",
    Letters = "Q: the quantised x")]
[Chinese("每个数到其所在量化级的距离平方。",
    Use = "比较不同步长，或在训练后期把权重拉向量化级时。",
    Avoid = "重要的是层的输出而不是权重本身时（用 adaround）。",
    Limits = "power 取 2 的 round_to_nearest 的各项乘以 s^2。",
    Letters = "Q：量化后的 x")]
public readonly record struct QuantizationError(
    [Positive, Chinese("相邻量化值的间距。")] double Step) : ITensorLoss
{
    public QuantizationError()
        : this(0.25)
    {
    }

    /// <summary>One term for each element.</summary>
    public LossTerms Of([Axes("...")] Tensor x) => (x - (Step * (x / Tensor.Scalar(Step, x.Type)).Round())).Square();
}
