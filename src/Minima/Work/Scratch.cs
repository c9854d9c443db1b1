namespace Minima;

/// <summary>A thread's own aligned memory for one block: allocated once, reused by every call, small enough for the first-level cache.</summary>
internal sealed unsafe class Scratch
{
    /// <summary>The number of elements in a block.</summary>
    public const int Block = 4096;

    /// <summary>The number of elements of a buffer beyond a block, for a padded tail.</summary>
    public const int Padding = 16;

    private const int BufferBytes = (Block + Padding) * sizeof(double);
    private const int Buffers = 13;

    private readonly AlignedMemory memory = new(BufferBytes * Buffers);

    /// <summary>The calling thread's scratch, until it is returned; a formula that calls the engine gets another one.</summary>
    public static Scratch Rent() => Pooled<Scratch>.Rent();

    public void Return() => Pooled<Scratch>.Return(this);

    /// <summary>Buffer <paramref name="index"/>, of <see cref="Block"/> + <see cref="Padding"/> elements.</summary>
    public TElement* Buffer<TElement>(int index)
        where TElement : unmanaged => (TElement*)(memory.Pointer + (long)BufferBytes * index);
}
