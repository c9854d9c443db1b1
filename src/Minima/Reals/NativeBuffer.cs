using System.Runtime.InteropServices;

namespace Minima.Reals;

/// <summary>Memory outside the collector's heap, aligned to a cache line, that grows and keeps its contents. Freed with its owner.</summary>
internal sealed unsafe class NativeBuffer
{
    private const int Alignment = 64;

    private nuint length;

#pragma warning disable MA0055 // Each thread keeps its buffers until it ends; nobody is there to dispose of them then but the collector.
    ~NativeBuffer() => NativeMemory.AlignedFree(Pointer);
#pragma warning restore MA0055

    public byte* Pointer { get; private set; }

    /// <summary>At least this many bytes. Growing moves the memory, at least doubles it, and keeps what was in it.</summary>
    public byte* Ensure(nuint bytes)
    {
        if (bytes > length)
        {
            var larger = Math.Max(bytes, 2 * length);
            Pointer = (byte*)NativeMemory.AlignedRealloc(Pointer, larger, Alignment);
            length = larger;
        }

        return Pointer;
    }

    /// <summary>Gives memory beyond <paramref name="most"/> bytes back: one call with a giant row is not to hold its memory for ever.</summary>
    public void TrimTo(nuint most)
    {
        if (length > most)
        {
            NativeMemory.AlignedFree(Pointer);
            Pointer = null;
            length = 0;
        }
    }
}
