using Minima.Reals;

namespace Minima.Tensors.Kernels;

/// <summary>The memory of one thread in which kernels arrange their inputs: <c>Pooled&lt;KernelMemory&gt;.Own</c>. Each is used from <c>Ensure</c> to the end of one block.</summary>
internal sealed class KernelMemory
{
    /// <summary>Planes and panels of a convolution, a plane of a pooling, or sums of integers: such a block calls no other kernel.</summary>
    public NativeBuffer Block { get; } = new();

    /// <summary>Rows of the left factor of a product.</summary>
    public NativeBuffer PackedRows { get; } = new();

    /// <summary>A panel of the right factor of a product.</summary>
    public NativeBuffer PackedPanel { get; } = new();

    /// <summary>Attention weights of one head, while they are multiplied.</summary>
    public NativeBuffer Attention { get; } = new();
}
