using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors.Kernels;

/// <summary>Four floats in 128 bits.</summary>
internal readonly unsafe struct Lanes128OfSingle : IProductLanes<Vector128<float>, float>
{
    public static int Count => 4;

    public static int TileRows => AdvSimd.IsSupported ? 12 : 6;

    public static bool HasMasks => Avx.IsSupported;

    public static int Square => 4;

    public static Vector128<float> Zero => Vector128<float>.Zero;

    [MethodImpl(AggressiveInlining)]
    public static Vector128<float> MaskOfFirst(int count) => Vector128.LessThan(Vector128<int>.Indices, Vector128.Create((int)count)).AsSingle();

    [MethodImpl(AggressiveInlining)]
    public static Vector128<float> MaskOfRange(int start, int end) => Vector128.AndNot(MaskOfFirst(end), MaskOfFirst(start));

    [MethodImpl(AggressiveInlining)]
    public static Vector128<float> Load(float* from) => Vector128.Load(from);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<float> Load(float* from, Vector128<float> mask) =>
        HasMasks ? Avx.MaskLoad(from, mask) : MaskedMemory.Load<Vector128<float>, float>(from, mask);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<float> Merge(Vector128<float> x, float* from, Vector128<float> mask) => Vector128.ConditionalSelect(mask, Vector128.Load(from), x);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<float> Broadcast(float* from) => Vector128.Create(*from);

    [MethodImpl(AggressiveInlining)]
    public static void Store(Vector128<float> x, float* to) => x.Store(to);

    [MethodImpl(AggressiveInlining)]
    public static void Store(Vector128<float> x, float* to, Vector128<float> mask)
    {
        if (HasMasks)
        {
            Avx.MaskStore(to, mask, x);
            return;
        }

        MaskedMemory.Store(x, to, mask);
    }

    [MethodImpl(AggressiveInlining)]
    public static Vector128<float> Ramp(double start, double step) => Vector128.CreateSequence((float)start, (float)step);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<float> Maximum(Vector128<float> x, Vector128<float> y) => Vector128.Max(x, y);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<float> Divide(Vector128<float> x, Vector128<float> y) => x / y;

    [MethodImpl(AggressiveInlining)]
    public static Vector128<float> Select(Vector128<float> mask, Vector128<float> yes, Vector128<float> no) => Vector128.ConditionalSelect(mask, yes, no);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<float> IfLess(Vector128<float> left, Vector128<float> right, Vector128<float> yes, Vector128<float> no) => Vector128.ConditionalSelect(Vector128.LessThan(left, right), yes, no);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> x, Vector128<float> y) => x + y;

    [MethodImpl(AggressiveInlining)]
    public static float Sum(Vector128<float> x) => Vector128.Sum(x);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> x, Vector128<float> y, Vector128<float> z) => Vector128.MultiplyAddEstimate(x, y, z);

    [MethodImpl(AggressiveInlining)]
    public static void Transpose(float* from, nint fromRow, float* to, nint toRow, int rows) => Squares.Single(from, fromRow, to, toRow, rows);
}

/// <summary>Two doubles in 128 bits.</summary>
internal readonly unsafe struct Lanes128OfDouble : IProductLanes<Vector128<double>, double>
{
    public static int Count => 2;

    public static int TileRows => AdvSimd.IsSupported ? 12 : 6;

    public static bool HasMasks => Avx.IsSupported;

    public static int Square => 2;

    public static Vector128<double> Zero => Vector128<double>.Zero;

    [MethodImpl(AggressiveInlining)]
    public static Vector128<double> MaskOfFirst(int count) => Vector128.LessThan(Vector128<long>.Indices, Vector128.Create((long)count)).AsDouble();

    [MethodImpl(AggressiveInlining)]
    public static Vector128<double> MaskOfRange(int start, int end) => Vector128.AndNot(MaskOfFirst(end), MaskOfFirst(start));

    [MethodImpl(AggressiveInlining)]
    public static Vector128<double> Load(double* from) => Vector128.Load(from);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<double> Load(double* from, Vector128<double> mask) =>
        HasMasks ? Avx.MaskLoad(from, mask) : MaskedMemory.Load<Vector128<double>, double>(from, mask);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<double> Merge(Vector128<double> x, double* from, Vector128<double> mask) => Vector128.ConditionalSelect(mask, Vector128.Load(from), x);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<double> Broadcast(double* from) => Vector128.Create(*from);

    [MethodImpl(AggressiveInlining)]
    public static void Store(Vector128<double> x, double* to) => x.Store(to);

    [MethodImpl(AggressiveInlining)]
    public static void Store(Vector128<double> x, double* to, Vector128<double> mask)
    {
        if (HasMasks)
        {
            Avx.MaskStore(to, mask, x);
            return;
        }

        MaskedMemory.Store(x, to, mask);
    }

    [MethodImpl(AggressiveInlining)]
    public static Vector128<double> Ramp(double start, double step) => Vector128.CreateSequence((double)start, (double)step);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<double> Maximum(Vector128<double> x, Vector128<double> y) => Vector128.Max(x, y);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<double> Divide(Vector128<double> x, Vector128<double> y) => x / y;

    [MethodImpl(AggressiveInlining)]
    public static Vector128<double> Select(Vector128<double> mask, Vector128<double> yes, Vector128<double> no) => Vector128.ConditionalSelect(mask, yes, no);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<double> IfLess(Vector128<double> left, Vector128<double> right, Vector128<double> yes, Vector128<double> no) => Vector128.ConditionalSelect(Vector128.LessThan(left, right), yes, no);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<double> Add(Vector128<double> x, Vector128<double> y) => x + y;

    [MethodImpl(AggressiveInlining)]
    public static double Sum(Vector128<double> x) => Vector128.Sum(x);

    [MethodImpl(AggressiveInlining)]
    public static Vector128<double> MultiplyAdd(Vector128<double> x, Vector128<double> y, Vector128<double> z) => Vector128.MultiplyAddEstimate(x, y, z);

    [MethodImpl(AggressiveInlining)]
    public static void Transpose(double* from, nint fromRow, double* to, nint toRow, int rows) => Squares.Double(from, fromRow, to, toRow, rows);
}
