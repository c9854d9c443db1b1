using Minima.Reals.Primitives;

namespace Minima.Tensors.Losses;

/// <summary>A wave with its valleys on the levels of a grid: draws numbers to them smoothly.</summary>
/// <remarks>
/// <para>Formula: lambda sum sin(pi x / s)^2.</para>
/// <para>Domain: x real; step s &gt; 0; lambda &gt;= 0. Range: [0, lambda n].</para>
/// <para>Shapes: any; one number, a sum over all of it. x is differentiated.</para>
/// <para>Convention: levels at whole multiples of s; for levels halfway between them give x - s / 2.</para>
/// <para>Numerics: the sine of pi times a number, exact on the levels and halfway between them.</para>
/// <para>Source: Elthakeb et al. 2019, arXiv:1905.01416.</para>
/// </remarks>
/// <param name="Step">Distance of two levels: 2^-b for b bits after the binary point.</param>
/// <param name="Lambda">Weight of the regulariser.</param>
[Loss("sinreq", "SinReQ", "正弦量化正则（SinReQ）",
    Family = LossFamily.Quantization,
    Formula = "lambda sum sin(pi x / s)^2;  s = step",
    Latex = @"\lambda \sum_{i} \sin^{2}\left(\frac{\pi x_{i}}{s}\right), \quad s = \mathrm{step}",
    Aliases = ["SinReQ", "WaveQ"])]
[English("A periodic penalty that is 0 on the levels of a grid.",
    Use = "weights are to settle on levels, and a penalty without corners suits the optimiser.",
    Avoid = "the step is small beside the weights' moves: gradients turn round at every level (round_to_nearest late in training).",
    Letters = "i: an index of the elements")]
[Chinese("在网格各级上为 0 的周期性惩罚。",
    Use = "希望权重落在量化级上，且优化器需要无折点的惩罚时。",
    Avoid = "步长远小于权重的变动时：梯度在每一级都会反向（训练后期用 round_to_nearest）。",
    Letters = "i：元素的下标")]
public readonly record struct SinusoidalRegularization(
    [Positive, Chinese("相邻量化值的间距：小数部分 b 位时为 2^-b。")] double Step,
    [NonNegative, Chinese("正则项的权重。")] double Lambda) : ITensorLoss
{
    public SinusoidalRegularization()
        : this(0.25, 1)
    {
    }

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("...")] Tensor x) => LossTerms.Scalar(Lambda * (x / Tensor.Scalar(Step, x.Type)).Apply<SinPi>().Square().Sum());
}
