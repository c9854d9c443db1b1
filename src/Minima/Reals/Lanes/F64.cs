using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>One double: the value of a loss, and the reference for every kernel.</summary>
public unsafe struct F64(double x) : ILanes<F64, double>
{
    public double X = x;

    public static bool IsSingle => false;

    public static int Count => 1;

    public static bool Accumulates => false;

    [MethodImpl(AggressiveInlining)]
    public static F64 operator +(F64 left, F64 right) => new() { X = left.X + right.X };

    [MethodImpl(AggressiveInlining)]
    public static F64 operator -(F64 left, F64 right) => new() { X = left.X - right.X };

    [MethodImpl(AggressiveInlining)]
    public static F64 operator *(F64 left, F64 right) => new() { X = left.X * right.X };

    [MethodImpl(AggressiveInlining)]
    public static F64 operator /(F64 left, F64 right) => new() { X = left.X / right.X };

    [MethodImpl(AggressiveInlining)]
    public static F64 operator -(F64 x) => new() { X = -x.X };

    [MethodImpl(AggressiveInlining)]
    public static F64 Of(double value, string name = "") => new() { X = value };

    [MethodImpl(AggressiveInlining)]
    public static F64 IfLess(F64 left, F64 right, F64 yes, F64 no) => left.X < right.X ? yes : no;

    [MethodImpl(AggressiveInlining)]
    public static F64 Apply<TPrimitive>(TPrimitive primitive, F64 x)
        where TPrimitive : struct, IPrimitive<TPrimitive> => TPrimitive.Value(primitive, x);

    [MethodImpl(AggressiveInlining)]
    public static F64 Apply<TPrimitive>(TPrimitive primitive, F64 x, F64 y)
        where TPrimitive : struct, IPrimitive2<TPrimitive> => TPrimitive.Value(primitive, x, y);

    [MethodImpl(AggressiveInlining)]
    public static F64 Apply<TPrimitive>(TPrimitive primitive, F64 x, F64 y, F64 z)
        where TPrimitive : struct, IPrimitive3<TPrimitive> => TPrimitive.Value(primitive, x, y, z);

    [MethodImpl(AggressiveInlining)]
    public static void ApplyWithSlopes<TPrimitive>(TPrimitive primitive, F64 x, F64 y, F64 z, out F64 value, out F64 slopeX, out F64 slopeY, out F64 slopeZ)
        where TPrimitive : struct, IPrimitive3<TPrimitive> => TPrimitive.ValueAndSlopes(primitive, x, y, z, out value, out slopeX, out slopeY, out slopeZ);

    [MethodImpl(AggressiveInlining)]
    public static void ApplyWithSlope<TPrimitive>(TPrimitive primitive, F64 x, out F64 value, out F64 slope)
        where TPrimitive : struct, IPrimitive<TPrimitive> => TPrimitive.ValueAndSlope(primitive, x, out value, out slope);

    [MethodImpl(AggressiveInlining)]
    public static F64 Chain(F64 slope, F64 derivative) => derivative.X == 0 ? default : slope * derivative;

    [MethodImpl(AggressiveInlining)]
    public static F64 StraightThrough(F64 value, F64 path) => value;

    [MethodImpl(AggressiveInlining)]
    public static F64 FusedMultiplyAdd(F64 x, F64 y, F64 z) => new() { X = double.MultiplyAddEstimate(x.X, y.X, z.X) };

    [MethodImpl(AggressiveInlining)]
    public static F64 MultiplyAdd(F64 x, double y, F64 z) => new() { X = double.MultiplyAddEstimate(x.X, y, z.X) };

    [MethodImpl(AggressiveInlining)]
    public static F64 RoundedProduct(F64 x, double factor) => new() { X = double.MultiplyAddEstimate(x.X, factor, 6755399441055744d) - 6755399441055744d };

    [MethodImpl(AggressiveInlining)]
    public static F64 AtLeast(F64 x, double low) => x.X < low ? new() { X = low } : x;

    [MethodImpl(AggressiveInlining)]
    public static F64 AtMost(F64 x, double high) => x.X > high ? new() { X = high } : x;

    [MethodImpl(AggressiveInlining)]
    public static F64 IfLess(F64 left, double right, F64 yes, F64 no) => left.X < right ? yes : no;

    [MethodImpl(AggressiveInlining)]
    public static F64 Polynomial(F64 x, double c2, double c1, double c0) =>
        new() { X = double.MultiplyAddEstimate(double.MultiplyAddEstimate(c2, x.X, c1), x.X, c0) };

    [MethodImpl(AggressiveInlining)]
    public static F64 Polynomial(F64 x, double c5, double c4, double c3, double c2, double c1, double c0)
    {
        var square = x.X * x.X;
        var high = double.MultiplyAddEstimate(c5, x.X, c4);
        var middle = double.MultiplyAddEstimate(c3, x.X, c2);
        var low = double.MultiplyAddEstimate(c1, x.X, c0);
        return new() { X = double.MultiplyAddEstimate(double.MultiplyAddEstimate(high, square, middle), square, low) };
    }

    [MethodImpl(AggressiveInlining)]
    public static F64 Polynomial(F64 start, F64 x, double c5, double c4, double c3, double c2, double c1, double c0)
    {
        var square = x.X * x.X;
        var high = double.MultiplyAddEstimate(start.X, x.X, c5);
        var middle = double.MultiplyAddEstimate(c4, x.X, c3);
        var low = double.MultiplyAddEstimate(c2, x.X, c1);
        return new() { X = double.MultiplyAddEstimate(double.MultiplyAddEstimate(double.MultiplyAddEstimate(high, square, middle), square, low), x.X, c0) };
    }

    [MethodImpl(AggressiveInlining)]
    public static F64 Scale(F64 x, F64 n)
    {
        // Two factors, because 2^n itself may overflow or be subnormal; the first product is exact, so there is one rounding.
        var half = RoundedProduct(n, 0.5).X;
        return new() { X = x.X * PowerOfTwo(half) * PowerOfTwo(n.X - half) };
    }

    [MethodImpl(AggressiveInlining)]
    public static F64 SplitExponent(F64 x, out F64 exponent)
    {
        var subnormal = x.X < 2.2250738585072014e-308;
        var bits = BitConverter.DoubleToInt64Bits(subnormal ? x.X * 18014398509481984d : x.X) + (0x3FF0000000000000 - 0x3FE6A09E667F3BCD);
        exponent = new() { X = (bits >>> 52) - 1023 - (subnormal ? 54 : 0) };
        return new() { X = BitConverter.Int64BitsToDouble((bits & 0x000FFFFFFFFFFFFF) + 0x3FE6A09E667F3BCD) };
    }

    [MethodImpl(AggressiveInlining)]
    public static F64 LogEdge(F64 x, F64 y) =>
        x.X > 0 ? (x.X < double.PositiveInfinity ? y : x) : x.X < 0 ? new() { X = double.NaN } : new() { X = x.X - double.PositiveInfinity };

    [MethodImpl(AggressiveInlining)]
    public static F64 SquareRoot(F64 x) => new() { X = Math.Sqrt(x.X) };

    [MethodImpl(AggressiveInlining)]
    public static F64 Absolute(F64 x) => new() { X = Math.Abs(x.X) };

    [MethodImpl(AggressiveInlining)]
    public static F64 Maximum(F64 x, F64 y) => new() { X = Math.Max(x.X, y.X) };

    [MethodImpl(AggressiveInlining)]
    public static F64 Minimum(F64 x, F64 y) => new() { X = Math.Min(x.X, y.X) };

    public static void Accumulate(F64 x, ref Vector512<double> low, ref Vector512<double> high) =>
        throw new NotSupportedException("narrow lanes are summed in a separate pass");

    [MethodImpl(AggressiveInlining)]
    public static F64 ByElement<TFunction>(TFunction function, F64 x)
        where TFunction : struct, IScalarFunction => new() { X = function.Of(x.X) };

    [MethodImpl(AggressiveInlining)]
    public static F64 ByElement<TFunction>(TFunction function, F64 x, F64 y)
        where TFunction : struct, IScalarFunction2 => new() { X = function.Of(x.X, y.X) };

    [MethodImpl(AggressiveInlining)]
    public static F64 Load(double* from) => new() { X = *from };

    [MethodImpl(AggressiveInlining)]
    public static void Store(F64 x, double* to) => *to = x.X;

    [MethodImpl(AggressiveInlining)]
    public static void StoreStreaming(F64 x, double* to) => *to = x.X;

    /// <summary>2^n, by writing n to the exponent bits: the magic summand brings the integer to the low bits.</summary>
    [MethodImpl(AggressiveInlining)]
    private static double PowerOfTwo(double n) => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(n + (6755399441055744d + 1023d)) << 52);
}
