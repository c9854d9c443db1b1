namespace Minima.Tensors.Losses;

/// <summary>Fake quantisation whose step is learned with the weights.</summary>
/// <remarks>
/// <para>Formula: q = s clip(round(v), qn, qp), v = x / s; dq/ds = g (round(v) - v) inside, g qn or g qp beyond the ends, g = 1 / sqrt(N qp); dq/dx = 1 inside, 0 outside.</para>
/// <para>Domain: x real; step s &gt; 0 (otherwise LossError.Domain); qn &lt; qp, qp &gt; 0 (otherwise LossError.ParameterDomain).</para>
/// <para>Shapes: x any, of N elements; step one number, [1]; elementwise. Both are differentiated as stated, which is not the derivative of the value.</para>
/// <para>Convention: inside is what rounds to a level in [qn, qp], as in fake_quant_ste; the paper takes qn &lt; v &lt; qp, which differs within half a step of the ends. LSQ+ learns an offset too: subtract it before.</para>
/// <para>Source: Esser et al. 2020, ICLR, arXiv:1902.08153.</para>
/// </remarks>
/// <param name="Qn">Lowest level, an integer: -2^(b-1) for b signed bits.</param>
/// <param name="Qp">Highest level, an integer: 2^(b-1) - 1 for b signed bits.</param>
[Loss("lsq", "LSQ (learned step size)", "可学习步长量化（LSQ）",
    Family = LossFamily.Quantization, LowerBound = double.NegativeInfinity, StopsGradient = true,
    Formula = "s clip(round(v), qn, qp), v = x / s;  derivative with respect to s: g (round(v) - v) inside, g qn or g qp outside, g = 1 / sqrt(N qp)",
    ChineseFormula = "s clip(round(v), qn, qp), v = x / s;  g = 1 / sqrt(N qp)；对 s 的导数在范围内为 g (round(v) - v)，在范围外为 g qn 或 g qp",
    Latex = @"\begin{aligned} & q = s \, \operatorname{clip}(\lfloor v \rceil, q_{n}, q_{p}), \quad v = \frac{x}{s}, \quad \frac{\partial q}{\partial x} = [q_{n} \le \lfloor v \rceil \le q_{p}] \\ & \frac{\partial q}{\partial s} = \frac{1}{\sqrt{N q_{p}}} \begin{cases} q_{n} & \lfloor v \rceil < q_{n} \\ \lfloor v \rceil - v & q_{n} \le \lfloor v \rceil \le q_{p} \\ q_{p} & \lfloor v \rceil > q_{p} \end{cases}, \quad s = \mathrm{step}, \quad q_{n} = \mathrm{qn}, \quad q_{p} = \mathrm{qp} \end{aligned}",
    Kinks = "outside [qn, qp]: slope 0 along x", ChineseKinks = "[qn, qp] 之外：对 x 的斜率取 0",
    Aliases = ["LSQ", "LearnedStepSizeQuantization"])]
[English("Learns the step of a quantiser by gradient, scaled to the number of weights.",
    Use = "models of 2 to 8 bits are trained, or fine-tuned from a float model.",
    Avoid = "there is no data to train with (adaround on a few batches), or steps must be powers of two.",
    Letters = "v: x in units of the step; q: the quantised x; N: the number of elements; g: the scale of the gradient")]
[Chinese("用梯度学习量化器的步长，梯度按权重个数缩放。",
    Use = "训练 2 到 8 位的模型，或由浮点模型微调时。",
    Avoid = "没有训练数据时（少量批次可用 adaround），或步长必须是 2 的幂时。",
    Letters = "v：以步长为单位的 x；q：量化后的 x；N：元素个数；g：梯度的缩放")]
public readonly record struct LearnedStepQuantization(
    [Chinese("最低量化级，为整数：b 位有符号数取 -2^(b-1)。")] int Qn,
    [Chinese("最高量化级，为整数：b 位有符号数取 2^(b-1) - 1。")] int Qp) : ITensorLoss, IParameterRule
{
    public LearnedStepQuantization()
        : this(-4, 3)
    {
    }

    /// <inheritdoc/>
    public string? BrokenRule => Qn >= Qp ? $"parameter 'qn' is {Qn} and 'qp' {Qp}; qn must be below qp: at least two levels (8 bits with sign: -128 and 127)."
        : Qp < 1 ? $"parameter 'qp' is {Qp}; it must be at least 1, as the gradient of the step is divided by its root."
        : null;

    /// <summary>One term for each element: its rounded value.</summary>
    public LossTerms Of([Axes("...")] Tensor x, [Axes("1"), Positive] Tensor step)
    {
        var one = step.Reshape(Shape.Scalar);
        var (levels, inside, slope) = QuantizationGrid.QuantizeByLearnedStep(x, one, Qn, Qp, x.Count);
        return (one.Detach() * levels) + QuantizationGrid.StraightThrough(x).If(inside) + (QuantizationGrid.StraightThrough(one) * slope);
    }
}
