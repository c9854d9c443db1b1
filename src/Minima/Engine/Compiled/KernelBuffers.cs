namespace Minima;

/// <summary>A thread's own memory for the buffers of compiled kernels, kept from call to call.</summary>
internal static unsafe class KernelBuffers
{
    [ThreadStatic]
    private static AlignedMemory? memory;

    [ThreadStatic]
    private static int length;

    /// <summary>At least this many bytes, aligned to a page; the content is undefined.</summary>
    public static nint Of(int bytes)
    {
        if (memory is null || length < bytes)
        {
            memory = new AlignedMemory(bytes);
            length = bytes;
        }

        return (nint)memory.Pointer;
    }
}
