using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>The mean of each window. x is [batch, channels, height, width].</summary>
/// <remarks>Linear.</remarks>
[Layer(
    "average_pool2d",
    Summary = "The mean of each window.",
    ChineseSummary = "每个窗口的均值。",
    Formula = "y = mean of x over the window",
    Elsewhere = ["torch.nn.AvgPool2d", "keras.layers.AveragePooling2D"])]
public sealed class AveragePool2D : Pool2D
{
    /// <param name="window">The size of a window: 2 is 2x2.</param>
    /// <param name="stride">The step between windows; by default the window size, so that windows do not overlap.</param>
    /// <param name="padding">Zeros around the input, which count in the mean; at most half of the window.</param>
    /// <exception cref="TrainingException">A size below 1, or a padding below 0 or beyond half of the window.</exception>
    public AveragePool2D(
        [Option(OptionKind.Count, "the window: one length, or height and width", "窗口：一个长度，或高与宽")] Extent window,
        [Option(OptionKind.Count, "how far a window moves; the window unless given", "窗口移动多远；未给出时为窗口本身", IsOptional = true)] Extent? stride = null,
        [Option(OptionKind.CountOrZero, "zeros around; 0 unless given", "四周补的 0；未给出时为 0", IsOptional = true)] Extent? padding = null)
        : base(window, stride, padding)
    {
    }

    internal static AveragePool2D Build(LayerDescription one)
    {
        var window = one.Extent("window", 1);
        return new AveragePool2D(window, one.Extent("stride", 1, window), one.Extent("padding", 0, 0));
    }

    /// <inheritdoc/>
    protected override JsonObject Description() => new() { ["kind"] = "average_pool2d", ["window"] = Window.ToJson(), ["stride"] = Stride.ToJson(), ["padding"] = Padding.ToJson() };

    private protected override Tensor Pool(Tensor images, PoolingWindows windows) => PoolingOperation.Mean(images, windows);
}
