namespace Minima;

/// <summary>Pinned memory that starts on a page: the garbage collector owns it, and pointers into it are valid while this object lives.</summary>
internal sealed unsafe class AlignedMemory
{
    private const int Page = 4096;
    private readonly byte[] bytes;

    public AlignedMemory(int length)
    {
        bytes = GC.AllocateArray<byte>(length + Page, pinned: true);
        fixed (byte* start = bytes)
        {
            Pointer = (byte*)(((nint)start + Page - 1) & ~(nint)(Page - 1));
        }
    }

    public byte* Pointer { get; }
}
