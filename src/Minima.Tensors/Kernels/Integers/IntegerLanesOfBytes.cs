using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors.Kernels;

/// <summary>Bytes times bytes in one instruction (vpdpbusd, the one that does not saturate): eight sums in 256 bits.</summary>
internal readonly unsafe struct IntegerLanesOfBytes : IIntegerLanes<Vector256<int>>
{
    public static int Outputs => 8;

    public static int LevelBytes => 1;

    public static Vector256<int> Zero => Vector256<int>.Zero;

    [MethodImpl(AggressiveInlining)]
    public static Vector256<int> Weights(sbyte* from) => Vector256.Load(from).AsInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector256<int> Levels(byte* from) => Vector256.Create(*(int*)from);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<int> MultiplyAdd(Vector256<int> sums, Vector256<int> levels, Vector256<int> weights) => AvxVnni.MultiplyWideningAndAdd(sums, levels.AsByte(), weights.AsSByte());

    [MethodImpl(AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> x, Vector256<int> y) => x + y;

    [MethodImpl(AggressiveInlining)]
    public static void Store(Vector256<int> sums, int* to) => sums.Store(to);
}
