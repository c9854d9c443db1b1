namespace Minima.Tensors;

/// <summary>
/// Memory of one or several tensors: pinned, starting on a cache line, with a spare cache line after its end. So kernels may read and
/// write whole lanes; they discard values read beyond a tensor's end. Its initial content is undefined. The garbage collector owns it.
/// </summary>
internal sealed unsafe class Storage
{
    /// <summary>The alignment of tensors, and the number of spare bytes after the end: one cache line, one 512-bit lane.</summary>
    public const int Line = 64;

    private readonly byte[] _bytes;
    private readonly int _start;

    public Storage(int capacity)
    {
        _bytes = GC.AllocateUninitializedArray<byte>(checked(capacity + (2 * Line)), pinned: true);
        fixed (byte* first = _bytes)
        {
            Pointer = (byte*)(((nint)first + Line - 1) & ~(nint)(Line - 1));
            _start = (int)(Pointer - first);
        }

        Capacity = capacity;
    }

    /// <summary>The start of the memory, valid while this object lives.</summary>
    public byte* Pointer { get; }

    /// <summary>The number of bytes that tensors may use.</summary>
    public int Capacity { get; }

    /// <summary>The number of times that a tensor was written in place.</summary>
    public int Version { get; set; }

    /// <summary>The number of nodes that use it; only counted for memory that a scope recycles.</summary>
    public int Users { get; set; }

    /// <summary>A span that keeps the memory alive by itself.</summary>
    public Span<byte> Bytes(int offset, int length) => _bytes.AsSpan(_start + offset, length);
}
