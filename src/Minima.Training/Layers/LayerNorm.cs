using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>
/// Normalises each row of the last axis to mean 0 and variance 1, then scales and shifts it: y = (x - mean) / sqrt(variance + epsilon) weight + bias,
/// with the variance over the length (divisor n). x is [.., width].
/// </summary>
/// <remarks>Source: Ba, Kiros and Hinton 2016, "Layer normalization", arXiv:1607.06450.</remarks>
[Layer(
    "layer_norm",
    Summary = "Every row gets mean 0 and variance 1, then a learned scale and shift.",
    ChineseSummary = "每行归一为均值 0、方差 1，再乘以学得的尺度并加上平移。",
    Formula = "y = (x - mean) / sqrt(variance + epsilon) weight + bias",
    Source = "Ba, Kiros and Hinton 2016, Layer normalization, arXiv:1607.06450",
    Elsewhere = ["torch.nn.LayerNorm", "keras.layers.LayerNormalization", "flax.linen.LayerNorm"])]
public sealed class LayerNorm : Module
{
    private readonly Parameter _weight;
    private readonly Parameter _bias;

    /// <param name="width">The length of the last axis.</param>
    /// <param name="epsilon">Added to the variance; above 0.</param>
    /// <param name="type">Float or double.</param>
    /// <exception cref="TrainingException">A width below 1, or an epsilon that is not above 0.</exception>
    public LayerNorm(
        [Option(OptionKind.Count, "the length of the last axis", "最后一轴的长度")] int width,
        [Option(OptionKind.Positive, "what is added to the variance", "加到方差上的数")] double epsilon = 1e-5,
        ElementType type = ElementType.Single)
    {
        Sizes.Positive(nameof(LayerNorm), nameof(width), width);
        Width = width;
        Epsilon = Sizes.Positive(nameof(LayerNorm), nameof(epsilon), epsilon);
        _weight = Add("weight", Tensor.Ones([width], type));
        _bias = Add("bias", Tensor.Zeros([width], type));
    }

    /// <summary>The length of the last axis.</summary>
    public int Width { get; }

    /// <summary>Added to the variance.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override string ToString() => $"LayerNorm({Width})";

    internal static LayerNorm Build(LayerDescription one)
    {
        var width = one.Size("width");
        one.Announce(width);
        return new LayerNorm(width, one.Number("epsilon", 1e-5), one.Type);
    }

    /// <inheritdoc/>
    protected override JsonObject Description() => new() { ["kind"] = "layer_norm", ["width"] = Width, ["epsilon"] = Epsilon, ["type"] = Sizes.Name(_weight.Value.Type) };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        var weight = _weight.Value;
        if (input.Rank < 1 || input.Shape[^1] != Width || input.Type != weight.Type) throw Misfit(input, $"its weight has the shape {weight.Shape} ({weight.Type}), so the last axis must have the length {Width}.");
        return LayerNormOperation.Apply(input, weight, _bias.Value, Epsilon);
    }
}
