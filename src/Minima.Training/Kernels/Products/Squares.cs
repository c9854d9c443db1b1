using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training.Kernels;

/// <summary>Small squares, transposed in registers.</summary>
internal static unsafe class Squares
{
    [MethodImpl(AggressiveInlining)]
    public static void Four(float* from, nint fromRow, float* to, nint toRow)
    {
        var r0 = Vector128.Load(from);
        var r1 = Vector128.Load(from + fromRow);
        var r2 = Vector128.Load(from + (2 * fromRow));
        var r3 = Vector128.Load(from + (3 * fromRow));
        if (Sse.IsSupported)
        {
            var low01 = Sse.UnpackLow(r0, r1);
            var high01 = Sse.UnpackHigh(r0, r1);
            var low23 = Sse.UnpackLow(r2, r3);
            var high23 = Sse.UnpackHigh(r2, r3);
            Sse.MoveLowToHigh(low01, low23).Store(to);
            Sse.MoveHighToLow(low23, low01).Store(to + toRow);
            Sse.MoveLowToHigh(high01, high23).Store(to + (2 * toRow));
            Sse.MoveHighToLow(high23, high01).Store(to + (3 * toRow));
        }
        else if (AdvSimd.Arm64.IsSupported)
        {
            var low02 = AdvSimd.Arm64.ZipLow(r0, r2);
            var high02 = AdvSimd.Arm64.ZipHigh(r0, r2);
            var low13 = AdvSimd.Arm64.ZipLow(r1, r3);
            var high13 = AdvSimd.Arm64.ZipHigh(r1, r3);
            AdvSimd.Arm64.ZipLow(low02, low13).Store(to);
            AdvSimd.Arm64.ZipHigh(low02, low13).Store(to + toRow);
            AdvSimd.Arm64.ZipLow(high02, high13).Store(to + (2 * toRow));
            AdvSimd.Arm64.ZipHigh(high02, high13).Store(to + (3 * toRow));
        }
        else
        {
            Vector128.Create(r0[0], r1[0], r2[0], r3[0]).Store(to);
            Vector128.Create(r0[1], r1[1], r2[1], r3[1]).Store(to + toRow);
            Vector128.Create(r0[2], r1[2], r2[2], r3[2]).Store(to + (2 * toRow));
            Vector128.Create(r0[3], r1[3], r2[3], r3[3]).Store(to + (3 * toRow));
        }
    }

    [MethodImpl(AggressiveInlining)]
    public static void Two(double* from, nint fromRow, double* to, nint toRow)
    {
        var r0 = Vector128.Load(from);
        var r1 = Vector128.Load(from + fromRow);
        Vector128.Create(r0.GetLower(), r1.GetLower()).Store(to);
        Vector128.Create(r0.GetUpper(), r1.GetUpper()).Store(to + toRow);
    }
}

/// <summary>Masked loads and stores for machines that have none: lane by lane.</summary>
internal static unsafe class MaskedMemory
{
    [MethodImpl(NoInlining)]
    public static V Load<V, TElement>(TElement* from, V mask)
        where V : unmanaged
        where TElement : unmanaged
    {
        V result = default;
        for (var i = 0; i < sizeof(V) / sizeof(TElement) && IsSet<TElement>((byte*)&mask, i); i++)
        {
            ((TElement*)&result)[i] = from[i];
        }

        return result;
    }

    [MethodImpl(NoInlining)]
    public static void Store<V, TElement>(V x, TElement* to, V mask)
        where V : unmanaged
        where TElement : unmanaged
    {
        for (var i = 0; i < sizeof(V) / sizeof(TElement) && IsSet<TElement>((byte*)&mask, i); i++)
        {
            to[i] = ((TElement*)&x)[i];
        }
    }

    private static bool IsSet<TElement>(byte* mask, int lane)
        where TElement : unmanaged => mask[lane * sizeof(TElement)] != 0;
}
