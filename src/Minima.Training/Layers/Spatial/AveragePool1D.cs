using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>The mean of each window. x is [batch, channels, length].</summary>
/// <remarks>Linear.</remarks>
[Layer(
    "average_pool1d",
    Summary = "The mean of each window.",
    ChineseSummary = "每个窗口的均值。",
    Formula = "y = mean of x over the window",
    Elsewhere = ["torch.nn.AvgPool1d", "keras.layers.AveragePooling1D"])]
public sealed class AveragePool1D : Pool1D
{
    /// <param name="window">The length of a window.</param>
    /// <param name="stride">The step between windows; by default the window length, so that windows do not overlap.</param>
    /// <param name="padding">Zeros around the input, which count in the mean; at most half of the window.</param>
    /// <exception cref="TrainingException">A size below 1, or a padding below 0 or beyond half of the window.</exception>
    public AveragePool1D(
        [Option(OptionKind.Count, "the length of a window", "窗口的长度")] int window,
        [Option(OptionKind.Count, "how far a window moves; the window unless given", "窗口移动多远；未给出时为窗口本身", IsOptional = true)] int? stride = null,
        [Option(OptionKind.CountOrZero, "zeros around; 0 unless given", "四周补的 0；未给出时为 0", IsOptional = true)] int? padding = null)
        : base(window, stride, padding)
    {
    }

    internal static AveragePool1D Build(LayerDescription one)
    {
        var window = one.Size("window");
        return new AveragePool1D(window, one.Size("stride", window), one.Count("padding"));
    }

    /// <inheritdoc/>
    protected override JsonObject Description() => new() { ["kind"] = "average_pool1d", ["window"] = Window, ["stride"] = Stride, ["padding"] = Padding };

    private protected override Tensor Pool(Tensor images, PoolingWindows windows) => PoolingOperation.Mean(images, windows);
}
