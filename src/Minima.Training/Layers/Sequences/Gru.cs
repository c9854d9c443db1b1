using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>
/// A gated recurrent unit over sequences: x is [batch, steps, inputs], y [batch, steps, size] holds the state after every step; the state before the first is 0.
/// r = sigmoid(W_ir x + b_ir + W_hr h + b_hr), z = sigmoid(W_iz x + b_iz + W_hz h + b_hz), n = tanh(W_in x + b_in + r (W_hn h + b_hn)), h' = (1 - z) n + z h.
/// </summary>
/// <remarks>
/// <para>The gates r, z, n are next to each other in the columns of the weights; these are the transposes of PyTorch's.</para>
/// <para>Source: Cho et al. 2014, "Learning phrase representations using RNN encoder-decoder", EMNLP, arXiv:1406.1078, with r applied after the product as in cuDNN and PyTorch.</para>
/// </remarks>
[Layer(
    "gru",
    Summary = "Reads a sequence step by step into a state that gates keep or renew.",
    ChineseSummary = "逐步读入序列，由门控制状态的保留与更新。",
    Formula = "h_t = (1 - z) n + z h_{t-1}",
    Source = "Cho et al. 2014, Learning phrase representations using RNN encoder-decoder, EMNLP, arXiv:1406.1078",
    Elsewhere = ["torch.nn.GRU", "keras.layers.GRU", "flax.linen.GRUCell"])]
public sealed class Gru : Module
{
    private readonly Parameter _inputWeight;
    private readonly Parameter _stateWeight;
    private readonly Parameter _inputBias;
    private readonly Parameter _stateBias;

    /// <param name="inputs">The length of the last axis of the input.</param>
    /// <param name="size">The length of the state.</param>
    /// <param name="random">Draws the initial weights: Glorot uniform for the input, orthogonal for each gate of the state. Biases start at 0.</param>
    /// <param name="type">Float or double.</param>
    /// <exception cref="TrainingException">A size below 1.</exception>
    public Gru(
        [Option(OptionKind.Count, "the length of the last axis of the input", "输入最后一轴的长度")] int inputs,
        [Option(OptionKind.Count, "the length of the state", "状态的长度")] int size,
        RandomState random,
        ElementType type = ElementType.Single)
    {
        Sizes.Positive(nameof(Gru), nameof(inputs), inputs);
        Sizes.Positive(nameof(Gru), nameof(size), size);
        Inputs = inputs;
        Size = size;
        _inputWeight = Add("input_weight", Initializer.GlorotUniform.Make([inputs, 3 * size], inputs, size, random, type));
        using (Autograd.NoGradient())
        {
            var gates = new Tensor[3];
            for (var i = 0; i < gates.Length; i++) gates[i] = Initializer.Orthogonal.Make([size, size], size, size, random, type);
            _stateWeight = Add("state_weight", Tensor.Concatenate(1, gates));
        }

        _inputBias = Add("input_bias", Tensor.Zeros([3 * size], type));
        _stateBias = Add("state_bias", Tensor.Zeros([3 * size], type));
    }

    /// <summary>The length of the last axis of the input.</summary>
    public int Inputs { get; }

    /// <summary>The length of the state.</summary>
    public int Size { get; }

    /// <inheritdoc/>
    public override string ToString() => $"Gru({Inputs} -> {Size})";

    internal static Gru Build(LayerDescription one)
    {
        var (inputs, size) = (one.Size("inputs"), one.Size("size"));
        one.Announce(3.0 * size * ((double)inputs + size));
        return new Gru(inputs, size, one.Random, one.Type);
    }

    /// <inheritdoc/>
    protected override JsonObject Description() => new() { ["kind"] = "gru", ["inputs"] = Inputs, ["size"] = Size, ["type"] = Sizes.Name(_inputWeight.Value.Type) };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        var weight = _inputWeight.Value;
        if (input.Rank != 3 || input.Shape[2] != Inputs || input.Type != weight.Type || input.Shape[1] == 0)
        {
            throw Misfit(input, $"its input weight has the shape {weight.Shape} ({weight.Type}), so it takes [batch, steps, {Inputs}] with at least one step.");
        }

        return GruOperation.Apply(LinearOperation.Apply(input, weight, _inputBias.Value), _stateWeight.Value, _stateBias.Value);
    }
}
