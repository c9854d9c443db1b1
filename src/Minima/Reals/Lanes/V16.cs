using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>Sixteen floats at once: 512-bit lanes.</summary>
public unsafe struct V16(Vector512<float> v) : ILanes<V16, float>
{
    public Vector512<float> V = v;

    public static bool IsSingle => true;

    public static int Count => 16;

    public static bool Accumulates => true;

    [MethodImpl(AggressiveInlining)]
    public static V16 operator +(V16 left, V16 right) => new() { V = left.V + right.V };

    [MethodImpl(AggressiveInlining)]
    public static V16 operator -(V16 left, V16 right) => new() { V = left.V - right.V };

    [MethodImpl(AggressiveInlining)]
    public static V16 operator *(V16 left, V16 right) => new() { V = left.V * right.V };

    [MethodImpl(AggressiveInlining)]
    public static V16 operator /(V16 left, V16 right) => new() { V = left.V / right.V };

    [MethodImpl(AggressiveInlining)]
    public static V16 operator -(V16 x) => new() { V = -x.V };

    [MethodImpl(AggressiveInlining)]
    public static V16 operator +(double left, V16 right) => new() { V = Vector512.Create((float)left) + right.V };

    [MethodImpl(AggressiveInlining)]
    public static V16 operator +(V16 left, double right) => new() { V = left.V + Vector512.Create((float)right) };

    [MethodImpl(AggressiveInlining)]
    public static V16 operator -(double left, V16 right) => new() { V = Vector512.Create((float)left) - right.V };

    [MethodImpl(AggressiveInlining)]
    public static V16 operator -(V16 left, double right) => new() { V = left.V - Vector512.Create((float)right) };

    [MethodImpl(AggressiveInlining)]
    public static V16 operator *(double left, V16 right) => new() { V = Vector512.Create((float)left) * right.V };

    [MethodImpl(AggressiveInlining)]
    public static V16 operator *(V16 left, double right) => new() { V = left.V * Vector512.Create((float)right) };

    [MethodImpl(AggressiveInlining)]
    public static V16 operator /(double left, V16 right) => new() { V = Vector512.Create((float)left) / right.V };

    [MethodImpl(AggressiveInlining)]
    public static V16 operator /(V16 left, double right) => new() { V = left.V / Vector512.Create((float)right) };

    [MethodImpl(AggressiveInlining)]
    public static V16 Of(double value, string name = "") => new() { V = Vector512.Create((float)value) };

    [MethodImpl(AggressiveInlining)]
    public static V16 IfLess(V16 left, V16 right, V16 yes, V16 no) => new() { V = Vector512.ConditionalSelect(Vector512.LessThan(left.V, right.V), yes.V, no.V) };

    [MethodImpl(AggressiveInlining)]
    public static V16 Apply<TPrimitive>(TPrimitive primitive, V16 x)
        where TPrimitive : struct, IPrimitive<TPrimitive> => TPrimitive.Value(primitive, x);

    [MethodImpl(AggressiveInlining)]
    public static V16 Apply<TPrimitive>(TPrimitive primitive, V16 x, V16 y)
        where TPrimitive : struct, IPrimitive2<TPrimitive> => TPrimitive.Value(primitive, x, y);

    [MethodImpl(AggressiveInlining)]
    public static V16 Apply<TPrimitive>(TPrimitive primitive, V16 x, V16 y, V16 z)
        where TPrimitive : struct, IPrimitive3<TPrimitive> => TPrimitive.Value(primitive, x, y, z);

    [MethodImpl(AggressiveInlining)]
    public static void ApplyWithSlopes<TPrimitive>(TPrimitive primitive, V16 x, V16 y, V16 z, out V16 value, out V16 slopeX, out V16 slopeY, out V16 slopeZ)
        where TPrimitive : struct, IPrimitive3<TPrimitive> => TPrimitive.ValueAndSlopes(primitive, x, y, z, out value, out slopeX, out slopeY, out slopeZ);

    [MethodImpl(AggressiveInlining)]
    public static void ApplyWithSlope<TPrimitive>(TPrimitive primitive, V16 x, out V16 value, out V16 slope)
        where TPrimitive : struct, IPrimitive<TPrimitive> => TPrimitive.ValueAndSlope(primitive, x, out value, out slope);

    [MethodImpl(AggressiveInlining)]
    public static V16 Chain(V16 slope, V16 derivative) =>
        new() { V = Vector512.ConditionalSelect(~Vector512.Equals(derivative.V, Vector512<float>.Zero), slope.V * derivative.V, Vector512<float>.Zero) };

    [MethodImpl(AggressiveInlining)]
    public static V16 StraightThrough(V16 value, V16 path) => value;

    [MethodImpl(AggressiveInlining)]
    public static V16 FusedMultiplyAdd(V16 x, V16 y, V16 z) => new() { V = Vector512.MultiplyAddEstimate(x.V, y.V, z.V) };

    [MethodImpl(AggressiveInlining)]
    public static V16 MultiplyAdd(V16 x, double y, V16 z) => new() { V = Vector512.MultiplyAddEstimate(x.V, Vector512.Create((float)y), z.V) };

    [MethodImpl(AggressiveInlining)]
    public static V16 RoundedProduct(V16 x, double factor) =>
        new() { V = Vector512.MultiplyAddEstimate(x.V, Vector512.Create((float)factor), Vector512.Create(12582912f)) - Vector512.Create(12582912f) };

    [MethodImpl(AggressiveInlining)]
    public static V16 AtLeast(V16 x, double low)
    {
        // One instruction; its result for a NaN is its second operand.
        if (Avx512F.IsSupported)
        {
            return new() { V = Avx512F.Max(Vector512.Create((float)low), x.V) };
        }

        return new() { V = Vector512.ConditionalSelect(Vector512.LessThan(x.V, Vector512.Create((float)low)), Vector512.Create((float)low), x.V) };
    }

    [MethodImpl(AggressiveInlining)]
    public static V16 AtMost(V16 x, double high)
    {
        // One instruction; its result for a NaN is its second operand.
        if (Avx512F.IsSupported)
        {
            return new() { V = Avx512F.Min(Vector512.Create((float)high), x.V) };
        }

        return new() { V = Vector512.ConditionalSelect(Vector512.GreaterThan(x.V, Vector512.Create((float)high)), Vector512.Create((float)high), x.V) };
    }

    [MethodImpl(AggressiveInlining)]
    public static V16 AtLeast(V16 x, V16 low)
    {
        if (Avx512F.IsSupported)
        {
            return new() { V = Avx512F.Max(low.V, x.V) };
        }

        return new() { V = Vector512.ConditionalSelect(Vector512.LessThan(x.V, low.V), low.V, x.V) };
    }

    [MethodImpl(AggressiveInlining)]
    public static V16 AtMost(V16 x, V16 high)
    {
        if (Avx512F.IsSupported)
        {
            return new() { V = Avx512F.Min(high.V, x.V) };
        }

        return new() { V = Vector512.ConditionalSelect(Vector512.GreaterThan(x.V, high.V), high.V, x.V) };
    }

    [MethodImpl(AggressiveInlining)]
    public static V16 IfLess(V16 left, double right, V16 yes, V16 no) =>
        new() { V = Vector512.ConditionalSelect(Vector512.LessThan(left.V, Vector512.Create((float)right)), yes.V, no.V) };

    [MethodImpl(AggressiveInlining)]
    public static V16 Polynomial(V16 x, double c2, double c1, double c0) =>
        new() { V = Vector512.MultiplyAddEstimate(Vector512.MultiplyAddEstimate(Vector512.Create((float)c2), x.V, Vector512.Create((float)c1)), x.V, Vector512.Create((float)c0)) };

    [MethodImpl(AggressiveInlining)]
    public static V16 Polynomial(V16 x, double c5, double c4, double c3, double c2, double c1, double c0)
    {
        var v = x.V;
        var square = v * v;
        var high = Vector512.MultiplyAddEstimate(Vector512.Create((float)c5), v, Vector512.Create((float)c4));
        var middle = Vector512.MultiplyAddEstimate(Vector512.Create((float)c3), v, Vector512.Create((float)c2));
        var low = Vector512.MultiplyAddEstimate(Vector512.Create((float)c1), v, Vector512.Create((float)c0));
        return new() { V = Vector512.MultiplyAddEstimate(Vector512.MultiplyAddEstimate(high, square, middle), square, low) };
    }

    [MethodImpl(AggressiveInlining)]
    public static V16 Polynomial(V16 start, V16 x, double c5, double c4, double c3, double c2, double c1, double c0)
    {
        var v = x.V;
        var square = v * v;
        var high = Vector512.MultiplyAddEstimate(start.V, v, Vector512.Create((float)c5));
        var middle = Vector512.MultiplyAddEstimate(Vector512.Create((float)c4), v, Vector512.Create((float)c3));
        var low = Vector512.MultiplyAddEstimate(Vector512.Create((float)c2), v, Vector512.Create((float)c1));
        return new() { V = Vector512.MultiplyAddEstimate(Vector512.MultiplyAddEstimate(Vector512.MultiplyAddEstimate(high, square, middle), square, low), v, Vector512.Create((float)c0)) };
    }

    [MethodImpl(AggressiveInlining)]
    public static V16 Scale(V16 x, V16 n)
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
    public static V16 SplitExponent(V16 x, out V16 exponent)
    {
        var subnormal = Vector512.LessThan(x.V, Vector512.Create(1.17549435e-38f));
        var bits = Vector512.ConditionalSelect(subnormal, x.V * Vector512.Create(16777216f), x.V).AsInt32() + Vector512.Create(0x3F800000 - 0x3F3504F3);
        exponent = new() { V = Vector512.ConvertToSingle((bits >>> 23) - Vector512.Create(127)) - Vector512.ConditionalSelect(subnormal, Vector512.Create(24f), Vector512<float>.Zero) };
        return new() { V = ((bits & Vector512.Create(0x007FFFFF)) + Vector512.Create(0x3F3504F3)).AsSingle() };
    }

    [MethodImpl(AggressiveInlining)]
    public static V16 LogEdge(V16 x, V16 y)
    {
        // One instruction with a table of results for each class of x: quiet NaN of x for NaN, -infinity for 0, NaN for negative, +infinity.
        if (Avx512F.IsSupported)
        {
            return new() { V = Avx512F.Fixup(y.V, x.V, Vector512.Create(0x03530422), 0) };
        }

        var positive = Vector512.ConditionalSelect(Vector512.LessThan(x.V, Vector512.Create(float.PositiveInfinity)), y.V, x.V);
        var edge = Vector512.ConditionalSelect(Vector512.LessThan(x.V, Vector512<float>.Zero), Vector512.Create(float.NaN), x.V - Vector512.Create(float.PositiveInfinity));
        return new() { V = Vector512.ConditionalSelect(Vector512.GreaterThan(x.V, Vector512<float>.Zero), positive, edge) };
    }

    [MethodImpl(AggressiveInlining)]
    public static V16 SquareRoot(V16 x) => new() { V = Vector512.Sqrt(x.V) };

    [MethodImpl(AggressiveInlining)]
    public static V16 Absolute(V16 x) => new() { V = Vector512.Abs(x.V) };

    [MethodImpl(AggressiveInlining)]
    public static V16 Maximum(V16 x, V16 y) => new() { V = Vector512.Max(x.V, y.V) };

    [MethodImpl(AggressiveInlining)]
    public static V16 Minimum(V16 x, V16 y) => new() { V = Vector512.Min(x.V, y.V) };

    [MethodImpl(AggressiveInlining)]
    public static void Accumulate(V16 x, ref Vector512<double> low, ref Vector512<double> high)
    {
        low += Vector512.WidenLower(x.V);
        high += Vector512.WidenUpper(x.V);
    }

    [MethodImpl(AggressiveInlining)]
    public static V16 ByElement<TFunction>(TFunction function, V16 x)
        where TFunction : struct, IScalarFunction
    {
        ElementWise.Apply(function, (float*)&x, Count);
        return x;
    }

    [MethodImpl(AggressiveInlining)]
    public static V16 ByElement<TFunction>(TFunction function, V16 x, V16 y)
        where TFunction : struct, IScalarFunction2
    {
        ElementWise.Apply(function, (float*)&x, (float*)&y, Count);
        return x;
    }

    [MethodImpl(AggressiveInlining)]
    public static V16 Load(float* from) => new() { V = Vector512.Load(from) };

    [MethodImpl(AggressiveInlining)]
    public static void Store(V16 x, float* to) => x.V.Store(to);

    [MethodImpl(AggressiveInlining)]
    public static void StoreStreaming(V16 x, float* to) => x.V.StoreAlignedNonTemporal(to);

    /// <summary>2^n, by writing n to the exponent bits: the magic summand brings the integer to the low bits.</summary>
    [MethodImpl(AggressiveInlining)]
    private static Vector512<float> PowerOfTwo(Vector512<float> n) => ((n + Vector512.Create(12582912f + 127f)).AsInt32() << 23).AsSingle();
}
