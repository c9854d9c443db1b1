namespace Minima.Tensors.Losses;

/// <summary>Draws each number to the nearest whole multiple of a step.</summary>
/// <remarks>
/// <para>Formula: sum |x / s - round(x / s)|^p.</para>
/// <para>Domain: x real; step s &gt; 0; power p &gt; 0. Range: [0, n / 2^p].</para>
/// <para>Shapes: any; one number, a sum over all of it. x is differentiated.</para>
/// <para>Kinks: on a level with p = 1: derivative 0; halfway between two levels: that of the even one.</para>
/// <para>Limits: quantization_error for p = 2, summed and without its factor s^2.</para>
/// <para>Source: Hung et al. 2015; Choi et al. 2018, arXiv:1809.00095.</para>
/// </remarks>
/// <param name="Step">Distance of two levels.</param>
/// <param name="Power">Exponent of the distance.</param>
[Loss("round_to_nearest", "Round-to-nearest regulariser", "就近取整正则",
    Family = LossFamily.Quantization,
    Formula = "sum |x / s - round(x / s)|^p;  s = step, p = power",
    Latex = @"\sum_{i} \left|\frac{x_{i}}{s} - \left\lfloor \frac{x_{i}}{s} \right\rceil\right|^{p}, \quad s = \mathrm{step}, \quad p = \mathrm{power}",
    Kinks = "halfway between levels: that of the even one", ChineseKinks = "相邻两级的正中处：取偶数级一侧的斜率",
    Aliases = ["integer_attraction"])]
[English("Attracts numbers to the levels of a grid.",
    Use = "weights are to come near their levels in training, so that rounding changes little afterwards.",
    Avoid = "training is in its early phase: it freezes weights where they stand. Let its factor grow, or take the smooth sinreq.",
    Letters = "i: an index of the elements")]
[Chinese("把数值吸引到网格的各级上。",
    Use = "希望权重在训练中靠近量化级，使之后的取整影响很小时。",
    Avoid = "训练初期：它会把权重冻结在原处。应让系数逐渐增大，或改用光滑的 sinreq。",
    Limits = "power = 2 时为 quantization_error 求和且不含系数 s^2。",
    Letters = "i：元素的下标")]
public readonly record struct RoundToNearest(
    [Positive, Chinese("相邻量化值的间距。")] double Step,
    [Positive, Chinese("距离的指数。")] double Power) : ITensorLoss
{
    public RoundToNearest()
        : this(1, 2)
    {
    }

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("...")] Tensor x)
    {
        var scaled = x / Tensor.Scalar(Step, x.Type);
        return LossTerms.Scalar((scaled - scaled.Round()).Abs().Pow(Power).Sum());
    }
}
