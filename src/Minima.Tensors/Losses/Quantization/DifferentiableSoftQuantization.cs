namespace Minima.Tensors.Losses;

/// <summary>A staircase with rounded steps: quantisation whose gradient is its own derivative.</summary>
/// <remarks>
/// <para>Formula: l + D (i + (S + 1) / 2), S = tanh(k (x - m)) / (1 - alpha), D = (u - l) / (levels - 1), i the interval of x and m its middle, k = ln(2 / alpha - 1) / D; x is held in [l, u].</para>
/// <para>Domain: x real; lower &lt; upper; levels &gt;= 2; alpha between 0 and 1 (otherwise LossError.ParameterDomain). Range: [l, u].</para>
/// <para>Shapes: any; elementwise. x is differentiated.</para>
/// <para>Kinks: at a level: the derivative above it; outside [l, u]: 0.</para>
/// <para>Limits: alpha to 0 is a staircase, alpha to 1 the identity.</para>
/// <para>Source: Gong et al. 2019, ICCV, arXiv:1908.05033.</para>
/// </remarks>
/// <param name="Lower">Lowest level.</param>
/// <param name="Upper">Highest level.</param>
/// <param name="Levels">Number of levels: 2^b for b bits.</param>
/// <param name="Alpha">Roundness of the steps: near 0 a staircase, near 1 the identity.</param>
[Loss("dsq", "DSQ (soft quantiser)", "可微软量化（DSQ）",
    Family = LossFamily.Quantization, LowerBound = double.NegativeInfinity,
    Formula = "l + D (i + (S + 1) / 2);  S = tanh(k (x - m_i)) / (1 - alpha), k = ln(2 / alpha - 1) / D, D = (u - l) / (levels - 1);  l = lower, u = upper",
    Latex = @"l + D \left(i + \frac{S + 1}{2}\right), \quad S = \frac{\tanh\left(k \left(c - m_{i}\right)\right)}{1 - \alpha}, \quad k = \frac{1}{D} \log\left(\frac{2}{\alpha} - 1\right), \quad D = \frac{u - l}{\mathrm{levels} - 1}, \quad m_{i} = l + D \left(i + \frac{1}{2}\right), \quad i = \min\left(\left\lfloor \frac{c - l}{D} \right\rfloor, \mathrm{levels} - 2\right), \quad c = \min(\max(x, l), u), \quad l = \mathrm{lower}, \quad u = \mathrm{upper}",
    Kinks = "at a level: the slope above it; outside [l, u]: 0", ChineseKinks = "量化级处：取其上方的斜率；[l, u] 之外：取 0",
    Aliases = ["DSQ", "DifferentiableSoftQuantization"])]
[English("Rounds softly, by a chain of hyperbolic tangents.",
    Use = "the straight-through estimator is too crude, and alpha can fall during training.",
    Avoid = "the model must compute exactly what the integers will (fake_quant_ste, lsq).",
    Letters = "D: the step of the grid; i: the interval of x; m: its middle; S: a soft step from -1 to 1; k: its steepness; c: x held within the limits")]
[Chinese("用一串双曲正切函数作软取整。",
    Use = "直通估计过于粗糙，且可在训练中逐渐减小 alpha 时。",
    Avoid = "模型必须与整数运算结果完全一致时（用 fake_quant_ste、lsq）。",
    Limits = "alpha 趋于 0 时为阶梯函数，趋于 1 时为恒等函数。",
    Letters = "D：网格步长；i：x 所在区间；m：区间中点；S：从 -1 到 1 的软阶跃；k：其陡度；c：截断到界内的 x")]
public readonly record struct DifferentiableSoftQuantization(
    [Chinese("最低量化值。")] double Lower,
    [Chinese("最高量化值。")] double Upper,
    [AtLeast(2), Chinese("量化级数：b 位为 2^b。")] int Levels,
    [OpenUnit, Chinese("台阶的圆滑程度：接近 0 为阶梯，接近 1 为恒等函数。")] double Alpha) : ITensorLoss, IParameterRule
{
    public DifferentiableSoftQuantization()
        : this(-1, 1, 4, 0.2)
    {
    }

    /// <inheritdoc/>
    public string? BrokenRule => Lower < Upper ? null : $"parameter 'lower' is {Lower} and 'upper' {Upper}; lower must be below upper.";

    /// <summary>One term for each element: its softly rounded value.</summary>
    public LossTerms Of([Axes("...")] Tensor x)
    {
        var width = (Upper - Lower) / (Levels - 1);
        var sharpness = Math.Log((2 / Alpha) - 1) / width;
        var held = x.Clamp(Lower, Upper);
        var interval = ((held.Detach() - Lower) / Tensor.Scalar(width, x.Type)).Floor().Clamp(0, Levels - 2);
        var step = (sharpness * (held - ((width * (interval + 0.5)) + Lower))).Tanh() / (1 - Alpha);
        return Lower + (width * (interval + ((step + 1) / 2)));
    }
}
