using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>
/// A convolution of sequences: y[b, o, i] = bias[o] + the sum over c, k of weight[o, c, k] x[b, c, i stride + k - padding], with zeros outside.
/// x is [batch, inputs, length], y [batch, outputs, length'] with length' = (length + 2 padding - kernel) / stride + 1, rounded down.
/// </summary>
[Layer(
    "conv1d",
    Summary = "Slides learned windows over a sequence.",
    ChineseSummary = "在序列上滑动学得的窗口。",
    Formula = "y[o, t] = b[o] + sum over c, k of w[o, c, k] x[c, t stride + k]",
    Elsewhere = ["torch.nn.Conv1d", "keras.layers.Conv1D", "flax.linen.Conv"])]
public sealed class Conv1D : Module
{
    private readonly Parameter _weight;
    private readonly Parameter? _bias;

    /// <param name="inputs">Channels of the input.</param>
    /// <param name="outputs">Channels of the output.</param>
    /// <param name="kernel">The length of the window.</param>
    /// <param name="random">Draws the initial weights.</param>
    /// <param name="stride">The step between windows.</param>
    /// <param name="padding">Zeros on both sides of the input: a number, Padding.Same or Padding.Valid (none), which is the default.</param>
    /// <param name="hasBias">True to add a bias, which starts at 0.</param>
    /// <param name="initializer">Draws the initial weights; by default He et al. (2015), uniform.</param>
    /// <param name="type">Float or double.</param>
    /// <exception cref="TrainingException">A size below 1, a negative padding, or Padding.Same with a kernel of even length.</exception>
    public Conv1D(
        [Option(OptionKind.Count, "how many channels it takes", "接受多少个通道")] int inputs,
        [Option(OptionKind.Count, "how many channels it gives", "给出多少个通道")] int outputs,
        [Option(OptionKind.Count, "the length of a window", "窗口的长度")] int kernel,
        RandomState random,
        [Option(OptionKind.Count, "how far a window moves", "窗口移动多远")] int stride = 1,
        [Option(OptionKind.CountOrZero, "zeros at both ends; 0 unless given", "两端补多少个 0；未给出时为 0", IsOptional = true)] Padding padding = default,
        [Option(OptionKind.Flag, "whether a bias is added", "是否加偏置")] bool hasBias = true,
        Initializer? initializer = null,
        ElementType type = ElementType.Single)
    {
        Sizes.Positive(nameof(Conv1D), nameof(inputs), inputs);
        Sizes.Positive(nameof(Conv1D), nameof(outputs), outputs);
        Sizes.Positive(nameof(Conv1D), nameof(kernel), kernel);
        Sizes.Positive(nameof(Conv1D), nameof(stride), stride);
        Inputs = inputs;
        Outputs = outputs;
        Kernel = kernel;
        Stride = stride;
        Padding = Sizes.NotNegative(nameof(Conv1D), nameof(padding), padding.Of(nameof(Conv1D), new Extent(1, kernel))).Width;
        _weight = Add("weight", (initializer ?? Initializer.HeUniform).Make([outputs, inputs, kernel], inputs * kernel, outputs * kernel, random, type));
        if (hasBias) _bias = Add("bias", Tensor.Zeros([outputs], type));
    }

    /// <summary>Channels of the input.</summary>
    public int Inputs { get; }

    /// <summary>Channels of the output.</summary>
    public int Outputs { get; }

    /// <summary>The length of the window.</summary>
    public int Kernel { get; }

    /// <summary>The step between windows.</summary>
    public int Stride { get; }

    /// <summary>Zeros on each side of the input.</summary>
    public int Padding { get; }

    /// <inheritdoc/>
    public override string ToString() => $"Conv1D({Inputs} -> {Outputs}, {Kernel}, stride {Stride}, padding {Padding})";

    internal static Conv1D Build(LayerDescription one)
    {
        var (inputs, outputs, kernel) = (one.Size("inputs"), one.Size("outputs"), one.Size("kernel"));
        one.Announce((double)inputs * outputs * kernel);
        return new Conv1D(inputs, outputs, kernel, one.Random, one.Size("stride", 1), one.Padding("padding"), one.Flag("bias", true), type: one.Type);
    }

    /// <inheritdoc/>
    protected override JsonObject Description() => new() { ["kind"] = "conv1d", ["inputs"] = Inputs, ["outputs"] = Outputs, ["kernel"] = Kernel, ["stride"] = Stride, ["padding"] = Padding, ["bias"] = _bias is not null, ["type"] = Sizes.Name(_weight.Value.Type) };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        var weight = _weight.Value;
        if (input.Rank != 3 || input.Shape[1] != Inputs || input.Type != weight.Type) throw Misfit(input, $"its weight has the shape {weight.Shape} ({weight.Type}), so it takes [batch, {Inputs}, length].");
        if (!Sizes.Fits(1, input.Shape[2], new Extent(1, Kernel), new Extent(0, Padding))) throw Misfit(input, $"with {Padding} zeros on each side, it must be at least as long as the kernel of {Kernel}.");

        // As an image of height 1.
        var image = input.Reshape([input.Shape[0], Inputs, 1, input.Shape[2]]);
        var kernel = weight.Reshape([Outputs, Inputs, 1, Kernel]);
        var result = ConvolutionOperation.Apply(image, kernel, _bias?.Value ?? default, new Extent(1, Stride), new Extent(0, Padding));
        return result.Reshape([result.Shape[0], Outputs, result.Shape[3]]);
    }
}
