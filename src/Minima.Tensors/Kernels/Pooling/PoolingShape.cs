namespace Minima.Tensors.Kernels;

/// <summary>The shapes of pooling: input [Planes, Height, Width], output [Planes, OutputHeight, OutputWidth]; planes are samples times channels. A padding is at most half its kernel.</summary>
internal readonly record struct PoolingShape(
    int Planes,
    int Height,
    int Width,
    int KernelHeight,
    int KernelWidth,
    int StrideHeight,
    int StrideWidth,
    int PaddingHeight,
    int PaddingWidth)
{
    public int OutputHeight => OutputLength(Height, KernelHeight, StrideHeight, PaddingHeight);

    public int OutputWidth => OutputLength(Width, KernelWidth, StrideWidth, PaddingWidth);

    private static int OutputLength(int length, int kernel, int stride, int padding) => length + (2 * padding) < kernel ? 0 : ((length + (2 * padding) - kernel) / stride) + 1;
}
