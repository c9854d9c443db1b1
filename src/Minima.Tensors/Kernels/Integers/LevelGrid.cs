using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors.Kernels;

/// <summary>Converts floats to levels of a grid, counted from its lowest: clip(round(x / step), lowest, highest) - lowest, bit-identical to the division.</summary>
internal readonly unsafe struct LevelGrid
{
    /// <summary>The number of levels that are written at once.</summary>
    public const int Together = 16;

    /// <summary>The distance from a level up to which the product with the inverse rounds like the quotient: at 256 levels both are off by less than 5e-5.</summary>
    private const float Near = 0.4999f;

    private const int BitsOfInfinity = 0x7F800000;

    private readonly float _step;
    private readonly float _inverse;
    private readonly float _near;
    private readonly float _lowest;
    private readonly float _highest;

    /// <summary>A grid of at most 8 bits.</summary>
    public LevelGrid(float step, int lowest, int highest)
    {
        _step = step;
        _inverse = 1 / step;

        // A subnormal or infinite inverse is inexact: then no product is near enough, and all numbers are divided.
        _near = float.IsNormal(_inverse) ? Near : -1;
        _lowest = lowest;
        _highest = highest;
    }

    /// <summary>The level of 0.</summary>
    public byte Zero => (byte)-_lowest;

    /// <summary>Writes the levels of a row, as bytes or as shorts; up to 15 more after the last one are overwritten.</summary>
    /// <returns>True if every number is finite.</returns>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public bool Write(float* from, int count, byte* to, int levelBytes)
    {
        var largest = Vector256<int>.Zero;
        for (; count >= Together; count -= Together, from += Together, to += Together * levelBytes)
        {
            largest = Largest(largest, from);
            Write(from, to, levelBytes);
        }

        return (count == 0 || WriteRest(from, count, to, levelBytes)) && Vector256.LessThanAll(largest, Vector256.Create(BitsOfInfinity));
    }

    /// <summary>Writes sixteen levels.</summary>
    [MethodImpl(AggressiveInlining)]
    public void Write(Vector512<float> x, byte* to, int levelBytes)
    {
        var lowest = Vector512.Create(_lowest);
        var highest = Vector512.Create(_highest);
        var place = Vector512.MinNative(Vector512.MaxNative(x * Vector512.Create(_inverse), lowest), highest);
        var level = Vector512.Round(place);
        if (!Vector512.LessThanAll(Vector512.Abs(place - level), Vector512.Create(_near))) level = Vector512.MinNative(Vector512.MaxNative(Vector512.Round(x / Vector512.Create(_step)), lowest), highest);
        var levels = Vector512.ConvertToInt32Native(level - lowest);
        if (levelBytes == 1) Avx512F.ConvertToVector128Byte(levels).Store(to);
        else Avx512F.ConvertToVector256Int16(levels).AsByte().Store(to);
    }

    /// <summary>Writes sixteen levels.</summary>
    [MethodImpl(AggressiveInlining)]
    public void Write(Vector256<float> left, Vector256<float> right, byte* to, int levelBytes)
    {
        var levels = Vector256.Narrow(Levels(left), Levels(right));
        if (levelBytes == 1) Vector128.Narrow(levels.GetLower().AsUInt16(), levels.GetUpper().AsUInt16()).Store(to);
        else levels.AsByte().Store(to);
    }

    [MethodImpl(AggressiveInlining)]
    private void Write(float* from, byte* to, int levelBytes)
    {
        if (Avx512F.IsSupported) Write(Vector512.Load(from), to, levelBytes);
        else Write(Vector256.Load(from), Vector256.Load(from + 8), to, levelBytes);
    }

    [MethodImpl(NoInlining)]
    private bool WriteRest(float* from, int count, byte* to, int levelBytes)
    {
        var rest = stackalloc float[Together];
        for (var i = 0; i < Together; i++) rest[i] = i < count ? from[i] : 0;
        Write(rest, to, levelBytes);
        return Vector256.LessThanAll(Largest(Vector256<int>.Zero, rest), Vector256.Create(BitsOfInfinity));
    }

    /// <summary>The larger bits without the sign: infinity is above all numbers, NaN above infinity.</summary>
    [MethodImpl(AggressiveInlining)]
    private static Vector256<int> Largest(Vector256<int> largest, float* from)
    {
        var left = Vector256.Abs(Vector256.Load(from)).AsInt32();
        var right = Vector256.Abs(Vector256.Load(from + 8)).AsInt32();
        return Vector256.Max(largest, Vector256.Max(left, right));
    }

    [MethodImpl(AggressiveInlining)]
    private Vector256<int> Levels(Vector256<float> x)
    {
        var lowest = Vector256.Create(_lowest);
        var highest = Vector256.Create(_highest);
        var place = Vector256.MinNative(Vector256.MaxNative(x * Vector256.Create(_inverse), lowest), highest);
        var level = Vector256.Round(place);
        if (!Vector256.LessThanAll(Vector256.Abs(place - level), Vector256.Create(_near))) level = Vector256.MinNative(Vector256.MaxNative(Vector256.Round(x / Vector256.Create(_step)), lowest), highest);
        return Vector256.ConvertToInt32Native(level - lowest);
    }
}
