using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>
/// Attention, then two linear layers at every position, each after a layer normalisation and added to its input:
/// x + attention(norm(x)), then x + out(activation(hidden(norm(x)))). x and y are [batch, positions, width].
/// </summary>
/// <remarks>Dropout, if requested, acts on the terms that are added. Source: Vaswani et al. 2017, arXiv:1706.03762, normalising first as in Xiong et al. 2020, arXiv:2002.04745.</remarks>
[Layer(
    "transformer_block",
    Summary = "Attention, then two linear layers at every position, each behind a layer normalisation and added to what came in.",
    ChineseSummary = "先注意力，再在每个位置做两层线性变换；二者均先经层归一化，并加回输入。",
    Formula = "x + attention(norm(x)), then x + out(activation(hidden(norm(x))))",
    Source = "Vaswani et al. 2017, arXiv:1706.03762; Xiong et al. 2020, arXiv:2002.04745",
    Elsewhere = ["torch.nn.TransformerEncoderLayer"])]
public sealed class TransformerBlock : Module
{
    private readonly LayerNorm _attentionNorm;
    private readonly MultiHeadAttention _attention;
    private readonly LayerNorm _hiddenNorm;
    private readonly Linear _hidden;
    private readonly Linear _out;
    private readonly Dropout? _attentionDropout;
    private readonly Dropout? _hiddenDropout;

    /// <param name="width">The length of the last axis.</param>
    /// <param name="heads">The number of attention heads; a divisor of the width.</param>
    /// <param name="random">Draws the initial weights, and seeds dropout.</param>
    /// <param name="hidden">The number of units of the first linear layer; by default 4 times the width.</param>
    /// <param name="isCausal">True if positions attend only to themselves and those before them.</param>
    /// <param name="dropout">The probability that dropout sets an element of an added term to 0 while training.</param>
    /// <param name="activation">The activation between the linear layers; GELU by default.</param>
    /// <param name="type">Float or double.</param>
    /// <exception cref="TrainingException">A size below 1, a width that is not a multiple of the number of heads, or a dropout outside [0, 1).</exception>
    public TransformerBlock(
        [Option(OptionKind.Count, "the length of the last axis", "最后一轴的长度")] int width,
        [Option(OptionKind.Count, "how many ways of attention; a divisor of the width", "注意力的方式数；须整除宽度")] int heads,
        RandomState random,
        [Option(OptionKind.Count, "units of the first linear layer; 4 times the width unless given", "第一个线性层的单元数；未给出时为宽度的 4 倍", IsOptional = true)] int? hidden = null,
        [Option(OptionKind.Flag, "whether positions see only those before them and themselves", "各位置是否只能看到自身及其之前的位置")] bool isCausal = false,
        [Option(OptionKind.Fraction, "the share of what is added that becomes 0 while training", "训练时所加之量变为 0 的比例")] double dropout = 0,
        Activation? activation = null,
        ElementType type = ElementType.Single)
    {
        Sizes.Positive(nameof(TransformerBlock), nameof(width), width);
        Hidden = hidden ?? (4 * width);
        Sizes.Positive(nameof(TransformerBlock), nameof(hidden), Hidden);
        DropoutRate = dropout;
        _attentionNorm = Add("attention_norm", new LayerNorm(width, type: type));
        _attention = Add("attention", new MultiHeadAttention(width, heads, random, isCausal, type));
        _hiddenNorm = Add("hidden_norm", new LayerNorm(width, type: type));
        _hidden = Add("hidden", new Linear(width, Hidden, random, initializer: Initializer.GlorotUniform, type: type));
        Activation = Add("activation", activation ?? new Activation<Gelu>());
        _out = Add("out", new Linear(Hidden, width, random, initializer: Initializer.GlorotUniform, type: type));
        if (dropout == 0) return;
        _attentionDropout = Add("attention_dropout", new Dropout(dropout, random));
        _hiddenDropout = Add("hidden_dropout", new Dropout(dropout, random));
    }

    /// <summary>The length of the last axis.</summary>
    public int Width => _attention.Width;

    /// <summary>The number of attention heads.</summary>
    public int Heads => _attention.Heads;

    /// <summary>The number of units of the first linear layer.</summary>
    public int Hidden { get; }

    /// <summary>True if positions attend only to themselves and those before them.</summary>
    public bool IsCausal => _attention.IsCausal;

    /// <summary>The probability that dropout sets an element of an added term to 0 while training.</summary>
    public double DropoutRate { get; }

    /// <summary>The activation between the linear layers.</summary>
    public Activation Activation { get; }

    /// <inheritdoc/>
    public override string ToString() => $"TransformerBlock({Width}, {Heads} heads, {Hidden} hidden{(IsCausal ? ", causal" : string.Empty)})";

    internal static TransformerBlock Build(LayerDescription one)
    {
        var width = one.Size("width");
        var hidden = one.Size("hidden", 4 * width);
        one.Announce((4.0 * width * width) + (2.0 * width * hidden));
        var activation = one.LayerOrNone("activation") switch
        {
            null => null,
            Activation function => function,
            var other => throw one.Fault("activation", $"is {other}; it must be an activation"),
        };
        return new TransformerBlock(width, one.Size("heads"), one.Random, hidden, one.Flag("causal", false), one.Number("dropout", 0), activation, one.Type);
    }

    /// <inheritdoc/>
    protected override JsonObject Description() => new() { ["kind"] = "transformer_block", ["width"] = Width, ["heads"] = Heads, ["hidden"] = Hidden, ["causal"] = IsCausal, ["dropout"] = DropoutRate, ["activation"] = Activation.Describe(), ["type"] = Sizes.Name(_attention.Type) };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        if (input.Rank != 3 || input.Shape[2] != Width) throw Misfit(input, $"it takes [batch, positions, {Width}].");
        var seen = _attention.Forward(_attentionNorm.Forward(input));
        var middle = input + (_attentionDropout?.Forward(seen) ?? seen);
        var thought = _out.Forward(Activation.Forward(_hidden.Forward(_hiddenNorm.Forward(middle))));
        return middle + (_hiddenDropout?.Forward(thought) ?? thought);
    }
}
