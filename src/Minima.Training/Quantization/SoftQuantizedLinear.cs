using System.Text.Json.Nodes;
using Minima.Tensors.Losses;

namespace Minima.Training.Quantization;

/// <summary>A linear layer with soft-quantised weights: the quantiser's steps are slightly smoothed, so that gradients are exact. Train with it, then round.</summary>
/// <remarks>
/// Formula: x dsq(W) + b, dsq the soft quantiser of the catalogue between the ends of a grid. Input [.., n]; output [.., m]. Source: Gong et al. 2019, ICCV, arXiv:1908.05033.
/// </remarks>
[Layer(
    "soft_quantized_linear",
    Summary = "A linear layer whose weights pass through a soft quantiser, so that gradients are true.",
    ChineseSummary = "权重经过软量化器的线性层，使梯度真实。")]
public sealed class SoftQuantizedLinear : Module
{
    private readonly DifferentiableSoftQuantization _soft;
    private readonly QuantizationFormat _format;
    private readonly double _step;
    private readonly double _alpha;

    /// <param name="inner">The layer with the weights, which stay float.</param>
    /// <param name="format">The grid.</param>
    /// <param name="step">The distance between two levels: above 0.</param>
    /// <param name="alpha">The distance from hard steps: between 0 and 1.</param>
    /// <exception cref="TrainingException">A step that is not above 0, or an alpha outside of (0, 1).</exception>
    public SoftQuantizedLinear(Linear inner, QuantizationFormat format, double step, double alpha = 0.2)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(format);
        if (!(step > 0 && double.IsFinite(step))) throw new TrainingException($"A soft quantiser was given the step {step}; it must be finite and above 0. StepSearch finds one.");
        if (!(alpha > 0 && alpha < 1)) throw new TrainingException($"A soft quantiser was given alpha {alpha}; it lies between 0 (hard steps) and 1 (a straight line), both excluded.");
        Inner = Add("inner", inner);
        (_format, _step, _alpha) = (format, step, alpha);
        _soft = new(step * format.Lowest, step * format.Highest, format.Highest - format.Lowest + 1, alpha);
    }

    /// <summary>The float layer.</summary>
    public Linear Inner { get; }

    /// <inheritdoc/>
    public override string ToString() => $"SoftQuantizedLinear({Inner.Inputs} -> {Inner.Outputs})";

    internal static SoftQuantizedLinear Build(LayerDescription one) =>
        new(QuantizedParts.Read<Linear>(one, "inner"), new QuantizationFormat(one.Size("bits"), one.Flag("signed", true)), one.Number("step", double.NaN), one.Number("alpha", 0.2));

    /// <inheritdoc/>
    protected override JsonObject Description() => new() { ["kind"] = "soft_quantized_linear", ["inner"] = Inner.Describe(), ["bits"] = _format.Bits, ["signed"] = _format.IsSigned, ["step"] = _step, ["alpha"] = _alpha };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        if (input.Rank < 2 || input.Shape[^1] != Inner.Inputs) throw Misfit(input, $"[.., {Inner.Inputs}] is expected.");
        var bias = Inner.Parameters.Count > 1 ? Inner.Parameters[1].Value : default;
        var product = input.MatMul(_soft.Apply(Inner.Parameters[0].Value, new LossArguments { Reduction = Minima.Reduction.None }));
        return bias.IsNone ? product : product + bias.BroadcastTo(product.Shape);
    }
}
