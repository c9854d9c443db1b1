using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima;

/// <summary>
/// Transposes sixteen rows of floats to columns of sixteen lanes and back, by shuffles: storing single elements stalls later loads of whole lanes.
/// Rows of ten classes take a fifth less time this way.
/// </summary>
internal static unsafe class FloatColumns
{
    /// <summary>The number of rows at once, and the side of a transposed square.</summary>
    public const int Rows = 16;

    /// <summary>Fewer columns are faster to move element by element.</summary>
    public const int FewestColumns = 5;

    private const int LowHalves = 0x88;
    private const int HighHalves = 0xdd;

    public static bool IsSupported => Avx512F.IsSupported;

    /// <summary>Writes column c of the rows to lanes <paramref name="to"/> + 16 c.</summary>
    /// <param name="from">The rows, one after the other.</param>
    /// <param name="stride">The number of columns of a row.</param>
    /// <param name="to">The columns.</param>
    /// <param name="square">Memory of sixteen times sixteen floats, aligned.</param>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Gather(float* from, nint stride, float* to, Vector512<float>* square)
    {
        for (nint column = 0; column < stride; column += Rows)
        {
            var mask = Below(stride - column);
            for (var row = 0; row < Rows; row++) square[row] = Avx512F.MaskLoad(from + (row * stride) + column, mask, Vector512<float>.Zero);
            Turn(square);
            for (var k = 0; k < Math.Min(Rows, stride - column); k++) square[k].Store(to + ((column + k) * Rows));
        }
    }

    /// <summary>Writes lanes <paramref name="from"/> + 16 c to column c of the rows.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Scatter(float* from, float* to, nint stride, Vector512<float>* square)
    {
        for (nint column = 0; column < stride; column += Rows)
        {
            var mask = Below(stride - column);
            for (var k = 0; k < Rows; k++) square[k] = k < stride - column ? Vector512.Load(from + ((column + k) * Rows)) : Vector512<float>.Zero;
            Turn(square);
            for (var row = 0; row < Rows; row++) Avx512F.MaskStore(to + (row * stride) + column, mask, square[row]);
        }
    }

    /// <summary>A mask of the first lanes.</summary>
    private static Vector512<float> Below(nint count) => Vector512.LessThan(Vector512<int>.Indices, Vector512.Create((int)Math.Min(count, Rows))).AsSingle();

    /// <summary>Transposes the square: pairs of floats, pairs of pairs, then quarters twice. Unrolled, so that it stays in registers.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void Turn(Vector512<float>* square)
    {
        var (a0, a1) = (Avx512F.UnpackLow(square[0], square[1]).AsDouble(), Avx512F.UnpackHigh(square[0], square[1]).AsDouble());
        var (a2, a3) = (Avx512F.UnpackLow(square[2], square[3]).AsDouble(), Avx512F.UnpackHigh(square[2], square[3]).AsDouble());
        var (a4, a5) = (Avx512F.UnpackLow(square[4], square[5]).AsDouble(), Avx512F.UnpackHigh(square[4], square[5]).AsDouble());
        var (a6, a7) = (Avx512F.UnpackLow(square[6], square[7]).AsDouble(), Avx512F.UnpackHigh(square[6], square[7]).AsDouble());
        var (a8, a9) = (Avx512F.UnpackLow(square[8], square[9]).AsDouble(), Avx512F.UnpackHigh(square[8], square[9]).AsDouble());
        var (a10, a11) = (Avx512F.UnpackLow(square[10], square[11]).AsDouble(), Avx512F.UnpackHigh(square[10], square[11]).AsDouble());
        var (a12, a13) = (Avx512F.UnpackLow(square[12], square[13]).AsDouble(), Avx512F.UnpackHigh(square[12], square[13]).AsDouble());
        var (a14, a15) = (Avx512F.UnpackLow(square[14], square[15]).AsDouble(), Avx512F.UnpackHigh(square[14], square[15]).AsDouble());
        var (b0, b1) = (Avx512F.UnpackLow(a0, a2).AsSingle(), Avx512F.UnpackHigh(a0, a2).AsSingle());
        var (b2, b3) = (Avx512F.UnpackLow(a1, a3).AsSingle(), Avx512F.UnpackHigh(a1, a3).AsSingle());
        var (b4, b5) = (Avx512F.UnpackLow(a4, a6).AsSingle(), Avx512F.UnpackHigh(a4, a6).AsSingle());
        var (b6, b7) = (Avx512F.UnpackLow(a5, a7).AsSingle(), Avx512F.UnpackHigh(a5, a7).AsSingle());
        var (b8, b9) = (Avx512F.UnpackLow(a8, a10).AsSingle(), Avx512F.UnpackHigh(a8, a10).AsSingle());
        var (b10, b11) = (Avx512F.UnpackLow(a9, a11).AsSingle(), Avx512F.UnpackHigh(a9, a11).AsSingle());
        var (b12, b13) = (Avx512F.UnpackLow(a12, a14).AsSingle(), Avx512F.UnpackHigh(a12, a14).AsSingle());
        var (b14, b15) = (Avx512F.UnpackLow(a13, a15).AsSingle(), Avx512F.UnpackHigh(a13, a15).AsSingle());
        var (c0, c4) = (Avx512F.Shuffle4x128(b0, b4, LowHalves), Avx512F.Shuffle4x128(b0, b4, HighHalves));
        var (c8, c12) = (Avx512F.Shuffle4x128(b8, b12, LowHalves), Avx512F.Shuffle4x128(b8, b12, HighHalves));
        var (c1, c5) = (Avx512F.Shuffle4x128(b1, b5, LowHalves), Avx512F.Shuffle4x128(b1, b5, HighHalves));
        var (c9, c13) = (Avx512F.Shuffle4x128(b9, b13, LowHalves), Avx512F.Shuffle4x128(b9, b13, HighHalves));
        var (c2, c6) = (Avx512F.Shuffle4x128(b2, b6, LowHalves), Avx512F.Shuffle4x128(b2, b6, HighHalves));
        var (c10, c14) = (Avx512F.Shuffle4x128(b10, b14, LowHalves), Avx512F.Shuffle4x128(b10, b14, HighHalves));
        var (c3, c7) = (Avx512F.Shuffle4x128(b3, b7, LowHalves), Avx512F.Shuffle4x128(b3, b7, HighHalves));
        var (c11, c15) = (Avx512F.Shuffle4x128(b11, b15, LowHalves), Avx512F.Shuffle4x128(b11, b15, HighHalves));
        (square[0], square[8]) = (Avx512F.Shuffle4x128(c0, c8, LowHalves), Avx512F.Shuffle4x128(c0, c8, HighHalves));
        (square[1], square[9]) = (Avx512F.Shuffle4x128(c1, c9, LowHalves), Avx512F.Shuffle4x128(c1, c9, HighHalves));
        (square[2], square[10]) = (Avx512F.Shuffle4x128(c2, c10, LowHalves), Avx512F.Shuffle4x128(c2, c10, HighHalves));
        (square[3], square[11]) = (Avx512F.Shuffle4x128(c3, c11, LowHalves), Avx512F.Shuffle4x128(c3, c11, HighHalves));
        (square[4], square[12]) = (Avx512F.Shuffle4x128(c4, c12, LowHalves), Avx512F.Shuffle4x128(c4, c12, HighHalves));
        (square[5], square[13]) = (Avx512F.Shuffle4x128(c5, c13, LowHalves), Avx512F.Shuffle4x128(c5, c13, HighHalves));
        (square[6], square[14]) = (Avx512F.Shuffle4x128(c6, c14, LowHalves), Avx512F.Shuffle4x128(c6, c14, HighHalves));
        (square[7], square[15]) = (Avx512F.Shuffle4x128(c7, c15, LowHalves), Avx512F.Shuffle4x128(c7, c15, HighHalves));
    }
}
