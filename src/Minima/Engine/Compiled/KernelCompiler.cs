using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Minima.Reals;

namespace Minima;

/// <summary>Compiles plans to kernels, on the vectors that the lanes consist of.</summary>
[RequiresDynamicCode("compiled kernels are emitted at run time")]
internal static class KernelCompiler<L, TElement>
    where L : struct, ILanes<L, TElement>
    where TElement : unmanaged
{
    /// <summary>The kernel of a plan with its arguments: existing code, or new code.</summary>
    public static BoundKernel Bind(KernelPlan plan, KernelOutputs outputs) => new(plan, KernelCache.Of(plan, outputs, typeof(L), Compile));

    private static CompiledKernel Compile(KernelPlan plan, KernelOutputs outputs) => (L.Count * Unsafe.SizeOf<TElement>()) switch
    {
        64 => Compile<Vector512<TElement>>(plan, outputs),
        32 => Compile<Vector256<TElement>>(plan, outputs),
        _ => Compile<Vector128<TElement>>(plan, outputs),
    };

    private static CompiledKernel Compile<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods)] TVector>(KernelPlan plan, KernelOutputs outputs)
        where TVector : struct =>
        new(plan, KernelEmitter<L, TVector, TElement>.Emit(plan, outputs), KernelEmitter<L, TVector, TElement>.BufferBytes);
}
