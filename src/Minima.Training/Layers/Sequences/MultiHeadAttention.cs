using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>
/// Every position attends to every other (causal: to itself and those before it), in several heads. With q, k, v = x W_qkv + b_qkv split into heads
/// of width / heads columns, each head is softmax(q k^T / sqrt(width / heads)) v; the concatenated heads go through a linear layer. x and y are
/// [batch, positions, width].
/// </summary>
/// <remarks>Source: Vaswani et al. 2017, "Attention is all you need", NIPS, arXiv:1706.03762.</remarks>
[Layer(
    "attention",
    Summary = "Every position looks at every other, in several ways at once.",
    ChineseSummary = "每个位置以多种方式同时注意其他所有位置。",
    Formula = "softmax(q k' / sqrt(width / heads)) v for each head",
    Source = "Vaswani et al. 2017, Attention is all you need, NIPS, arXiv:1706.03762",
    Elsewhere = ["torch.nn.MultiheadAttention", "keras.layers.MultiHeadAttention", "flax.linen.MultiHeadDotProductAttention"])]
public sealed class MultiHeadAttention : Module
{
    private readonly Linear _inputs;
    private readonly Linear _outputs;

    /// <param name="width">The length of the last axis.</param>
    /// <param name="heads">The number of heads; a divisor of the width.</param>
    /// <param name="random">Draws the initial weights, Glorot uniform.</param>
    /// <param name="isCausal">True if positions attend only to themselves and those before them.</param>
    /// <param name="type">Float or double.</param>
    /// <exception cref="TrainingException">A size below 1, or a width that is not a multiple of the number of heads.</exception>
    public MultiHeadAttention(
        [Option(OptionKind.Count, "the length of the last axis", "最后一轴的长度")] int width,
        [Option(OptionKind.Count, "how many ways; a divisor of the width", "多少种方式；须整除宽度")] int heads,
        RandomState random,
        [Option(OptionKind.Flag, "whether positions see only those before them and themselves", "各位置是否只能看到自身及其之前的位置")] bool isCausal = false,
        ElementType type = ElementType.Single)
    {
        Sizes.Positive(nameof(MultiHeadAttention), nameof(width), width);
        Sizes.Positive(nameof(MultiHeadAttention), nameof(heads), heads);
        if (width % heads != 0) throw new TrainingException($"MultiHeadAttention: a width of {width} is not divisible by {heads} heads. Choose a multiple of the heads.");
        Width = width;
        Heads = heads;
        IsCausal = isCausal;
        Type = type;
        _inputs = Add("qkv", new Linear(width, 3 * width, random, initializer: Initializer.GlorotUniform, type: type));
        _outputs = Add("out", new Linear(width, width, random, initializer: Initializer.GlorotUniform, type: type));
    }

    /// <summary>The length of the last axis.</summary>
    public int Width { get; }

    /// <summary>The number of heads.</summary>
    public int Heads { get; }

    /// <summary>True if positions attend only to themselves and those before them.</summary>
    public bool IsCausal { get; }

    /// <summary>The element type.</summary>
    public ElementType Type { get; }

    /// <inheritdoc/>
    public override string ToString() => $"MultiHeadAttention({Width}, {Heads} heads{(IsCausal ? ", causal" : string.Empty)})";

    internal static MultiHeadAttention Build(LayerDescription one)
    {
        var width = one.Size("width");
        one.Announce(4.0 * width * width);
        return new MultiHeadAttention(width, one.Size("heads"), one.Random, one.Flag("causal", false), one.Type);
    }

    /// <inheritdoc/>
    protected override JsonObject Description() => new() { ["kind"] = "attention", ["width"] = Width, ["heads"] = Heads, ["causal"] = IsCausal, ["type"] = Sizes.Name(Type) };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        if (input.Rank != 3 || input.Shape[2] != Width || input.Type != Type) throw Misfit(input, $"it takes [batch, positions, {Width}] ({Type}).");
        return _outputs.Forward(AttentionOperation.Apply(_inputs.Forward(input), Heads, IsCausal));
    }
}
