using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Minima.Tensors.Kernels;

/// <summary>Steps of integers, one behind the other: every thread takes some rows through all of them, so that what lies between stays in its cache.</summary>
internal static unsafe class IntegerProduct
{
    /// <summary>The outputs of the last step, a map of whole rows, [rows, outputs]. Nothing is allocated once a network has run.</summary>
    /// <returns>Every input is finite; otherwise the outputs mean nothing.</returns>
    public static bool Run(IntegerStep[] steps, float* input, float* output, int rows, int threads)
    {
        if (AvxVnni.IsSupported) return IntegerJob<IntegerLanesOfBytes, Vector256<int>>.Run(steps, input, output, rows, threads);
        if (Vector512.IsHardwareAccelerated) return IntegerJob<IntegerLanes512, Vector512<int>>.Run(steps, input, output, rows, threads);
        if (Vector256.IsHardwareAccelerated) return IntegerJob<IntegerLanes256, Vector256<int>>.Run(steps, input, output, rows, threads);
        return IntegerJob<IntegerLanes128, Vector128<int>>.Run(steps, input, output, rows, threads);
    }
}
