using System.Text.Json.Nodes;

namespace Minima.Training.Quantization;

/// <summary>A linear layer that computes with rounded inputs and rounded weights, and keeps float weights for training.</summary>
/// <remarks>
/// <para>Formula: y = (X W + c) s_x s_w, X and W the levels of input and weights, c = round(b / (s_x s_w)): sums of whole numbers, which <see cref="IntegerNetwork"/> repeats exactly.</para>
/// <para>Source: Jacob et al. 2018, CVPR, arXiv:1712.05877.</para>
/// </remarks>
[Layer(
    "quantized_linear",
    Summary = "A linear layer that computes with rounded inputs and rounded weights.",
    ChineseSummary = "以舍入后的输入与权重计算的线性层。",
    Formula = "y = round(x) round(W) + b",
    Elsewhere = ["torch.ao.nn.qat.Linear"])]
public sealed class QuantizedLinear : Module
{
    /// <summary>Creates a quantised layer.</summary>
    /// <param name="inner">The float layer; it becomes part of this one.</param>
    /// <param name="input">Quantises the input.</param>
    /// <param name="weight">Quantises the weights.</param>
    public QuantizedLinear(Linear inner, FakeQuantizer input, FakeQuantizer weight)
    {
        Inner = Add("inner", inner);
        Input = Add("input", input);
        Weight = Add("weight", weight);
    }

    /// <summary>The float layer.</summary>
    public Linear Inner { get; }

    /// <summary>Quantises the input.</summary>
    public FakeQuantizer Input { get; }

    /// <summary>Quantises the weights.</summary>
    public FakeQuantizer Weight { get; }

    /// <inheritdoc/>
    public override string ToString() => $"QuantizedLinear({Inner.Inputs} -> {Inner.Outputs}, {Input.Format} x {Weight.Format})";

    internal static QuantizedLinear Build(LayerDescription one) => new(QuantizedParts.Read<Linear>(one, "inner"), QuantizedParts.Read<FakeQuantizer>(one, "input"), QuantizedParts.Read<FakeQuantizer>(one, "weight"));

    /// <inheritdoc/>
    protected override JsonObject Description() => new() { ["kind"] = "quantized_linear", ["inner"] = Inner.Describe(), ["input"] = Input.Describe(), ["weight"] = Weight.Describe() };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        if (input.Rank < 2 || input.Shape[^1] != Inner.Inputs) throw Misfit(input, $"the last axis must have the length {Inner.Inputs}, after at least one axis of rows.");
        return LevelSums.Of(Input, Weight, input, Inner.Weight, Inner.Bias, Inner.Inputs, LinearOperation.Apply);
    }
}
