namespace Minima.Tensors.Losses;

/// <summary>Numbers rounded to a grid of few levels, through which gradients pass as if nothing were rounded: for quantisation-aware training.</summary>
/// <remarks>
/// <para>Formula: q = s clip(round(x / s), qn, qp); gradient 1 where round(x / s) lies in [qn, qp], 0 elsewhere.</para>
/// <para>Domain: x real; step s &gt; 0; qn &lt; qp (otherwise LossError.ParameterDomain).</para>
/// <para>Shapes: any; elementwise. x is differentiated, by the straight-through estimator: the gradient is not the derivative of the value, which is 0.</para>
/// <para>Convention: halves are rounded to the even level; zero is a level (PyTorch with zero_point 0). b bits with sign: qn = -2^(b - 1), qp = 2^(b - 1) - 1.</para>
/// <para>Limits: x itself as s goes to 0 with levels enough.</para>
/// <para>Source: Bengio, Leonard and Courville 2013, arXiv:1308.3432; Jacob et al. 2018, CVPR, arXiv:1712.05877.</para>
/// </remarks>
/// <param name="Step">Distance of two levels.</param>
/// <param name="Qn">Lowest level, an integer: -2^(b-1) for b signed bits.</param>
/// <param name="Qp">Highest level, an integer: 2^(b-1) - 1 for b signed bits.</param>
[Loss("fake_quant_ste", "Fake quantisation (STE)", "伪量化（直通估计）",
    Family = LossFamily.Quantization, LowerBound = double.NegativeInfinity, StopsGradient = true,
    Formula = "s clip(round(x / s), qn, qp);  gradient 1 inside, 0 outside;  s = step",
    ChineseFormula = "s clip(round(x / s), qn, qp);  s = step；梯度在范围内取 1，在范围外取 0",
    Latex = @"\mathrm{step} \, \min\left(\max\left(\left\lfloor \frac{x}{\mathrm{step}} \right\rceil, \mathrm{qn}\right), \mathrm{qp}\right)",
    Kinks = "outside [qn, qp]: slope 0", ChineseKinks = "[qn, qp] 之外：斜率取 0",
    Aliases = ["fake_quantize_per_tensor_affine", "FakeQuantize"])]
[English("Rounds to a grid and lets gradients pass.",
    Use = "a model is to be run in few bits, and its step is known: weights learn under the rounding.",
    Avoid = "the step is to be learned too (lsq), or the estimator's bias shows (dsq).")]
[Chinese("取整到网格上，梯度直接通过。",
    Use = "模型将以低位宽运行，且步长已知时：权重在取整的条件下学习。",
    Avoid = "步长也要学习时（用 lsq），或直通估计的偏差明显时（用 dsq）。",
    Limits = "级数足够且 s 趋于 0 时为 x 本身。")]
public readonly record struct FakeQuantization(
    [Positive, Chinese("相邻量化值的间距。")] double Step,
    [Chinese("最低量化级，为整数：b 位有符号数取 -2^(b-1)。")] int Qn,
    [Chinese("最高量化级，为整数：b 位有符号数取 2^(b-1) - 1。")] int Qp) : ITensorLoss, IParameterRule
{
    public FakeQuantization()
        : this(0.25, -4, 3)
    {
    }

    /// <inheritdoc/>
    public string? BrokenRule => Qn < Qp ? null : $"parameter 'qn' is {Qn} and 'qp' {Qp}; qn must be below qp: at least two levels (8 bits with sign: -128 and 127).";

    /// <summary>One term for each element: its rounded value.</summary>
    public LossTerms Of([Axes("...")] Tensor x)
    {
        var (levels, inside) = QuantizationGrid.Quantize(x / Tensor.Scalar(Step, x.Type), Qn, Qp);
        return (Step * levels) + QuantizationGrid.StraightThrough(x).If(inside);
    }
}
