using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors.Kernels;

/// <summary>Levels and weights widened to 16 bits, neighbouring products added: two sums in 128 bits, each in two halves.</summary>
internal readonly unsafe struct IntegerLanes128 : IIntegerLanes<Vector128<int>>
{
    public static int Outputs => 2;

    public static int LevelBytes => sizeof(short);

    public static Vector128<int> Zero => Vector128<int>.Zero;

    [MethodImpl(AggressiveInlining)]
    public static Vector128<int> Weights(sbyte* from) => Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(long*)from).AsSByte()).AsInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector128<int> Levels(byte* from) => Vector128.Create(*(long*)from).AsInt32();

    [MethodImpl(AggressiveInlining)]
    public static Vector128<int> MultiplyAdd(Vector128<int> sums, Vector128<int> levels, Vector128<int> weights) =>
        sums + (Sse2.IsSupported ? Sse2.MultiplyAddAdjacent(levels.AsInt16(), weights.AsInt16()) : MultiplyAddAdjacent(levels.AsInt16(), weights.AsInt16()));

    /// <summary>Adds neighbouring products, on machines without an instruction for it: a product fits in 16 bits, so the two halves of 32 bits are shifted apart.</summary>
    [MethodImpl(AggressiveInlining)]
    public static Vector128<int> MultiplyAddAdjacent(Vector128<short> levels, Vector128<short> weights)
    {
        var products = (levels * weights).AsInt32();
        return (products >> 16) + ((products << 16) >> 16);
    }

    [MethodImpl(AggressiveInlining)]
    public static Vector128<int> Add(Vector128<int> x, Vector128<int> y) => x + y;

    [MethodImpl(AggressiveInlining)]
    public static void Store(Vector128<int> sums, int* to)
    {
        var halves = sums.AsInt64();
        var whole = (sums + (halves >>> 32).AsInt32()).AsInt64();
        *(long*)to = Vector128.Narrow(whole, whole).AsInt64().ToScalar();
    }
}
