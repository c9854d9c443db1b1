namespace Minima.Training;

/// <summary>Pooling of images, one number for each window and channel: x is [batch, channels, height, width], y [batch, channels, height', width'] with height' = (height + 2 padding - window) / stride + 1, rounded down.</summary>
public abstract class Pool2D : Module
{
    private readonly PoolingWindows _windows;

    private protected Pool2D(Extent window, Extent? stride, Extent? padding) => _windows = Sizes.Windows(GetType().Name, window, stride ?? window, padding ?? 0);

    /// <summary>The size of a window.</summary>
    public Extent Window => _windows.Window;

    /// <summary>The step between windows.</summary>
    public Extent Stride => _windows.Stride;

    /// <summary>Padding positions around the input.</summary>
    public Extent Padding => _windows.Padding;

    /// <inheritdoc/>
    public override string ToString() => $"{Kind}({Window}, stride {Stride.Short}, padding {Padding.Short})";

    /// <inheritdoc/>
    protected sealed override Tensor Compute(Tensor input)
    {
        if (input.Rank != 4 || input.Type == ElementType.Int32) throw Misfit(input, "it takes [batch, channels, height, width] of float or double.");
        if (!Sizes.Fits(input.Shape[2], input.Shape[3], Window, Padding)) throw Misfit(input, $"with a padding of {Padding.Short}, it must be at least as large as the window of {Window}.");
        return Pool(input, _windows);
    }

    private protected abstract Tensor Pool(Tensor images, PoolingWindows windows);
}
