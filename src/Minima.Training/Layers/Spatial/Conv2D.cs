using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>
/// A convolution of images: y[b, o, i, j] = bias[o] + the sum over c, k, l of weight[o, c, k, l] x[b, c, i stride + k - padding, j stride + l - padding], with
/// zeros outside. x is [batch, inputs, height, width], y [batch, outputs, height', width'] with height' = (height + 2 padding - kernel) / stride + 1, rounded down.
/// </summary>
/// <remarks>Source: LeCun et al. 1989, "Backpropagation applied to handwritten zip code recognition", Neural Computation 1.</remarks>
[Layer(
    "conv2d",
    Summary = "Slides learned windows over an image.",
    ChineseSummary = "在图像上滑动学得的窗口。",
    Formula = "y[o, i, j] = b[o] + sum over c, k, l of w[o, c, k, l] x[c, i stride + k, j stride + l]",
    Source = "LeCun et al. 1998, Gradient-based learning applied to document recognition, Proceedings of the IEEE 86(11), 2278-2324",
    Elsewhere = ["torch.nn.Conv2d", "keras.layers.Conv2D", "flax.linen.Conv"])]
public sealed class Conv2D : Module
{
    private readonly Parameter _weight;
    private readonly Parameter? _bias;

    /// <param name="inputs">Channels of the input.</param>
    /// <param name="outputs">Channels of the output.</param>
    /// <param name="kernel">The size of the window: 3 is 3x3.</param>
    /// <param name="random">Draws the initial weights.</param>
    /// <param name="stride">The step between windows; 1 by default.</param>
    /// <param name="padding">Zeros around the input: a number, Padding.Same or Padding.Valid (none), which is the default.</param>
    /// <param name="hasBias">True to add a bias, which starts at 0.</param>
    /// <param name="initializer">Draws the initial weights; by default He et al. (2015), uniform.</param>
    /// <param name="type">Float or double.</param>
    /// <exception cref="TrainingException">A size below 1, a negative padding, or Padding.Same with a kernel of even length.</exception>
    public Conv2D(
        [Option(OptionKind.Count, "how many channels it takes", "接受多少个通道")] int inputs,
        [Option(OptionKind.Count, "how many channels it gives", "给出多少个通道")] int outputs,
        [Option(OptionKind.Count, "the window: one length, or height and width", "窗口：一个长度，或高与宽")] Extent kernel,
        RandomState random,
        [Option(OptionKind.Count, "how far a window moves: one length, or height and width; 1 unless given", "窗口移动多远：一个长度，或高与宽；未给出时为 1", IsOptional = true)] Extent? stride = null,
        [Option(OptionKind.CountOrZero, "zeros around the image, same or valid; 0 unless given", "图像四周补的 0，或 same、valid；未给出时为 0", IsOptional = true)] Padding padding = default,
        [Option(OptionKind.Flag, "whether a bias is added", "是否加偏置")] bool hasBias = true,
        Initializer? initializer = null,
        ElementType type = ElementType.Single)
    {
        Sizes.Positive(nameof(Conv2D), nameof(inputs), inputs);
        Sizes.Positive(nameof(Conv2D), nameof(outputs), outputs);
        Inputs = inputs;
        Outputs = outputs;
        Kernel = Sizes.Positive(nameof(Conv2D), nameof(kernel), kernel);
        Stride = Sizes.Positive(nameof(Conv2D), nameof(stride), stride ?? 1);
        Padding = Sizes.NotNegative(nameof(Conv2D), nameof(padding), padding.Of(nameof(Conv2D), kernel));
        var taps = kernel.Height * kernel.Width;
        _weight = Add("weight", (initializer ?? Initializer.HeUniform).Make([outputs, inputs, kernel.Height, kernel.Width], inputs * taps, outputs * taps, random, type));
        if (hasBias) _bias = Add("bias", Tensor.Zeros([outputs], type));
    }

    /// <summary>Channels of the input.</summary>
    public int Inputs { get; }

    /// <summary>Channels of the output.</summary>
    public int Outputs { get; }

    /// <summary>The size of the window.</summary>
    public Extent Kernel { get; }

    /// <summary>The step between windows.</summary>
    public Extent Stride { get; }

    /// <summary>Zeros on each side of the input.</summary>
    public Extent Padding { get; }

    /// <summary>The weights.</summary>
    internal Parameter Weight => _weight;

    /// <summary>The bias; null if there is none.</summary>
    internal Parameter? Bias => _bias;

    /// <inheritdoc/>
    public override string ToString() => $"Conv2D({Inputs} -> {Outputs}, {Kernel}, stride {Stride.Short}, padding {Padding.Short})";

    internal static Conv2D Build(LayerDescription one)
    {
        var (inputs, outputs, kernel) = (one.Size("inputs"), one.Size("outputs"), one.Extent("kernel", 1));
        one.Announce((double)inputs * outputs * kernel.Height * kernel.Width);
        return new Conv2D(inputs, outputs, kernel, one.Random, one.Extent("stride", 1, 1), one.Padding("padding"), one.Flag("bias", true), type: one.Type);
    }

    /// <inheritdoc/>
    protected override JsonObject Description() => new() { ["kind"] = "conv2d", ["inputs"] = Inputs, ["outputs"] = Outputs, ["kernel"] = Kernel.ToJson(), ["stride"] = Stride.ToJson(), ["padding"] = Padding.ToJson(), ["bias"] = _bias is not null, ["type"] = Sizes.Name(_weight.Value.Type) };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        var weight = _weight.Value;
        if (input.Rank != 4 || input.Shape[1] != Inputs || input.Type != weight.Type) throw Misfit(input, $"its weight has the shape {weight.Shape} ({weight.Type}), so it takes [batch, {Inputs}, height, width].");
        if (!Sizes.Fits(input.Shape[2], input.Shape[3], Kernel, Padding)) throw Misfit(input, $"with {Padding.Short} zeros around it, it must be at least as large as the kernel of {Kernel}.");
        return ConvolutionOperation.Apply(input, weight, _bias?.Value ?? default, Stride, Padding);
    }
}
