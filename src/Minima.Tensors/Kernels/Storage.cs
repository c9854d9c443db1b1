namespace Minima.Tensors;

/// <summary>
/// Memory of one or several tensors: pinned, starting on a cache line, with a cache line to spare behind its end, so that kernels may read and
/// write whole lanes; what they read behind a tensor's end they throw away. It holds anything at first. The collector owns it.
/// </summary>
internal sealed unsafe class Storage
{
    /// <summary>Where tensors start, and how many bytes lie behind the end: one cache line, one 512-bit lane.</summary>
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

    /// <summary>Good while this object lives.</summary>
    public byte* Pointer { get; }

    /// <summary>Bytes that tensors may use.</summary>
    public int Capacity { get; }

    /// <summary>How often a tensor was written in place.</summary>
    public int Version { get; set; }

    /// <summary>How many nodes look at it; only counted for memory that a scope recycles.</summary>
    public int Users { get; set; }

    /// <summary>A span that keeps the memory alive by itself.</summary>
    public Span<byte> Bytes(int offset, int length) => _bytes.AsSpan(_start + offset, length);
}
