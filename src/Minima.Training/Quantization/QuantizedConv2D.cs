using System.Text.Json.Nodes;

namespace Minima.Training.Quantization;

/// <summary>A convolution that computes with rounded inputs and rounded weights, and keeps float weights for training.</summary>
/// <remarks>
/// <para>Formula: as <see cref="QuantizedLinear"/>, with sums under windows; the zeros around the input are the level 0.</para>
/// <para>Source: Jacob et al. 2018, CVPR, arXiv:1712.05877.</para>
/// </remarks>
[Layer(
    "quantized_conv2d",
    Summary = "A convolution that computes with rounded inputs and rounded weights.",
    ChineseSummary = "以舍入后的输入与权重计算的卷积。",
    Elsewhere = ["torch.ao.nn.qat.Conv2d"])]
public sealed class QuantizedConv2D : Module
{
    /// <summary>Creates a quantised layer.</summary>
    /// <param name="inner">The float layer; it becomes part of this one.</param>
    /// <param name="input">Quantises the input.</param>
    /// <param name="weight">Quantises the weights.</param>
    public QuantizedConv2D(Conv2D inner, FakeQuantizer input, FakeQuantizer weight)
    {
        Inner = Add("inner", inner);
        Input = Add("input", input);
        Weight = Add("weight", weight);
    }

    /// <summary>The float layer.</summary>
    public Conv2D Inner { get; }

    /// <summary>Quantises the input.</summary>
    public FakeQuantizer Input { get; }

    /// <summary>Quantises the weights.</summary>
    public FakeQuantizer Weight { get; }

    /// <inheritdoc/>
    public override string ToString() => $"QuantizedConv2D({Inner.Inputs} -> {Inner.Outputs}, {Inner.Kernel}, {Input.Format} x {Weight.Format})";

    internal static QuantizedConv2D Build(LayerDescription one) => new(QuantizedParts.Read<Conv2D>(one, "inner"), QuantizedParts.Read<FakeQuantizer>(one, "input"), QuantizedParts.Read<FakeQuantizer>(one, "weight"));

    /// <inheritdoc/>
    protected override JsonObject Description() => new() { ["kind"] = "quantized_conv2d", ["inner"] = Inner.Describe(), ["input"] = Input.Describe(), ["weight"] = Weight.Describe() };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        if (input.Rank != 4 || input.Shape[1] != Inner.Inputs) throw Misfit(input, $"it takes [batch, {Inner.Inputs}, height, width].");
        if (!Sizes.Fits(input.Shape[2], input.Shape[3], Inner.Kernel, Inner.Padding)) throw Misfit(input, $"with {Inner.Padding.Short} zeros around it, it must be at least as large as the kernel of {Inner.Kernel}.");
        return LevelSums.Of(Input, Weight, input, Inner.Weight, Inner.Bias, Inner.Inputs * Inner.Kernel.Height * Inner.Kernel.Width, (x, weight, bias) => ConvolutionOperation.Apply(x, weight, bias, Inner.Stride, Inner.Padding));
    }
}
