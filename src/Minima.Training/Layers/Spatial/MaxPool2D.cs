using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>The largest element of each window; NaN if the window contains one. x is [batch, channels, height, width].</summary>
/// <remarks>Kink if several elements are largest: the gradient goes to the first, in row-major order.</remarks>
[Layer(
    "max_pool2d",
    Summary = "The largest element of each window.",
    ChineseSummary = "每个窗口的最大元素。",
    Formula = "y = max of x over the window",
    Elsewhere = ["torch.nn.MaxPool2d", "keras.layers.MaxPooling2D"])]
public sealed class MaxPool2D : Pool2D
{
    /// <param name="window">The size of a window: 2 is 2x2.</param>
    /// <param name="stride">The step between windows; by default the window size, so that windows do not overlap.</param>
    /// <param name="padding">Positions around the input without a value; at most half of the window.</param>
    /// <exception cref="TrainingException">A size below 1, or a padding below 0 or beyond half of the window.</exception>
    public MaxPool2D(
        [Option(OptionKind.Count, "the window: one length, or height and width", "窗口：一个长度，或高与宽")] Extent window,
        [Option(OptionKind.Count, "how far a window moves; the window unless given", "窗口移动多远；未给出时为窗口本身", IsOptional = true)] Extent? stride = null,
        [Option(OptionKind.CountOrZero, "zeros around; 0 unless given", "四周补的 0；未给出时为 0", IsOptional = true)] Extent? padding = null)
        : base(window, stride, padding)
    {
    }

    internal static MaxPool2D Build(LayerDescription one)
    {
        var window = one.Extent("window", 1);
        return new MaxPool2D(window, one.Extent("stride", 1, window), one.Extent("padding", 0, 0));
    }

    /// <inheritdoc/>
    protected override JsonObject Description() => new() { ["kind"] = "max_pool2d", ["window"] = Window.ToJson(), ["stride"] = Stride.ToJson(), ["padding"] = Padding.ToJson() };

    private protected override Tensor Pool(Tensor images, PoolingWindows windows) => PoolingOperation.Maximum(images, windows);
}
