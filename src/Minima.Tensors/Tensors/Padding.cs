namespace Minima.Tensors;

/// <summary>
/// Zeros around the input of a convolution: <see cref="Valid"/> for none, <see cref="Same"/> for as many as keep the size at stride 1, or a number on each side.
/// </summary>
public readonly record struct Padding
{
    private readonly bool _isSame;

    private Padding(bool isSame, Extent size)
    {
        _isSame = isSame;
        Size = size;
    }

    /// <summary>No zeros: the output is smaller than the input.</summary>
    public static Padding Valid => default;

    /// <summary>(kernel - 1) / 2 on each side: with stride 1 the output is as large as the input. For kernels of odd lengths.</summary>
    public static Padding Same => new(isSame: true, default);

    private Extent Size { get; }

    /// <summary>The same number on all sides.</summary>
    public static implicit operator Padding(int size) => new(isSame: false, size);

    /// <summary>The rows above and below, and the columns left and right.</summary>
    public static implicit operator Padding(Extent size) => new(isSame: false, size);

    /// <summary>The zeros on each side for a kernel.</summary>
    /// <exception cref="TrainingException">The padding is <see cref="Same"/>, and the kernel has an even length.</exception>
    internal Extent Of(string layer, Extent kernel)
    {
        if (!_isSame) return Size;
        if (kernel.Height % 2 == 0 || kernel.Width % 2 == 0) throw new TrainingException($"{layer}: padding Same was asked for with a kernel of {kernel}; that takes as many zeros on each side and so odd lengths. Choose a kernel of odd lengths, or a number.");
        return new Extent((kernel.Height - 1) / 2, (kernel.Width - 1) / 2);
    }
}
