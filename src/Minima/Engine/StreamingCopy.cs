using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima;

/// <summary>Writes a block past the caches: for gradients larger than they are, which would only push the inputs out.</summary>
internal static unsafe class StreamingCopy
{
    /// <summary>Copies bytes; the destination may have any alignment that fits its elements.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Copy(byte* from, byte* to, nint bytes)
    {
        var head = Math.Min((nint)((-(long)to) & 63), bytes);
        Unsafe.CopyBlockUnaligned(to, from, (uint)head);
        var i = head;
        for (; i <= bytes - 64; i += 64)
        {
            Vector512.Load(from + i).StoreAlignedNonTemporal(to + i);
        }

        Unsafe.CopyBlockUnaligned(to + i, from + i, (uint)(bytes - i));
    }

    /// <summary>Makes the streamed lines visible to other threads before the block counts as done.</summary>
    public static void Fence()
    {
        if (Sse.IsSupported)
        {
            Sse.StoreFence();
        }
    }
}
