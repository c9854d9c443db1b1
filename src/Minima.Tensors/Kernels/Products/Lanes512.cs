using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors.Kernels;

/// <summary>Sixteen floats in 512 bits.</summary>
internal readonly unsafe struct Lanes512OfSingle : IProductLanes<Vector512<float>, float>
{
    public static int Count => 16;

    public static int TileRows => 12;

    public static bool HasMasks => Avx512F.IsSupported;

    public static int Square => 4;

    public static Vector512<float> Zero => Vector512<float>.Zero;

    [MethodImpl(AggressiveInlining)]
    public static Vector512<float> MaskOfFirst(int count) => Vector512.LessThan(Vector512<int>.Indices, Vector512.Create((int)count)).AsSingle();

    [MethodImpl(AggressiveInlining)]
    public static Vector512<float> MaskOfRange(int start, int end) => Vector512.AndNot(MaskOfFirst(end), MaskOfFirst(start));

    [MethodImpl(AggressiveInlining)]
    public static Vector512<float> Load(float* from) => Vector512.Load(from);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<float> Load(float* from, Vector512<float> mask) =>
        HasMasks ? Avx512F.MaskLoad(from, mask, Zero) : MaskedMemory.Load<Vector512<float>, float>(from, mask);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<float> Merge(Vector512<float> x, float* from, Vector512<float> mask) => HasMasks ? Avx512F.MaskLoad(from, mask, x) : Vector512.ConditionalSelect(mask, Vector512.Load(from), x);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<float> Broadcast(float* from) => Vector512.Create(*from);

    [MethodImpl(AggressiveInlining)]
    public static void Store(Vector512<float> x, float* to) => x.Store(to);

    [MethodImpl(AggressiveInlining)]
    public static void Store(Vector512<float> x, float* to, Vector512<float> mask)
    {
        if (HasMasks)
        {
            Avx512F.MaskStore(to, mask, x);
            return;
        }

        MaskedMemory.Store(x, to, mask);
    }

    [MethodImpl(AggressiveInlining)]
    public static Vector512<float> Ramp(double start, double step) => Vector512.CreateSequence((float)start, (float)step);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<float> Maximum(Vector512<float> x, Vector512<float> y) => Vector512.Max(x, y);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<float> Divide(Vector512<float> x, Vector512<float> y) => x / y;

    [MethodImpl(AggressiveInlining)]
    public static Vector512<float> Select(Vector512<float> mask, Vector512<float> yes, Vector512<float> no) => Vector512.ConditionalSelect(mask, yes, no);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<float> IfLess(Vector512<float> left, Vector512<float> right, Vector512<float> yes, Vector512<float> no) => Vector512.ConditionalSelect(Vector512.LessThan(left, right), yes, no);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> x, Vector512<float> y) => x + y;

    [MethodImpl(AggressiveInlining)]
    public static float Sum(Vector512<float> x) => Vector512.Sum(x);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> x, Vector512<float> y, Vector512<float> z) => Vector512.MultiplyAddEstimate(x, y, z);

    [MethodImpl(AggressiveInlining)]
    public static void Transpose(float* from, nint fromRow, float* to, nint toRow, int rows) => Squares.Single(from, fromRow, to, toRow, rows);
}

/// <summary>Eight doubles in 512 bits.</summary>
internal readonly unsafe struct Lanes512OfDouble : IProductLanes<Vector512<double>, double>
{
    public static int Count => 8;

    public static int TileRows => 12;

    public static bool HasMasks => Avx512F.IsSupported;

    public static int Square => 2;

    public static Vector512<double> Zero => Vector512<double>.Zero;

    [MethodImpl(AggressiveInlining)]
    public static Vector512<double> MaskOfFirst(int count) => Vector512.LessThan(Vector512<long>.Indices, Vector512.Create((long)count)).AsDouble();

    [MethodImpl(AggressiveInlining)]
    public static Vector512<double> MaskOfRange(int start, int end) => Vector512.AndNot(MaskOfFirst(end), MaskOfFirst(start));

    [MethodImpl(AggressiveInlining)]
    public static Vector512<double> Load(double* from) => Vector512.Load(from);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<double> Load(double* from, Vector512<double> mask) =>
        HasMasks ? Avx512F.MaskLoad(from, mask, Zero) : MaskedMemory.Load<Vector512<double>, double>(from, mask);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<double> Merge(Vector512<double> x, double* from, Vector512<double> mask) => HasMasks ? Avx512F.MaskLoad(from, mask, x) : Vector512.ConditionalSelect(mask, Vector512.Load(from), x);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<double> Broadcast(double* from) => Vector512.Create(*from);

    [MethodImpl(AggressiveInlining)]
    public static void Store(Vector512<double> x, double* to) => x.Store(to);

    [MethodImpl(AggressiveInlining)]
    public static void Store(Vector512<double> x, double* to, Vector512<double> mask)
    {
        if (HasMasks)
        {
            Avx512F.MaskStore(to, mask, x);
            return;
        }

        MaskedMemory.Store(x, to, mask);
    }

    [MethodImpl(AggressiveInlining)]
    public static Vector512<double> Ramp(double start, double step) => Vector512.CreateSequence((double)start, (double)step);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<double> Maximum(Vector512<double> x, Vector512<double> y) => Vector512.Max(x, y);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<double> Divide(Vector512<double> x, Vector512<double> y) => x / y;

    [MethodImpl(AggressiveInlining)]
    public static Vector512<double> Select(Vector512<double> mask, Vector512<double> yes, Vector512<double> no) => Vector512.ConditionalSelect(mask, yes, no);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<double> IfLess(Vector512<double> left, Vector512<double> right, Vector512<double> yes, Vector512<double> no) => Vector512.ConditionalSelect(Vector512.LessThan(left, right), yes, no);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<double> Add(Vector512<double> x, Vector512<double> y) => x + y;

    [MethodImpl(AggressiveInlining)]
    public static double Sum(Vector512<double> x) => Vector512.Sum(x);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<double> MultiplyAdd(Vector512<double> x, Vector512<double> y, Vector512<double> z) => Vector512.MultiplyAddEstimate(x, y, z);

    [MethodImpl(AggressiveInlining)]
    public static void Transpose(double* from, nint fromRow, double* to, nint toRow, int rows) => Squares.Double(from, fromRow, to, toRow, rows);
}
