using System.Runtime.InteropServices;

namespace Minima.Reals;

/// <summary>Memory outside the garbage collector's heap, aligned to a cache line, that grows and keeps its contents. Freed with its owner.</summary>
internal sealed unsafe class NativeBuffer
{
    private const int Alignment = 64;

    private nuint length;

#pragma warning disable MA0055 // Each thread keeps its buffers until it ends; then only the garbage collector can free them.
    ~NativeBuffer() => NativeMemory.AlignedFree(Pointer);
#pragma warning restore MA0055

    public byte* Pointer { get; private set; }

    /// <summary>At least this many bytes. Growing moves the memory, at least doubles it, and keeps its contents.</summary>
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

    /// <summary>Frees memory beyond <paramref name="most"/> bytes: one call with a giant row must not hold its memory for ever.</summary>
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
