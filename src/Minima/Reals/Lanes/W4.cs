using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>Four doubles at once: 256-bit lanes.</summary>
public unsafe struct W4(Vector256<double> v) : ILanes<W4, double>
{
    public Vector256<double> V = v;

    public static bool IsSingle => false;

    public static int Count => 4;

    public static bool Accumulates => false;

    [MethodImpl(AggressiveInlining)]
    public static W4 operator +(W4 left, W4 right) => new() { V = left.V + right.V };

    [MethodImpl(AggressiveInlining)]
    public static W4 operator -(W4 left, W4 right) => new() { V = left.V - right.V };

    [MethodImpl(AggressiveInlining)]
    public static W4 operator *(W4 left, W4 right) => new() { V = left.V * right.V };

    [MethodImpl(AggressiveInlining)]
    public static W4 operator /(W4 left, W4 right) => new() { V = left.V / right.V };

    [MethodImpl(AggressiveInlining)]
    public static W4 operator -(W4 x) => new() { V = -x.V };

    [MethodImpl(AggressiveInlining)]
    public static W4 operator +(double left, W4 right) => new() { V = Vector256.Create(left) + right.V };

    [MethodImpl(AggressiveInlining)]
    public static W4 operator +(W4 left, double right) => new() { V = left.V + Vector256.Create(right) };

    [MethodImpl(AggressiveInlining)]
    public static W4 operator -(double left, W4 right) => new() { V = Vector256.Create(left) - right.V };

    [MethodImpl(AggressiveInlining)]
    public static W4 operator -(W4 left, double right) => new() { V = left.V - Vector256.Create(right) };

    [MethodImpl(AggressiveInlining)]
    public static W4 operator *(double left, W4 right) => new() { V = Vector256.Create(left) * right.V };

    [MethodImpl(AggressiveInlining)]
    public static W4 operator *(W4 left, double right) => new() { V = left.V * Vector256.Create(right) };

    [MethodImpl(AggressiveInlining)]
    public static W4 operator /(double left, W4 right) => new() { V = Vector256.Create(left) / right.V };

    [MethodImpl(AggressiveInlining)]
    public static W4 operator /(W4 left, double right) => new() { V = left.V / Vector256.Create(right) };

    [MethodImpl(AggressiveInlining)]
    public static W4 Of(double value, string name = "") => new() { V = Vector256.Create(value) };

    [MethodImpl(AggressiveInlining)]
    public static W4 IfLess(W4 left, W4 right, W4 yes, W4 no) => new() { V = Vector256.ConditionalSelect(Vector256.LessThan(left.V, right.V), yes.V, no.V) };

    [MethodImpl(AggressiveInlining)]
    public static W4 Apply<TPrimitive>(TPrimitive primitive, W4 x)
        where TPrimitive : struct, IPrimitive<TPrimitive> => TPrimitive.Value(primitive, x);

    [MethodImpl(AggressiveInlining)]
    public static W4 Apply<TPrimitive>(TPrimitive primitive, W4 x, W4 y)
        where TPrimitive : struct, IPrimitive2<TPrimitive> => TPrimitive.Value(primitive, x, y);

    [MethodImpl(AggressiveInlining)]
    public static W4 Apply<TPrimitive>(TPrimitive primitive, W4 x, W4 y, W4 z)
        where TPrimitive : struct, IPrimitive3<TPrimitive> => TPrimitive.Value(primitive, x, y, z);

    [MethodImpl(AggressiveInlining)]
    public static void ApplyWithSlopes<TPrimitive>(TPrimitive primitive, W4 x, W4 y, W4 z, out W4 value, out W4 slopeX, out W4 slopeY, out W4 slopeZ)
        where TPrimitive : struct, IPrimitive3<TPrimitive> => TPrimitive.ValueAndSlopes(primitive, x, y, z, out value, out slopeX, out slopeY, out slopeZ);

    [MethodImpl(AggressiveInlining)]
    public static void ApplyWithSlope<TPrimitive>(TPrimitive primitive, W4 x, out W4 value, out W4 slope)
        where TPrimitive : struct, IPrimitive<TPrimitive> => TPrimitive.ValueAndSlope(primitive, x, out value, out slope);

    [MethodImpl(AggressiveInlining)]
    public static W4 Chain(W4 slope, W4 derivative) =>
        new() { V = Vector256.ConditionalSelect(~Vector256.Equals(derivative.V, Vector256<double>.Zero), slope.V * derivative.V, Vector256<double>.Zero) };

    [MethodImpl(AggressiveInlining)]
    public static W4 StraightThrough(W4 value, W4 path) => value;

    [MethodImpl(AggressiveInlining)]
    public static W4 FusedMultiplyAdd(W4 x, W4 y, W4 z) => new() { V = Vector256.MultiplyAddEstimate(x.V, y.V, z.V) };

    [MethodImpl(AggressiveInlining)]
    public static W4 MultiplyAdd(W4 x, double y, W4 z) => new() { V = Vector256.MultiplyAddEstimate(x.V, Vector256.Create(y), z.V) };

    [MethodImpl(AggressiveInlining)]
    public static W4 RoundedProduct(W4 x, double factor) =>
        new() { V = Vector256.MultiplyAddEstimate(x.V, Vector256.Create(factor), Vector256.Create(6755399441055744d)) - Vector256.Create(6755399441055744d) };

    [MethodImpl(AggressiveInlining)]
    public static W4 AtLeast(W4 x, double low) => new() { V = Vector256.ConditionalSelect(Vector256.LessThan(x.V, Vector256.Create(low)), Vector256.Create(low), x.V) };

    [MethodImpl(AggressiveInlining)]
    public static W4 AtMost(W4 x, double high) => new() { V = Vector256.ConditionalSelect(Vector256.GreaterThan(x.V, Vector256.Create(high)), Vector256.Create(high), x.V) };

    [MethodImpl(AggressiveInlining)]
    public static W4 IfLess(W4 left, double right, W4 yes, W4 no) =>
        new() { V = Vector256.ConditionalSelect(Vector256.LessThan(left.V, Vector256.Create(right)), yes.V, no.V) };

    [MethodImpl(AggressiveInlining)]
    public static W4 Polynomial(W4 x, double c2, double c1, double c0) =>
        new() { V = Vector256.MultiplyAddEstimate(Vector256.MultiplyAddEstimate(Vector256.Create(c2), x.V, Vector256.Create(c1)), x.V, Vector256.Create(c0)) };

    [MethodImpl(AggressiveInlining)]
    public static W4 Polynomial(W4 x, double c5, double c4, double c3, double c2, double c1, double c0)
    {
        var v = x.V;
        var square = v * v;
        var high = Vector256.MultiplyAddEstimate(Vector256.Create(c5), v, Vector256.Create(c4));
        var middle = Vector256.MultiplyAddEstimate(Vector256.Create(c3), v, Vector256.Create(c2));
        var low = Vector256.MultiplyAddEstimate(Vector256.Create(c1), v, Vector256.Create(c0));
        return new() { V = Vector256.MultiplyAddEstimate(Vector256.MultiplyAddEstimate(high, square, middle), square, low) };
    }

    [MethodImpl(AggressiveInlining)]
    public static W4 Polynomial(W4 start, W4 x, double c5, double c4, double c3, double c2, double c1, double c0)
    {
        var v = x.V;
        var square = v * v;
        var high = Vector256.MultiplyAddEstimate(start.V, v, Vector256.Create(c5));
        var middle = Vector256.MultiplyAddEstimate(Vector256.Create(c4), v, Vector256.Create(c3));
        var low = Vector256.MultiplyAddEstimate(Vector256.Create(c2), v, Vector256.Create(c1));
        return new() { V = Vector256.MultiplyAddEstimate(Vector256.MultiplyAddEstimate(Vector256.MultiplyAddEstimate(high, square, middle), square, low), v, Vector256.Create(c0)) };
    }

    [MethodImpl(AggressiveInlining)]
    public static W4 Scale(W4 x, W4 n)
    {
        // Two factors, because 2^n itself may overflow or be subnormal; the first product is exact, so there is one rounding.
        var half = RoundedProduct(n, 0.5).V;
        return new() { V = x.V * PowerOfTwo(half) * PowerOfTwo(n.V - half) };
    }

    [MethodImpl(AggressiveInlining)]
    public static W4 SplitExponent(W4 x, out W4 exponent)
    {
        var subnormal = Vector256.LessThan(x.V, Vector256.Create(2.2250738585072014e-308));
        var bits = Vector256.ConditionalSelect(subnormal, x.V * Vector256.Create(18014398509481984d), x.V).AsInt64() + Vector256.Create(0x3FF0000000000000 - 0x3FE6A09E667F3BCD);

        // A 52-bit integer becomes a double through the exponent of 2^52: below AVX-512 this needs no conversion instruction.
        var biased = ((bits >>> 52) | Vector256.Create(0x4330000000000000)).AsDouble() - Vector256.Create(4503599627370496d + 1023d);
        exponent = new() { V = biased - Vector256.ConditionalSelect(subnormal, Vector256.Create(54d), Vector256<double>.Zero) };
        return new() { V = ((bits & Vector256.Create(0x000FFFFFFFFFFFFF)) + Vector256.Create(0x3FE6A09E667F3BCD)).AsDouble() };
    }

    [MethodImpl(AggressiveInlining)]
    public static W4 LogEdge(W4 x, W4 y)
    {
        var positive = Vector256.ConditionalSelect(Vector256.LessThan(x.V, Vector256.Create(double.PositiveInfinity)), y.V, x.V);
        var edge = Vector256.ConditionalSelect(Vector256.LessThan(x.V, Vector256<double>.Zero), Vector256.Create(double.NaN), x.V - Vector256.Create(double.PositiveInfinity));
        return new() { V = Vector256.ConditionalSelect(Vector256.GreaterThan(x.V, Vector256<double>.Zero), positive, edge) };
    }

    [MethodImpl(AggressiveInlining)]
    public static W4 SquareRoot(W4 x) => new() { V = Vector256.Sqrt(x.V) };

    [MethodImpl(AggressiveInlining)]
    public static W4 Absolute(W4 x) => new() { V = Vector256.Abs(x.V) };

    [MethodImpl(AggressiveInlining)]
    public static W4 Maximum(W4 x, W4 y) => new() { V = Vector256.Max(x.V, y.V) };

    [MethodImpl(AggressiveInlining)]
    public static W4 Minimum(W4 x, W4 y) => new() { V = Vector256.Min(x.V, y.V) };

    [MethodImpl(AggressiveInlining)]
    public static void Accumulate(W4 x, ref Vector512<double> low, ref Vector512<double> high)
    {
        throw new NotSupportedException("narrow lanes are summed in a separate pass");
    }

    [MethodImpl(AggressiveInlining)]
    public static W4 ByElement<TFunction>(TFunction function, W4 x)
        where TFunction : struct, IScalarFunction
    {
        ElementWise.Apply(function, (double*)&x, Count);
        return x;
    }

    [MethodImpl(AggressiveInlining)]
    public static W4 ByElement<TFunction>(TFunction function, W4 x, W4 y)
        where TFunction : struct, IScalarFunction2
    {
        ElementWise.Apply(function, (double*)&x, (double*)&y, Count);
        return x;
    }

    [MethodImpl(AggressiveInlining)]
    public static W4 Load(double* from) => new() { V = Vector256.Load(from) };

    [MethodImpl(AggressiveInlining)]
    public static void Store(W4 x, double* to) => x.V.Store(to);

    [MethodImpl(AggressiveInlining)]
    public static void StoreStreaming(W4 x, double* to) => x.V.StoreAlignedNonTemporal(to);

    /// <summary>2^n, by writing n to the exponent bits: the magic summand brings the integer to the low bits.</summary>
    [MethodImpl(AggressiveInlining)]
    private static Vector256<double> PowerOfTwo(Vector256<double> n) => ((n + Vector256.Create(6755399441055744d + 1023d)).AsInt64() << 52).AsDouble();
}
