using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors.Kernels;

/// <summary>Levels and weights widened to 16 bits, neighbouring products added: four sums in 256 bits, each in two halves.</summary>
internal readonly unsafe struct IntegerLanes256 : IIntegerLanes<Vector256<int>>
{
    public static int Outputs => 4;

    public static int LevelBytes => sizeof(short);

    public static Vector256<int> Zero => Vector256<int>.Zero;

    [MethodImpl(AggressiveInlining)]
    public static Vector256<int> Weights(sbyte* from) => Vector256.WidenLower(Vector128.Load(from).ToVector256Unsafe()).AsInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector256<int> Levels(byte* from) => Vector256.Create(*(long*)from).AsInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector256<int> MultiplyAdd(Vector256<int> sums, Vector256<int> levels, Vector256<int> weights) =>
        sums + (Avx2.IsSupported ? Avx2.MultiplyAddAdjacent(levels.AsInt16(), weights.AsInt16()) : MultiplyAddAdjacent(levels.AsInt16(), weights.AsInt16()));

    /// <summary>Adds neighbouring products, on machines without an instruction for it: a product fits in 16 bits, so the two halves of 32 bits are shifted apart.</summary>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<int> MultiplyAddAdjacent(Vector256<short> levels, Vector256<short> weights)
    {
        var products = (levels * weights).AsInt32();
        return (products >> 16) + ((products << 16) >> 16);
    }

    [MethodImpl(AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> x, Vector256<int> y) => x + y;

    [MethodImpl(AggressiveInlining)]
    public static void Store(Vector256<int> sums, int* to)
    {
        var halves = sums.AsInt64();
        var whole = (sums + (halves >>> 32).AsInt32()).AsInt64();
        Vector256.Narrow(whole, whole).GetLower().AsInt32().Store(to);
    }
}
