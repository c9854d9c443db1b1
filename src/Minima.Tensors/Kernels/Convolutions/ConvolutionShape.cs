namespace Minima.Tensors.Kernels;

/// <summary>
/// The shapes of a convolution: input [Batch, InputChannels, Height, Width], weight [OutputChannels, InputChannels, KernelHeight,
/// KernelWidth], output [Batch, OutputChannels, OutputHeight, OutputWidth]. One dimension is a height of 1.
/// </summary>
internal readonly record struct ConvolutionShape(
    int Batch,
    int InputChannels,
    int Height,
    int Width,
    int OutputChannels,
    int KernelHeight,
    int KernelWidth,
    int StrideHeight,
    int StrideWidth,
    int PaddingHeight,
    int PaddingWidth)
{
    public int OutputHeight => ((Height + (2 * PaddingHeight) - KernelHeight) / StrideHeight) + 1;

    public int OutputWidth => ((Width + (2 * PaddingWidth) - KernelWidth) / StrideWidth) + 1;

    /// <summary>The number of weights of one output channel.</summary>
    public int Taps => InputChannels * KernelHeight * KernelWidth;

    /// <summary>True if there is nothing to compute: no sample, no channel or no position.</summary>
    public bool IsEmpty => Batch == 0 || OutputChannels == 0 || Height + (2 * PaddingHeight) < KernelHeight || Width + (2 * PaddingWidth) < KernelWidth;

    /// <summary>True if each position is mapped separately: a matrix product for every sample.</summary>
    public bool IsPointwise => KernelHeight == 1 && KernelWidth == 1 && StrideHeight == 1 && StrideWidth == 1 && PaddingHeight == 0 && PaddingWidth == 0;
}
