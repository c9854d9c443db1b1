using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>Eight doubles at once: 512-bit lanes.</summary>
public unsafe struct W8(Vector512<double> v) : ILanes<W8, double>
{
    public Vector512<double> V = v;

    public static bool IsSingle => false;

    public static int Count => 8;

    public static bool Accumulates => true;

    [MethodImpl(AggressiveInlining)]
    public static W8 operator +(W8 left, W8 right) => new() { V = left.V + right.V };

    [MethodImpl(AggressiveInlining)]
    public static W8 operator -(W8 left, W8 right) => new() { V = left.V - right.V };

    [MethodImpl(AggressiveInlining)]
    public static W8 operator *(W8 left, W8 right) => new() { V = left.V * right.V };

    [MethodImpl(AggressiveInlining)]
    public static W8 operator /(W8 left, W8 right) => new() { V = left.V / right.V };

    [MethodImpl(AggressiveInlining)]
    public static W8 operator -(W8 x) => new() { V = -x.V };

    [MethodImpl(AggressiveInlining)]
    public static W8 operator +(double left, W8 right) => new() { V = Vector512.Create(left) + right.V };

    [MethodImpl(AggressiveInlining)]
    public static W8 operator +(W8 left, double right) => new() { V = left.V + Vector512.Create(right) };

    [MethodImpl(AggressiveInlining)]
    public static W8 operator -(double left, W8 right) => new() { V = Vector512.Create(left) - right.V };

    [MethodImpl(AggressiveInlining)]
    public static W8 operator -(W8 left, double right) => new() { V = left.V - Vector512.Create(right) };

    [MethodImpl(AggressiveInlining)]
    public static W8 operator *(double left, W8 right) => new() { V = Vector512.Create(left) * right.V };

    [MethodImpl(AggressiveInlining)]
    public static W8 operator *(W8 left, double right) => new() { V = left.V * Vector512.Create(right) };

    [MethodImpl(AggressiveInlining)]
    public static W8 operator /(double left, W8 right) => new() { V = Vector512.Create(left) / right.V };

    [MethodImpl(AggressiveInlining)]
    public static W8 operator /(W8 left, double right) => new() { V = left.V / Vector512.Create(right) };

    [MethodImpl(AggressiveInlining)]
    public static W8 Of(double value, string name = "") => new() { V = Vector512.Create(value) };

    [MethodImpl(AggressiveInlining)]
    public static W8 IfLess(W8 left, W8 right, W8 yes, W8 no) => new() { V = Vector512.ConditionalSelect(Vector512.LessThan(left.V, right.V), yes.V, no.V) };

    [MethodImpl(AggressiveInlining)]
    public static W8 Apply<TPrimitive>(TPrimitive primitive, W8 x)
        where TPrimitive : struct, IPrimitive<TPrimitive> => TPrimitive.Value(primitive, x);

    [MethodImpl(AggressiveInlining)]
    public static W8 Apply<TPrimitive>(TPrimitive primitive, W8 x, W8 y)
        where TPrimitive : struct, IPrimitive2<TPrimitive> => TPrimitive.Value(primitive, x, y);

    [MethodImpl(AggressiveInlining)]
    public static W8 Apply<TPrimitive>(TPrimitive primitive, W8 x, W8 y, W8 z)
        where TPrimitive : struct, IPrimitive3<TPrimitive> => TPrimitive.Value(primitive, x, y, z);

    [MethodImpl(AggressiveInlining)]
    public static void ApplyWithSlopes<TPrimitive>(TPrimitive primitive, W8 x, W8 y, W8 z, out W8 value, out W8 slopeX, out W8 slopeY, out W8 slopeZ)
        where TPrimitive : struct, IPrimitive3<TPrimitive> => TPrimitive.ValueAndSlopes(primitive, x, y, z, out value, out slopeX, out slopeY, out slopeZ);

    [MethodImpl(AggressiveInlining)]
    public static void ApplyWithSlope<TPrimitive>(TPrimitive primitive, W8 x, out W8 value, out W8 slope)
        where TPrimitive : struct, IPrimitive<TPrimitive> => TPrimitive.ValueAndSlope(primitive, x, out value, out slope);

    [MethodImpl(AggressiveInlining)]
    public static W8 Chain(W8 slope, W8 derivative) =>
        new() { V = Vector512.ConditionalSelect(~Vector512.Equals(derivative.V, Vector512<double>.Zero), slope.V * derivative.V, Vector512<double>.Zero) };

    [MethodImpl(AggressiveInlining)]
    public static W8 StraightThrough(W8 value, W8 path) => value;

    [MethodImpl(AggressiveInlining)]
    public static W8 FusedMultiplyAdd(W8 x, W8 y, W8 z) => new() { V = Vector512.MultiplyAddEstimate(x.V, y.V, z.V) };

    [MethodImpl(AggressiveInlining)]
    public static W8 MultiplyAdd(W8 x, double y, W8 z) => new() { V = Vector512.MultiplyAddEstimate(x.V, Vector512.Create(y), z.V) };

    [MethodImpl(AggressiveInlining)]
    public static W8 RoundedProduct(W8 x, double factor) =>
        new() { V = Vector512.MultiplyAddEstimate(x.V, Vector512.Create(factor), Vector512.Create(6755399441055744d)) - Vector512.Create(6755399441055744d) };

    [MethodImpl(AggressiveInlining)]
    public static W8 AtLeast(W8 x, double low)
    {
        // One instruction; its result for a NaN is its second operand.
        if (Avx512F.IsSupported)
        {
            return new() { V = Avx512F.Max(Vector512.Create(low), x.V) };
        }

        return new() { V = Vector512.ConditionalSelect(Vector512.LessThan(x.V, Vector512.Create(low)), Vector512.Create(low), x.V) };
    }

    [MethodImpl(AggressiveInlining)]
    public static W8 AtMost(W8 x, double high)
    {
        // One instruction; its result for a NaN is its second operand.
        if (Avx512F.IsSupported)
        {
            return new() { V = Avx512F.Min(Vector512.Create(high), x.V) };
        }

        return new() { V = Vector512.ConditionalSelect(Vector512.GreaterThan(x.V, Vector512.Create(high)), Vector512.Create(high), x.V) };
    }

    [MethodImpl(AggressiveInlining)]
    public static W8 AtLeast(W8 x, W8 low)
    {
        if (Avx512F.IsSupported)
        {
            return new() { V = Avx512F.Max(low.V, x.V) };
        }

        return new() { V = Vector512.ConditionalSelect(Vector512.LessThan(x.V, low.V), low.V, x.V) };
    }

    [MethodImpl(AggressiveInlining)]
    public static W8 AtMost(W8 x, W8 high)
    {
        if (Avx512F.IsSupported)
        {
            return new() { V = Avx512F.Min(high.V, x.V) };
        }

        return new() { V = Vector512.ConditionalSelect(Vector512.GreaterThan(x.V, high.V), high.V, x.V) };
    }

    [MethodImpl(AggressiveInlining)]
    public static W8 IfLess(W8 left, double right, W8 yes, W8 no) =>
        new() { V = Vector512.ConditionalSelect(Vector512.LessThan(left.V, Vector512.Create(right)), yes.V, no.V) };

    [MethodImpl(AggressiveInlining)]
    public static W8 Polynomial(W8 x, double c2, double c1, double c0) =>
        new() { V = Vector512.MultiplyAddEstimate(Vector512.MultiplyAddEstimate(Vector512.Create(c2), x.V, Vector512.Create(c1)), x.V, Vector512.Create(c0)) };

    [MethodImpl(AggressiveInlining)]
    public static W8 Polynomial(W8 x, double c5, double c4, double c3, double c2, double c1, double c0)
    {
        var v = x.V;
        var square = v * v;
        var high = Vector512.MultiplyAddEstimate(Vector512.Create(c5), v, Vector512.Create(c4));
        var middle = Vector512.MultiplyAddEstimate(Vector512.Create(c3), v, Vector512.Create(c2));
        var low = Vector512.MultiplyAddEstimate(Vector512.Create(c1), v, Vector512.Create(c0));
        return new() { V = Vector512.MultiplyAddEstimate(Vector512.MultiplyAddEstimate(high, square, middle), square, low) };
    }

    [MethodImpl(AggressiveInlining)]
    public static W8 Polynomial(W8 start, W8 x, double c5, double c4, double c3, double c2, double c1, double c0)
    {
        var v = x.V;
        var square = v * v;
        var high = Vector512.MultiplyAddEstimate(start.V, v, Vector512.Create(c5));
        var middle = Vector512.MultiplyAddEstimate(Vector512.Create(c4), v, Vector512.Create(c3));
        var low = Vector512.MultiplyAddEstimate(Vector512.Create(c2), v, Vector512.Create(c1));
        return new() { V = Vector512.MultiplyAddEstimate(Vector512.MultiplyAddEstimate(Vector512.MultiplyAddEstimate(high, square, middle), square, low), v, Vector512.Create(c0)) };
    }

    [MethodImpl(AggressiveInlining)]
    public static W8 Scale(W8 x, W8 n)
    {
        // vscalef rounds once; without it (no AVX-512) the product is taken in two exact halves.
        if (Avx512F.IsSupported)
        {
            return new() { V = Avx512F.Scale(x.V, n.V) };
        }

        var half = RoundedProduct(n, 0.5).V;
        return new() { V = x.V * PowerOfTwo(half) * PowerOfTwo(n.V - half) };
    }

    [MethodImpl(AggressiveInlining)]
    public static W8 SplitExponent(W8 x, out W8 exponent)
    {
        var subnormal = Vector512.LessThan(x.V, Vector512.Create(2.2250738585072014e-308));
        var bits = Vector512.ConditionalSelect(subnormal, x.V * Vector512.Create(18014398509481984d), x.V).AsInt64() + Vector512.Create(0x3FF0000000000000 - 0x3FE6A09E667F3BCD);

        // A 52-bit integer becomes a double through the exponent of 2^52: below AVX-512 this needs no conversion instruction.
        var biased = ((bits >>> 52) | Vector512.Create(0x4330000000000000)).AsDouble() - Vector512.Create(4503599627370496d + 1023d);
        exponent = new() { V = biased - Vector512.ConditionalSelect(subnormal, Vector512.Create(54d), Vector512<double>.Zero) };
        return new() { V = ((bits & Vector512.Create(0x000FFFFFFFFFFFFF)) + Vector512.Create(0x3FE6A09E667F3BCD)).AsDouble() };
    }

    [MethodImpl(AggressiveInlining)]
    public static W8 LogEdge(W8 x, W8 y)
    {
        // One instruction with a table of results for each class of x: quiet NaN of x for NaN, -infinity for 0, NaN for negative, +infinity.
        if (Avx512F.IsSupported)
        {
            return new() { V = Avx512F.Fixup(y.V, x.V, Vector512.Create(0x03530422L), 0) };
        }

        var positive = Vector512.ConditionalSelect(Vector512.LessThan(x.V, Vector512.Create(double.PositiveInfinity)), y.V, x.V);
        var edge = Vector512.ConditionalSelect(Vector512.LessThan(x.V, Vector512<double>.Zero), Vector512.Create(double.NaN), x.V - Vector512.Create(double.PositiveInfinity));
        return new() { V = Vector512.ConditionalSelect(Vector512.GreaterThan(x.V, Vector512<double>.Zero), positive, edge) };
    }

    [MethodImpl(AggressiveInlining)]
    public static W8 SquareRoot(W8 x) => new() { V = Vector512.Sqrt(x.V) };

    [MethodImpl(AggressiveInlining)]
    public static W8 Absolute(W8 x) => new() { V = Vector512.Abs(x.V) };

    [MethodImpl(AggressiveInlining)]
    public static W8 Maximum(W8 x, W8 y) => new() { V = Vector512.Max(x.V, y.V) };

    [MethodImpl(AggressiveInlining)]
    public static W8 Minimum(W8 x, W8 y) => new() { V = Vector512.Min(x.V, y.V) };

    [MethodImpl(AggressiveInlining)]
    public static void Accumulate(W8 x, ref Vector512<double> low, ref Vector512<double> high)
    {
        var sum = low + x.V;
        low = high;
        high = sum;
    }

    [MethodImpl(AggressiveInlining)]
    public static W8 ByElement<TFunction>(TFunction function, W8 x)
        where TFunction : struct, IScalarFunction
    {
        ElementWise.Apply(function, (double*)&x, Count);
        return x;
    }

    [MethodImpl(AggressiveInlining)]
    public static W8 ByElement<TFunction>(TFunction function, W8 x, W8 y)
        where TFunction : struct, IScalarFunction2
    {
        ElementWise.Apply(function, (double*)&x, (double*)&y, Count);
        return x;
    }

    [MethodImpl(AggressiveInlining)]
    public static W8 Load(double* from) => new() { V = Vector512.Load(from) };

    [MethodImpl(AggressiveInlining)]
    public static void Store(W8 x, double* to) => x.V.Store(to);

    [MethodImpl(AggressiveInlining)]
    public static void StoreStreaming(W8 x, double* to) => x.V.StoreAlignedNonTemporal(to);

    /// <summary>2^n, by writing n to the exponent bits: the magic summand brings the integer to the low bits.</summary>
    [MethodImpl(AggressiveInlining)]
    private static Vector512<double> PowerOfTwo(Vector512<double> n) => ((n + Vector512.Create(6755399441055744d + 1023d)).AsInt64() << 52).AsDouble();
}
