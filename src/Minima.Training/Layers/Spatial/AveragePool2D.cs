using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>The mean of each window. x is [batch, channels, height, width].</summary>
/// <remarks>Linear.</remarks>
[Layer("average_pool2d")]
public sealed class AveragePool2D : Pool2D
{
    /// <param name="window">The size of a window: 2 is 2x2.</param>
    /// <param name="stride">Steps between windows; the window itself unless said otherwise, so that they do not overlap.</param>
    /// <param name="padding">Zeros around the input, which count; at most half of the window.</param>
    /// <exception cref="TrainingException">A size below 1, or a padding below 0 or beyond half of the window.</exception>
    public AveragePool2D(Extent window, Extent? stride = null, Extent? padding = null)
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
