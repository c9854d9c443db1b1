using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>One float: the reference for lanes of float.</summary>
public unsafe struct F32(float x) : ILanes<F32, float>
{
    public float X = x;

    public static bool IsSingle => true;

    public static int Count => 1;

    public static bool Accumulates => false;

    [MethodImpl(AggressiveInlining)]
    public static F32 operator +(F32 left, F32 right) => new() { X = left.X + right.X };

    [MethodImpl(AggressiveInlining)]
    public static F32 operator -(F32 left, F32 right) => new() { X = left.X - right.X };

    [MethodImpl(AggressiveInlining)]
    public static F32 operator *(F32 left, F32 right) => new() { X = left.X * right.X };

    [MethodImpl(AggressiveInlining)]
    public static F32 operator /(F32 left, F32 right) => new() { X = left.X / right.X };

    [MethodImpl(AggressiveInlining)]
    public static F32 operator -(F32 x) => new() { X = -x.X };

    [MethodImpl(AggressiveInlining)]
    public static F32 Of(double value, string name = "") => new() { X = (float)value };

    [MethodImpl(AggressiveInlining)]
    public static F32 IfLess(F32 left, F32 right, F32 yes, F32 no) => left.X < right.X ? yes : no;

    [MethodImpl(AggressiveInlining)]
    public static F32 Apply<TPrimitive>(TPrimitive primitive, F32 x)
        where TPrimitive : struct, IPrimitive<TPrimitive> => TPrimitive.Value(primitive, x);

    [MethodImpl(AggressiveInlining)]
    public static F32 Apply<TPrimitive>(TPrimitive primitive, F32 x, F32 y)
        where TPrimitive : struct, IPrimitive2<TPrimitive> => TPrimitive.Value(primitive, x, y);

    [MethodImpl(AggressiveInlining)]
    public static F32 Apply<TPrimitive>(TPrimitive primitive, F32 x, F32 y, F32 z)
        where TPrimitive : struct, IPrimitive3<TPrimitive> => TPrimitive.Value(primitive, x, y, z);

    [MethodImpl(AggressiveInlining)]
    public static void ApplyWithSlopes<TPrimitive>(TPrimitive primitive, F32 x, F32 y, F32 z, out F32 value, out F32 slopeX, out F32 slopeY, out F32 slopeZ)
        where TPrimitive : struct, IPrimitive3<TPrimitive> => TPrimitive.ValueAndSlopes(primitive, x, y, z, out value, out slopeX, out slopeY, out slopeZ);

    [MethodImpl(AggressiveInlining)]
    public static void ApplyWithSlope<TPrimitive>(TPrimitive primitive, F32 x, out F32 value, out F32 slope)
        where TPrimitive : struct, IPrimitive<TPrimitive> => TPrimitive.ValueAndSlope(primitive, x, out value, out slope);

    [MethodImpl(AggressiveInlining)]
    public static F32 Chain(F32 slope, F32 derivative) => derivative.X == 0 ? default : slope * derivative;

    [MethodImpl(AggressiveInlining)]
    public static F32 StraightThrough(F32 value, F32 path) => value;

    [MethodImpl(AggressiveInlining)]
    public static F32 FusedMultiplyAdd(F32 x, F32 y, F32 z) => new() { X = float.MultiplyAddEstimate(x.X, y.X, z.X) };

    [MethodImpl(AggressiveInlining)]
    public static F32 MultiplyAdd(F32 x, double y, F32 z) => new() { X = float.MultiplyAddEstimate(x.X, (float)y, z.X) };

    [MethodImpl(AggressiveInlining)]
    public static F32 RoundedProduct(F32 x, double factor) => new() { X = float.MultiplyAddEstimate(x.X, (float)factor, 12582912f) - 12582912f };

    [MethodImpl(AggressiveInlining)]
    public static F32 AtLeast(F32 x, double low) => x.X < (float)low ? new() { X = (float)low } : x;

    [MethodImpl(AggressiveInlining)]
    public static F32 AtMost(F32 x, double high) => x.X > (float)high ? new() { X = (float)high } : x;

    [MethodImpl(AggressiveInlining)]
    public static F32 IfLess(F32 left, double right, F32 yes, F32 no) => left.X < (float)right ? yes : no;

    [MethodImpl(AggressiveInlining)]
    public static F32 Polynomial(F32 x, double c2, double c1, double c0) =>
        new() { X = float.MultiplyAddEstimate(float.MultiplyAddEstimate((float)c2, x.X, (float)c1), x.X, (float)c0) };

    [MethodImpl(AggressiveInlining)]
    public static F32 Polynomial(F32 x, double c5, double c4, double c3, double c2, double c1, double c0)
    {
        var square = x.X * x.X;
        var high = float.MultiplyAddEstimate((float)c5, x.X, (float)c4);
        var middle = float.MultiplyAddEstimate((float)c3, x.X, (float)c2);
        var low = float.MultiplyAddEstimate((float)c1, x.X, (float)c0);
        return new() { X = float.MultiplyAddEstimate(float.MultiplyAddEstimate(high, square, middle), square, low) };
    }

    [MethodImpl(AggressiveInlining)]
    public static F32 Polynomial(F32 start, F32 x, double c5, double c4, double c3, double c2, double c1, double c0)
    {
        var square = x.X * x.X;
        var high = float.MultiplyAddEstimate(start.X, x.X, (float)c5);
        var middle = float.MultiplyAddEstimate((float)c4, x.X, (float)c3);
        var low = float.MultiplyAddEstimate((float)c2, x.X, (float)c1);
        return new() { X = float.MultiplyAddEstimate(float.MultiplyAddEstimate(float.MultiplyAddEstimate(high, square, middle), square, low), x.X, (float)c0) };
    }

    [MethodImpl(AggressiveInlining)]
    public static F32 Scale(F32 x, F32 n)
    {
        // Two factors, because 2^n itself may overflow or be subnormal; the first product is exact, so there is one rounding.
        var half = RoundedProduct(n, 0.5).X;
        return new() { X = x.X * PowerOfTwo(half) * PowerOfTwo(n.X - half) };
    }

    [MethodImpl(AggressiveInlining)]
    public static F32 SplitExponent(F32 x, out F32 exponent)
    {
        var subnormal = x.X < 1.17549435e-38f;
        var bits = BitConverter.SingleToInt32Bits(subnormal ? x.X * 16777216f : x.X) + (0x3F800000 - 0x3F3504F3);
        exponent = new() { X = (bits >>> 23) - 127 - (subnormal ? 24 : 0) };
        return new() { X = BitConverter.Int32BitsToSingle((bits & 0x007FFFFF) + 0x3F3504F3) };
    }

    [MethodImpl(AggressiveInlining)]
    public static F32 LogEdge(F32 x, F32 y) =>
        x.X > 0 ? (x.X < float.PositiveInfinity ? y : x) : x.X < 0 ? new() { X = float.NaN } : new() { X = x.X - float.PositiveInfinity };

    [MethodImpl(AggressiveInlining)]
    public static F32 SquareRoot(F32 x) => new() { X = MathF.Sqrt(x.X) };

    [MethodImpl(AggressiveInlining)]
    public static F32 Absolute(F32 x) => new() { X = MathF.Abs(x.X) };

    [MethodImpl(AggressiveInlining)]
    public static F32 Maximum(F32 x, F32 y) => new() { X = MathF.Max(x.X, y.X) };

    [MethodImpl(AggressiveInlining)]
    public static F32 Minimum(F32 x, F32 y) => new() { X = MathF.Min(x.X, y.X) };

    public static void Accumulate(F32 x, ref Vector512<double> low, ref Vector512<double> high) =>
        throw new NotSupportedException("narrow lanes are summed in a separate pass");

    [MethodImpl(AggressiveInlining)]
    public static F32 ByElement<TFunction>(TFunction function, F32 x)
        where TFunction : struct, IScalarFunction => new() { X = (float)function.Of(x.X) };

    [MethodImpl(AggressiveInlining)]
    public static F32 ByElement<TFunction>(TFunction function, F32 x, F32 y)
        where TFunction : struct, IScalarFunction2 => new() { X = (float)function.Of(x.X, y.X) };

    [MethodImpl(AggressiveInlining)]
    public static F32 Load(float* from) => new() { X = *from };

    [MethodImpl(AggressiveInlining)]
    public static void Store(F32 x, float* to) => *to = x.X;

    [MethodImpl(AggressiveInlining)]
    public static void StoreStreaming(F32 x, float* to) => *to = x.X;

    /// <summary>2^n, by writing n to the exponent bits: the magic summand brings the integer to the low bits.</summary>
    [MethodImpl(AggressiveInlining)]
    private static float PowerOfTwo(float n) => BitConverter.Int32BitsToSingle((BitConverter.SingleToInt32Bits(n + (12582912f + 127f))) << 23);
}
