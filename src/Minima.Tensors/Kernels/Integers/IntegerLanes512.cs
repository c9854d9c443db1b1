using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors.Kernels;

/// <summary>Levels and weights widened to 16 bits, neighbouring products added: eight sums in 512 bits, each in two halves.</summary>
internal readonly unsafe struct IntegerLanes512 : IIntegerLanes<Vector512<int>>
{
    public static int Outputs => 8;

    public static int LevelBytes => sizeof(short);

    public static Vector512<int> Zero => Vector512<int>.Zero;

    [MethodImpl(AggressiveInlining)]
    public static Vector512<int> Weights(sbyte* from) => Vector512.WidenLower(Vector256.Load(from).ToVector512Unsafe()).AsInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector512<int> Levels(byte* from) => Vector512.Create(*(long*)from).AsInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector512<int> MultiplyAdd(Vector512<int> sums, Vector512<int> levels, Vector512<int> weights) =>
        sums + (Avx512BW.IsSupported ? Avx512BW.MultiplyAddAdjacent(levels.AsInt16(), weights.AsInt16()) : MultiplyAddAdjacent(levels.AsInt16(), weights.AsInt16()));

    /// <summary>Adds neighbouring products, on machines without an instruction for it: a product fits in 16 bits, so the two halves of 32 bits are shifted apart.</summary>
    [MethodImpl(AggressiveInlining)]
    public static Vector512<int> MultiplyAddAdjacent(Vector512<short> levels, Vector512<short> weights)
    {
        var products = (levels * weights).AsInt32();
        return (products >> 16) + ((products << 16) >> 16);
    }

    [MethodImpl(AggressiveInlining)]
    public static Vector512<int> Add(Vector512<int> x, Vector512<int> y) => x + y;

    [MethodImpl(AggressiveInlining)]
    public static void Store(Vector512<int> sums, int* to)
    {
        var halves = sums.AsInt64();
        var whole = (sums + (halves >>> 32).AsInt32()).AsInt64();
        Vector512.Narrow(whole, whole).GetLower().AsInt32().Store(to);
    }
}
