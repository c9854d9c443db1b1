using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors.Kernels;

/// <summary>Eight floats in 256 bits.</summary>
internal readonly unsafe struct Lanes256OfSingle : IProductLanes<Vector256<float>, float>
{
    public static int Count => 8;

    public static int TileRows => 6;

    public static bool HasMasks => Avx.IsSupported;

    public static int Square => 4;

    public static Vector256<float> Zero => Vector256<float>.Zero;

    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> MaskOfFirst(int count) => Vector256.LessThan(Vector256<int>.Indices, Vector256.Create((int)count)).AsSingle();

    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> MaskOfRange(int start, int end) => Vector256.AndNot(MaskOfFirst(end), MaskOfFirst(start));

    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> Load(float* from) => Vector256.Load(from);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> Load(float* from, Vector256<float> mask) =>
        HasMasks ? Avx.MaskLoad(from, mask) : MaskedMemory.Load<Vector256<float>, float>(from, mask);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> Merge(Vector256<float> x, float* from, Vector256<float> mask) => Vector256.ConditionalSelect(mask, Vector256.Load(from), x);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> Broadcast(float* from) => Vector256.Create(*from);

    [MethodImpl(AggressiveInlining)]
    public static void Store(Vector256<float> x, float* to) => x.Store(to);

    [MethodImpl(AggressiveInlining)]
    public static void Store(Vector256<float> x, float* to, Vector256<float> mask)
    {
        if (HasMasks)
        {
            Avx.MaskStore(to, mask, x);
            return;
        }

        MaskedMemory.Store(x, to, mask);
    }

    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> Ramp(double start, double step) => Vector256.CreateSequence((float)start, (float)step);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> Maximum(Vector256<float> x, Vector256<float> y) => Vector256.Max(x, y);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> Divide(Vector256<float> x, Vector256<float> y) => x / y;

    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> Select(Vector256<float> mask, Vector256<float> yes, Vector256<float> no) => Vector256.ConditionalSelect(mask, yes, no);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> IfLess(Vector256<float> left, Vector256<float> right, Vector256<float> yes, Vector256<float> no) => Vector256.ConditionalSelect(Vector256.LessThan(left, right), yes, no);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> x, Vector256<float> y) => x + y;

    [MethodImpl(AggressiveInlining)]
    public static float Sum(Vector256<float> x) => Vector256.Sum(x);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> x, Vector256<float> y, Vector256<float> z) => Vector256.MultiplyAddEstimate(x, y, z);

    [MethodImpl(AggressiveInlining)]
    public static void Transpose(float* from, nint fromRow, float* to, nint toRow, int rows) => Squares.Single(from, fromRow, to, toRow, rows);
}

/// <summary>Four doubles in 256 bits.</summary>
internal readonly unsafe struct Lanes256OfDouble : IProductLanes<Vector256<double>, double>
{
    public static int Count => 4;

    public static int TileRows => 6;

    public static bool HasMasks => Avx.IsSupported;

    public static int Square => 2;

    public static Vector256<double> Zero => Vector256<double>.Zero;

    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> MaskOfFirst(int count) => Vector256.LessThan(Vector256<long>.Indices, Vector256.Create((long)count)).AsDouble();

    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> MaskOfRange(int start, int end) => Vector256.AndNot(MaskOfFirst(end), MaskOfFirst(start));

    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> Load(double* from) => Vector256.Load(from);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> Load(double* from, Vector256<double> mask) =>
        HasMasks ? Avx.MaskLoad(from, mask) : MaskedMemory.Load<Vector256<double>, double>(from, mask);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> Merge(Vector256<double> x, double* from, Vector256<double> mask) => Vector256.ConditionalSelect(mask, Vector256.Load(from), x);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> Broadcast(double* from) => Vector256.Create(*from);

    [MethodImpl(AggressiveInlining)]
    public static void Store(Vector256<double> x, double* to) => x.Store(to);

    [MethodImpl(AggressiveInlining)]
    public static void Store(Vector256<double> x, double* to, Vector256<double> mask)
    {
        if (HasMasks)
        {
            Avx.MaskStore(to, mask, x);
            return;
        }

        MaskedMemory.Store(x, to, mask);
    }

    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> Ramp(double start, double step) => Vector256.CreateSequence((double)start, (double)step);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> Maximum(Vector256<double> x, Vector256<double> y) => Vector256.Max(x, y);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> Divide(Vector256<double> x, Vector256<double> y) => x / y;

    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> Select(Vector256<double> mask, Vector256<double> yes, Vector256<double> no) => Vector256.ConditionalSelect(mask, yes, no);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> IfLess(Vector256<double> left, Vector256<double> right, Vector256<double> yes, Vector256<double> no) => Vector256.ConditionalSelect(Vector256.LessThan(left, right), yes, no);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> Add(Vector256<double> x, Vector256<double> y) => x + y;

    [MethodImpl(AggressiveInlining)]
    public static double Sum(Vector256<double> x) => Vector256.Sum(x);

    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> MultiplyAdd(Vector256<double> x, Vector256<double> y, Vector256<double> z) => Vector256.MultiplyAddEstimate(x, y, z);

    [MethodImpl(AggressiveInlining)]
    public static void Transpose(double* from, nint fromRow, double* to, nint toRow, int rows) => Squares.Double(from, fromRow, to, toRow, rows);
}
