using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>Two doubles at once: 128-bit lanes.</summary>
public unsafe struct W2(Vector128<double> v) : ILanes<W2, double>
{
    public Vector128<double> V = v;

    public static bool IsSingle => false;

    public static int Count => 2;

    public static bool Accumulates => false;

    [MethodImpl(AggressiveInlining)]
    public static W2 operator +(W2 left, W2 right) => new() { V = left.V + right.V };

    [MethodImpl(AggressiveInlining)]
    public static W2 operator -(W2 left, W2 right) => new() { V = left.V - right.V };

    [MethodImpl(AggressiveInlining)]
    public static W2 operator *(W2 left, W2 right) => new() { V = left.V * right.V };

    [MethodImpl(AggressiveInlining)]
    public static W2 operator /(W2 left, W2 right) => new() { V = left.V / right.V };

    [MethodImpl(AggressiveInlining)]
    public static W2 operator -(W2 x) => new() { V = -x.V };

    [MethodImpl(AggressiveInlining)]
    public static W2 operator +(double left, W2 right) => new() { V = Vector128.Create(left) + right.V };

    [MethodImpl(AggressiveInlining)]
    public static W2 operator +(W2 left, double right) => new() { V = left.V + Vector128.Create(right) };

    [MethodImpl(AggressiveInlining)]
    public static W2 operator -(double left, W2 right) => new() { V = Vector128.Create(left) - right.V };

    [MethodImpl(AggressiveInlining)]
    public static W2 operator -(W2 left, double right) => new() { V = left.V - Vector128.Create(right) };

    [MethodImpl(AggressiveInlining)]
    public static W2 operator *(double left, W2 right) => new() { V = Vector128.Create(left) * right.V };

    [MethodImpl(AggressiveInlining)]
    public static W2 operator *(W2 left, double right) => new() { V = left.V * Vector128.Create(right) };

    [MethodImpl(AggressiveInlining)]
    public static W2 operator /(double left, W2 right) => new() { V = Vector128.Create(left) / right.V };

    [MethodImpl(AggressiveInlining)]
    public static W2 operator /(W2 left, double right) => new() { V = left.V / Vector128.Create(right) };

    [MethodImpl(AggressiveInlining)]
    public static W2 Of(double value, string name = "") => new() { V = Vector128.Create(value) };

    [MethodImpl(AggressiveInlining)]
    public static W2 IfLess(W2 left, W2 right, W2 yes, W2 no) => new() { V = Vector128.ConditionalSelect(Vector128.LessThan(left.V, right.V), yes.V, no.V) };

    [MethodImpl(AggressiveInlining)]
    public static W2 Apply<TPrimitive>(TPrimitive primitive, W2 x)
        where TPrimitive : struct, IPrimitive<TPrimitive> => TPrimitive.Value(primitive, x);

    [MethodImpl(AggressiveInlining)]
    public static W2 Apply<TPrimitive>(TPrimitive primitive, W2 x, W2 y)
        where TPrimitive : struct, IPrimitive2<TPrimitive> => TPrimitive.Value(primitive, x, y);

    [MethodImpl(AggressiveInlining)]
    public static W2 Apply<TPrimitive>(TPrimitive primitive, W2 x, W2 y, W2 z)
        where TPrimitive : struct, IPrimitive3<TPrimitive> => TPrimitive.Value(primitive, x, y, z);

    [MethodImpl(AggressiveInlining)]
    public static void ApplyWithSlopes<TPrimitive>(TPrimitive primitive, W2 x, W2 y, W2 z, out W2 value, out W2 slopeX, out W2 slopeY, out W2 slopeZ)
        where TPrimitive : struct, IPrimitive3<TPrimitive> => TPrimitive.ValueAndSlopes(primitive, x, y, z, out value, out slopeX, out slopeY, out slopeZ);

    [MethodImpl(AggressiveInlining)]
    public static void ApplyWithSlope<TPrimitive>(TPrimitive primitive, W2 x, out W2 value, out W2 slope)
        where TPrimitive : struct, IPrimitive<TPrimitive> => TPrimitive.ValueAndSlope(primitive, x, out value, out slope);

    [MethodImpl(AggressiveInlining)]
    public static W2 Chain(W2 slope, W2 derivative) =>
        new() { V = Vector128.ConditionalSelect(~Vector128.Equals(derivative.V, Vector128<double>.Zero), slope.V * derivative.V, Vector128<double>.Zero) };

    [MethodImpl(AggressiveInlining)]
    public static W2 StraightThrough(W2 value, W2 path) => value;

    [MethodImpl(AggressiveInlining)]
    public static W2 FusedMultiplyAdd(W2 x, W2 y, W2 z) => new() { V = Vector128.MultiplyAddEstimate(x.V, y.V, z.V) };

    [MethodImpl(AggressiveInlining)]
    public static W2 MultiplyAdd(W2 x, double y, W2 z) => new() { V = Vector128.MultiplyAddEstimate(x.V, Vector128.Create(y), z.V) };

    [MethodImpl(AggressiveInlining)]
    public static W2 RoundedProduct(W2 x, double factor) =>
        new() { V = Vector128.MultiplyAddEstimate(x.V, Vector128.Create(factor), Vector128.Create(6755399441055744d)) - Vector128.Create(6755399441055744d) };

    [MethodImpl(AggressiveInlining)]
    public static W2 AtLeast(W2 x, double low) => new() { V = Vector128.ConditionalSelect(Vector128.LessThan(x.V, Vector128.Create(low)), Vector128.Create(low), x.V) };

    [MethodImpl(AggressiveInlining)]
    public static W2 AtMost(W2 x, double high) => new() { V = Vector128.ConditionalSelect(Vector128.GreaterThan(x.V, Vector128.Create(high)), Vector128.Create(high), x.V) };

    [MethodImpl(AggressiveInlining)]
    public static W2 IfLess(W2 left, double right, W2 yes, W2 no) =>
        new() { V = Vector128.ConditionalSelect(Vector128.LessThan(left.V, Vector128.Create(right)), yes.V, no.V) };

    [MethodImpl(AggressiveInlining)]
    public static W2 Polynomial(W2 x, double c2, double c1, double c0) =>
        new() { V = Vector128.MultiplyAddEstimate(Vector128.MultiplyAddEstimate(Vector128.Create(c2), x.V, Vector128.Create(c1)), x.V, Vector128.Create(c0)) };

    [MethodImpl(AggressiveInlining)]
    public static W2 Polynomial(W2 x, double c5, double c4, double c3, double c2, double c1, double c0)
    {
        var v = x.V;
        var square = v * v;
        var high = Vector128.MultiplyAddEstimate(Vector128.Create(c5), v, Vector128.Create(c4));
        var middle = Vector128.MultiplyAddEstimate(Vector128.Create(c3), v, Vector128.Create(c2));
        var low = Vector128.MultiplyAddEstimate(Vector128.Create(c1), v, Vector128.Create(c0));
        return new() { V = Vector128.MultiplyAddEstimate(Vector128.MultiplyAddEstimate(high, square, middle), square, low) };
    }

    [MethodImpl(AggressiveInlining)]
    public static W2 Polynomial(W2 start, W2 x, double c5, double c4, double c3, double c2, double c1, double c0)
    {
        var v = x.V;
        var square = v * v;
        var high = Vector128.MultiplyAddEstimate(start.V, v, Vector128.Create(c5));
        var middle = Vector128.MultiplyAddEstimate(Vector128.Create(c4), v, Vector128.Create(c3));
        var low = Vector128.MultiplyAddEstimate(Vector128.Create(c2), v, Vector128.Create(c1));
        return new() { V = Vector128.MultiplyAddEstimate(Vector128.MultiplyAddEstimate(Vector128.MultiplyAddEstimate(high, square, middle), square, low), v, Vector128.Create(c0)) };
    }

    [MethodImpl(AggressiveInlining)]
    public static W2 Scale(W2 x, W2 n)
    {
        // Two factors, because 2^n itself may overflow or be subnormal; the first product is exact, so there is one rounding.
        var half = RoundedProduct(n, 0.5).V;
        return new() { V = x.V * PowerOfTwo(half) * PowerOfTwo(n.V - half) };
    }

    [MethodImpl(AggressiveInlining)]
    public static W2 SplitExponent(W2 x, out W2 exponent)
    {
        var subnormal = Vector128.LessThan(x.V, Vector128.Create(2.2250738585072014e-308));
        var bits = Vector128.ConditionalSelect(subnormal, x.V * Vector128.Create(18014398509481984d), x.V).AsInt64() + Vector128.Create(0x3FF0000000000000 - 0x3FE6A09E667F3BCD);

        // A 52-bit integer becomes a double through the exponent of 2^52: below AVX-512 this needs no conversion instruction.
        var biased = ((bits >>> 52) | Vector128.Create(0x4330000000000000)).AsDouble() - Vector128.Create(4503599627370496d + 1023d);
        exponent = new() { V = biased - Vector128.ConditionalSelect(subnormal, Vector128.Create(54d), Vector128<double>.Zero) };
        return new() { V = ((bits & Vector128.Create(0x000FFFFFFFFFFFFF)) + Vector128.Create(0x3FE6A09E667F3BCD)).AsDouble() };
    }

    [MethodImpl(AggressiveInlining)]
    public static W2 LogEdge(W2 x, W2 y)
    {
        var positive = Vector128.ConditionalSelect(Vector128.LessThan(x.V, Vector128.Create(double.PositiveInfinity)), y.V, x.V);
        var edge = Vector128.ConditionalSelect(Vector128.LessThan(x.V, Vector128<double>.Zero), Vector128.Create(double.NaN), x.V - Vector128.Create(double.PositiveInfinity));
        return new() { V = Vector128.ConditionalSelect(Vector128.GreaterThan(x.V, Vector128<double>.Zero), positive, edge) };
    }

    [MethodImpl(AggressiveInlining)]
    public static W2 SquareRoot(W2 x) => new() { V = Vector128.Sqrt(x.V) };

    [MethodImpl(AggressiveInlining)]
    public static W2 Absolute(W2 x) => new() { V = Vector128.Abs(x.V) };

    [MethodImpl(AggressiveInlining)]
    public static W2 Maximum(W2 x, W2 y) => new() { V = Vector128.Max(x.V, y.V) };

    [MethodImpl(AggressiveInlining)]
    public static W2 Minimum(W2 x, W2 y) => new() { V = Vector128.Min(x.V, y.V) };

    [MethodImpl(AggressiveInlining)]
    public static void Accumulate(W2 x, ref Vector512<double> low, ref Vector512<double> high)
    {
        throw new NotSupportedException("narrow lanes are summed in a separate pass");
    }

    [MethodImpl(AggressiveInlining)]
    public static W2 ByElement<TFunction>(TFunction function, W2 x)
        where TFunction : struct, IScalarFunction
    {
        ElementWise.Apply(function, (double*)&x, Count);
        return x;
    }

    [MethodImpl(AggressiveInlining)]
    public static W2 ByElement<TFunction>(TFunction function, W2 x, W2 y)
        where TFunction : struct, IScalarFunction2
    {
        ElementWise.Apply(function, (double*)&x, (double*)&y, Count);
        return x;
    }

    [MethodImpl(AggressiveInlining)]
    public static W2 Load(double* from) => new() { V = Vector128.Load(from) };

    [MethodImpl(AggressiveInlining)]
    public static void Store(W2 x, double* to) => x.V.Store(to);

    [MethodImpl(AggressiveInlining)]
    public static void StoreStreaming(W2 x, double* to) => x.V.StoreAlignedNonTemporal(to);

    /// <summary>2^n, by writing n to the exponent bits: the magic summand brings the integer to the low bits.</summary>
    [MethodImpl(AggressiveInlining)]
    private static Vector128<double> PowerOfTwo(Vector128<double> n) => ((n + Vector128.Create(6755399441055744d + 1023d)).AsInt64() << 52).AsDouble();
}
