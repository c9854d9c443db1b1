using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Minima.Tensors.Kernels;

/// <summary>Runs integer steps one after the other: every thread takes some rows through all of them, so that intermediate results stay in its cache.</summary>
internal static unsafe class IntegerProduct
{
    /// <summary>Computes the outputs of the last step, a map of whole rows, [rows, outputs]. Nothing is allocated after the first run of a network.</summary>
    /// <returns>True if every input is finite; otherwise the outputs are meaningless.</returns>
    public static bool Run(IntegerStep[] steps, float* input, float* output, int rows, int threads)
    {
        if (AvxVnni.IsSupported) return IntegerJob<IntegerLanesOfBytes, Vector256<int>>.Run(steps, input, output, rows, threads);
        if (Vector512.IsHardwareAccelerated) return IntegerJob<IntegerLanes512, Vector512<int>>.Run(steps, input, output, rows, threads);
        if (Vector256.IsHardwareAccelerated) return IntegerJob<IntegerLanes256, Vector256<int>>.Run(steps, input, output, rows, threads);
        return IntegerJob<IntegerLanes128, Vector128<int>>.Run(steps, input, output, rows, threads);
    }
}
