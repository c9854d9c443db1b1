namespace Minima.Tensors.Losses;

/// <summary>The mean of the losses that a mask lets count.</summary>
/// <remarks>
/// <para>Formula: sum m l / max(sum m, 1).</para>
/// <para>Domain: losses real, also NaN or infinite where the mask is 0; mask from 0 to 1.</para>
/// <para>Shapes: losses and mask of one shape; one number. The losses are differentiated. Nothing counts: 0.</para>
/// <para>Convention: optax where=. MONAI's MaskedLoss masks the inputs of a loss instead, and divides by all.</para>
/// <para>Source: library convention.</para>
/// </remarks>
[Loss("masked_mean", "Masked reduction wrapper", "掩码归约",
    Family = LossFamily.Weighting, LowerBound = double.NegativeInfinity,
    Latex = @"\frac{\sum_{i} m_{i} \ell_{i}}{\max\left(\sum_{i} m_{i}, 1\right)}",
    Aliases = ["masked_reduction"])]
[English("Averages what counts and leaves no trace of the rest.",
    Use = "losses come from elsewhere, padded or with holes.",
    Avoid = "the loss is one of the catalogue that takes a mask or weights itself: its mean knows more.",
    Letters = "m: mask; i: an index of the elements")]
[Chinese("只对有效的部分求平均，其余不留痕迹。",
    Use = "损失由别处给出，带有填充或缺失时。",
    Avoid = "所用损失在本目录中且本就接受掩码或权重时：其自身的均值更准确。",
    Letters = "m：mask；i：元素的下标")]
public readonly record struct MaskedMean : ITensorLoss
{
    /// <summary>One number.</summary>
    public LossTerms Of([Axes("...")] Tensor losses, [Axes("..."), Unit, Constant] Tensor mask) => LossTerms.Scalar((mask * losses).If(mask).Sum() / Math.Max(mask.To(ElementType.Double).Sum().Item(), 1));
}
