namespace Minima.Training;

/// <summary>Pooling of sequences, one number for each window and channel: x is [batch, channels, length], y [batch, channels, length'] with length' = (length + 2 padding - window) / stride + 1, rounded down.</summary>
public abstract class Pool1D : Module
{
    private readonly PoolingWindows _windows;

    private protected Pool1D(int window, int? stride, int? padding) =>
        _windows = Sizes.Windows(GetType().Name, new Extent(1, window), new Extent(1, stride ?? window), new Extent(0, padding ?? 0));

    /// <summary>The length of a window.</summary>
    public int Window => _windows.Window.Width;

    /// <summary>The step between windows.</summary>
    public int Stride => _windows.Stride.Width;

    /// <summary>Padding positions on each side of the input.</summary>
    public int Padding => _windows.Padding.Width;

    /// <inheritdoc/>
    public override string ToString() => $"{Kind}({Window}, stride {Stride}, padding {Padding})";

    /// <inheritdoc/>
    protected sealed override Tensor Compute(Tensor input)
    {
        if (input.Rank != 3 || input.Type == ElementType.Int32) throw Misfit(input, "it takes [batch, channels, length] of float or double.");
        if (!Sizes.Fits(1, input.Shape[2], _windows.Window, _windows.Padding)) throw Misfit(input, $"with a padding of {Padding}, it must be at least as long as the window of {Window}.");

        // As an image of height 1.
        var result = Pool(input.Reshape([input.Shape[0], input.Shape[1], 1, input.Shape[2]]), _windows);
        return result.Reshape([input.Shape[0], input.Shape[1], result.Shape[3]]);
    }

    private protected abstract Tensor Pool(Tensor images, PoolingWindows windows);
}
