using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>The largest element of each window; NaN if the window contains one. x is [batch, channels, length].</summary>
/// <remarks>Kink if several elements are largest: the gradient goes to the first.</remarks>
[Layer(
    "max_pool1d",
    Summary = "The largest element of each window.",
    ChineseSummary = "每个窗口的最大元素。",
    Formula = "y = max of x over the window",
    Elsewhere = ["torch.nn.MaxPool1d", "keras.layers.MaxPooling1D"])]
public sealed class MaxPool1D : Pool1D
{
    /// <param name="window">The length of a window.</param>
    /// <param name="stride">The step between windows; by default the window length, so that windows do not overlap.</param>
    /// <param name="padding">Positions around the input without a value; at most half of the window.</param>
    /// <exception cref="TrainingException">A size below 1, or a padding below 0 or beyond half of the window.</exception>
    public MaxPool1D(
        [Option(OptionKind.Count, "the length of a window", "窗口的长度")] int window,
        [Option(OptionKind.Count, "how far a window moves; the window unless given", "窗口移动多远；未给出时为窗口本身", IsOptional = true)] int? stride = null,
        [Option(OptionKind.CountOrZero, "zeros around; 0 unless given", "四周补的 0；未给出时为 0", IsOptional = true)] int? padding = null)
        : base(window, stride, padding)
    {
    }

    internal static MaxPool1D Build(LayerDescription one)
    {
        var window = one.Size("window");
        return new MaxPool1D(window, one.Size("stride", window), one.Count("padding"));
    }

    /// <inheritdoc/>
    protected override JsonObject Description() => new() { ["kind"] = "max_pool1d", ["window"] = Window, ["stride"] = Stride, ["padding"] = Padding };

    private protected override Tensor Pool(Tensor images, PoolingWindows windows) => PoolingOperation.Maximum(images, windows);
}
