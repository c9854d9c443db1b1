namespace Minima.Tensors.Losses;

/// <summary>Each weight chooses between the level below and the level above; this drives undecided weights to one of them.</summary>
/// <remarks>
/// <para>Formula: lambda sum (1 - |2 h - 1|^beta), h = clip(1.2 sigmoid(V) - 0.1, 0, 1), V the rounding variables.</para>
/// <para>Domain: V real; beta &gt; 0; lambda &gt;= 0. Range: [0, lambda n].</para>
/// <para>Shapes: rounding any; one number, a sum over all of it. It is differentiated.</para>
/// <para>Kinks: where h is clipped: derivative 0.</para>
/// <para>Convention: stretch zeta = 1.1 and gamma = -0.1; beta falls from 20 to 2 over the optimisation, after a warm-up without this term.</para>
/// <para>Numerics: 2 h - 1 is clip(1.2 tanh(V / 2), -1, 1), which cancels nowhere.</para>
/// <para>Source: Nagel et al. 2020, ICML, arXiv:2004.10568.</para>
/// </remarks>
/// <param name="Beta">Exponent: large acts on nearly decided weights alone and leaves the others free; it falls from 20 to 2 over the optimisation.</param>
/// <param name="Lambda">Weight of the term beside the error of the layer's output; 0.01 is usual.</param>
[Loss("adaround", "AdaRound rounding loss", "AdaRound 取整正则",
    Family = LossFamily.Quantization,
    Formula = "lambda sum (1 - |2 h - 1|^beta);  h = clip(1.2 sigmoid(V) - 0.1, 0, 1)",
    Latex = @"\lambda \sum_{i} \left(1 - \left|2 h_{i} - 1\right|^{\beta}\right), \quad h_{i} = \min\left(\max\left(1.2 \, \sigma(V_{i}) - 0.1, 0\right), 1\right), \quad V = \mathrm{rounding}",
    Kinks = "where h is clipped: slope 0", ChineseKinks = "h 被截断处：斜率取 0",
    Aliases = ["AdaRound", "AIMET", "BRECQ"])]
[English("Drives each weight's choice between rounding down and up to a decision.",
    Use = "a trained model is rounded by a few batches without labels: added to the mse of the layer's output.",
    Avoid = "the whole model is trained under rounding anyway (lsq).",
    Letters = "i: an index of the weights")]
[Chinese("促使每个权重在向下与向上取整之间作出决定。",
    Use = "用少量无标签批次为训练好的模型取整时：与该层输出的 mse 相加。",
    Avoid = "整个模型本来就在量化下训练时（用 lsq）。",
    Letters = "i：权重的下标")]
public readonly record struct AdaptiveRounding(
    [Positive, Chinese("指数：较大时只作用于接近确定的权重，其余权重可自由变化；优化过程中由 20 降到 2。")] double Beta,
    [NonNegative, Chinese("该项相对于层输出误差的权重，常用 0.01。")] double Lambda) : ITensorLoss
{
    public AdaptiveRounding()
        : this(2, 0.01)
    {
    }

    /// <summary>The factor that stretches the variables, so that h reaches 0 and 1.</summary>
    internal const double Stretch = 1.2;

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("...")] Tensor rounding)
    {
        var decided = (Stretch * (rounding / 2).Tanh()).Clamp(-1, 1);
        return LossTerms.Scalar(Lambda * (1 - decided.Abs().Pow(Beta)).Sum());
    }
}
