using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>
/// y = x W + b: every output is a weighted sum of all inputs. x is [.., inputs], y [.., outputs]; W is [inputs, outputs].
/// </summary>
[Layer(
    "linear",
    Summary = "Every output is a weighted sum of all inputs.",
    ChineseSummary = "每个输出是所有输入的加权和。",
    Formula = "y = x W + b",
    Elsewhere = ["torch.nn.Linear", "keras.layers.Dense", "flax.linen.Dense"])]
public sealed class Linear : Module
{
    private readonly Parameter _weight;
    private readonly Parameter? _bias;

    /// <param name="inputs">The length of the last axis of the input.</param>
    /// <param name="outputs">The length of the last axis of the output.</param>
    /// <param name="random">Draws the initial weights.</param>
    /// <param name="hasBias">True to add b.</param>
    /// <param name="initializer">Draws the initial W; by default He et al. (2015), uniform. b starts at 0.</param>
    /// <param name="type">Float or double.</param>
    /// <exception cref="TrainingException">A size below 1.</exception>
    public Linear(
        [Option(OptionKind.Count, "how many numbers it takes", "接受多少个数")] int inputs,
        [Option(OptionKind.Count, "how many numbers it gives", "给出多少个数")] int outputs,
        RandomState random,
        [Option(OptionKind.Flag, "whether a bias is added", "是否加偏置")] bool hasBias = true,
        Initializer? initializer = null,
        ElementType type = ElementType.Single)
    {
        Sizes.Positive(nameof(Linear), nameof(inputs), inputs);
        Sizes.Positive(nameof(Linear), nameof(outputs), outputs);
        Inputs = inputs;
        Outputs = outputs;
        _weight = Add("weight", (initializer ?? Initializer.HeUniform).Make([inputs, outputs], inputs, outputs, random, type));
        if (hasBias) _bias = Add("bias", Tensor.Zeros([outputs], type));
    }

    /// <summary>The length of the last axis of the input.</summary>
    public int Inputs { get; }

    /// <summary>The length of the last axis of the output.</summary>
    public int Outputs { get; }

    /// <summary>The weights.</summary>
    internal Parameter Weight => _weight;

    /// <summary>The bias b; null if there is none.</summary>
    internal Parameter? Bias => _bias;

    /// <inheritdoc/>
    public override string ToString() => $"Linear({Inputs} -> {Outputs})";

    internal static Linear Build(LayerDescription one)
    {
        var (inputs, outputs) = (one.Size("inputs"), one.Size("outputs"));
        one.Announce((double)inputs * outputs);
        return new Linear(inputs, outputs, one.Random, one.Flag("bias", true), type: one.Type);
    }

    /// <inheritdoc/>
    protected override JsonObject Description() => new() { ["kind"] = "linear", ["inputs"] = Inputs, ["outputs"] = Outputs, ["bias"] = _bias is not null, ["type"] = Sizes.Name(_weight.Value.Type) };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        if (input.Rank < 2 || input.Shape[^1] != Inputs || input.Type != _weight.Value.Type)
        {
            throw Misfit(input, $"its weight has the shape {_weight.Value.Shape} ({_weight.Value.Type}), so the last axis must have the length {Inputs}, after at least one axis of rows.");
        }

        return LinearOperation.Apply(input, _weight.Value, _bias?.Value ?? default);
    }
}
