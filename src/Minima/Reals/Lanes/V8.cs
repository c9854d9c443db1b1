using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>Eight floats at once: 256-bit lanes.</summary>
public unsafe struct V8(Vector256<float> v) : ILanes<V8, float>
{
    public Vector256<float> V = v;

    public static bool IsSingle => true;

    public static int Count => 8;

    public static bool Accumulates => false;

    [MethodImpl(AggressiveInlining)]
    public static V8 operator +(V8 left, V8 right) => new() { V = left.V + right.V };

    [MethodImpl(AggressiveInlining)]
    public static V8 operator -(V8 left, V8 right) => new() { V = left.V - right.V };

    [MethodImpl(AggressiveInlining)]
    public static V8 operator *(V8 left, V8 right) => new() { V = left.V * right.V };

    [MethodImpl(AggressiveInlining)]
    public static V8 operator /(V8 left, V8 right) => new() { V = left.V / right.V };

    [MethodImpl(AggressiveInlining)]
    public static V8 operator -(V8 x) => new() { V = -x.V };

    [MethodImpl(AggressiveInlining)]
    public static V8 operator +(double left, V8 right) => new() { V = Vector256.Create((float)left) + right.V };

    [MethodImpl(AggressiveInlining)]
    public static V8 operator +(V8 left, double right) => new() { V = left.V + Vector256.Create((float)right) };

    [MethodImpl(AggressiveInlining)]
    public static V8 operator -(double left, V8 right) => new() { V = Vector256.Create((float)left) - right.V };

    [MethodImpl(AggressiveInlining)]
    public static V8 operator -(V8 left, double right) => new() { V = left.V - Vector256.Create((float)right) };

    [MethodImpl(AggressiveInlining)]
    public static V8 operator *(double left, V8 right) => new() { V = Vector256.Create((float)left) * right.V };

    [MethodImpl(AggressiveInlining)]
    public static V8 operator *(V8 left, double right) => new() { V = left.V * Vector256.Create((float)right) };

    [MethodImpl(AggressiveInlining)]
    public static V8 operator /(double left, V8 right) => new() { V = Vector256.Create((float)left) / right.V };

    [MethodImpl(AggressiveInlining)]
    public static V8 operator /(V8 left, double right) => new() { V = left.V / Vector256.Create((float)right) };

    [MethodImpl(AggressiveInlining)]
    public static V8 Of(double value, string name = "") => new() { V = Vector256.Create((float)value) };

    [MethodImpl(AggressiveInlining)]
    public static V8 IfLess(V8 left, V8 right, V8 yes, V8 no) => new() { V = Vector256.ConditionalSelect(Vector256.LessThan(left.V, right.V), yes.V, no.V) };

    [MethodImpl(AggressiveInlining)]
    public static V8 Apply<TPrimitive>(TPrimitive primitive, V8 x)
        where TPrimitive : struct, IPrimitive<TPrimitive> => TPrimitive.Value(primitive, x);

    [MethodImpl(AggressiveInlining)]
    public static V8 Apply<TPrimitive>(TPrimitive primitive, V8 x, V8 y)
        where TPrimitive : struct, IPrimitive2<TPrimitive> => TPrimitive.Value(primitive, x, y);

    [MethodImpl(AggressiveInlining)]
    public static V8 Apply<TPrimitive>(TPrimitive primitive, V8 x, V8 y, V8 z)
        where TPrimitive : struct, IPrimitive3<TPrimitive> => TPrimitive.Value(primitive, x, y, z);

    [MethodImpl(AggressiveInlining)]
    public static void ApplyWithSlopes<TPrimitive>(TPrimitive primitive, V8 x, V8 y, V8 z, out V8 value, out V8 slopeX, out V8 slopeY, out V8 slopeZ)
        where TPrimitive : struct, IPrimitive3<TPrimitive> => TPrimitive.ValueAndSlopes(primitive, x, y, z, out value, out slopeX, out slopeY, out slopeZ);

    [MethodImpl(AggressiveInlining)]
    public static void ApplyWithSlope<TPrimitive>(TPrimitive primitive, V8 x, out V8 value, out V8 slope)
        where TPrimitive : struct, IPrimitive<TPrimitive> => TPrimitive.ValueAndSlope(primitive, x, out value, out slope);

    [MethodImpl(AggressiveInlining)]
    public static V8 Chain(V8 slope, V8 derivative) =>
        new() { V = Vector256.ConditionalSelect(~Vector256.Equals(derivative.V, Vector256<float>.Zero), slope.V * derivative.V, Vector256<float>.Zero) };

    [MethodImpl(AggressiveInlining)]
    public static V8 StraightThrough(V8 value, V8 path) => value;

    [MethodImpl(AggressiveInlining)]
    public static V8 FusedMultiplyAdd(V8 x, V8 y, V8 z) => new() { V = Vector256.MultiplyAddEstimate(x.V, y.V, z.V) };

    [MethodImpl(AggressiveInlining)]
    public static V8 MultiplyAdd(V8 x, double y, V8 z) => new() { V = Vector256.MultiplyAddEstimate(x.V, Vector256.Create((float)y), z.V) };

    [MethodImpl(AggressiveInlining)]
    public static V8 RoundedProduct(V8 x, double factor) =>
        new() { V = Vector256.MultiplyAddEstimate(x.V, Vector256.Create((float)factor), Vector256.Create(12582912f)) - Vector256.Create(12582912f) };

    [MethodImpl(AggressiveInlining)]
    public static V8 AtLeast(V8 x, double low) => new() { V = Vector256.ConditionalSelect(Vector256.LessThan(x.V, Vector256.Create((float)low)), Vector256.Create((float)low), x.V) };

    [MethodImpl(AggressiveInlining)]
    public static V8 AtMost(V8 x, double high) => new() { V = Vector256.ConditionalSelect(Vector256.GreaterThan(x.V, Vector256.Create((float)high)), Vector256.Create((float)high), x.V) };

    [MethodImpl(AggressiveInlining)]
    public static V8 IfLess(V8 left, double right, V8 yes, V8 no) =>
        new() { V = Vector256.ConditionalSelect(Vector256.LessThan(left.V, Vector256.Create((float)right)), yes.V, no.V) };

    [MethodImpl(AggressiveInlining)]
    public static V8 Polynomial(V8 x, double c2, double c1, double c0) =>
        new() { V = Vector256.MultiplyAddEstimate(Vector256.MultiplyAddEstimate(Vector256.Create((float)c2), x.V, Vector256.Create((float)c1)), x.V, Vector256.Create((float)c0)) };

    [MethodImpl(AggressiveInlining)]
    public static V8 Polynomial(V8 x, double c5, double c4, double c3, double c2, double c1, double c0)
    {
        var v = x.V;
        var square = v * v;
        var high = Vector256.MultiplyAddEstimate(Vector256.Create((float)c5), v, Vector256.Create((float)c4));
        var middle = Vector256.MultiplyAddEstimate(Vector256.Create((float)c3), v, Vector256.Create((float)c2));
        var low = Vector256.MultiplyAddEstimate(Vector256.Create((float)c1), v, Vector256.Create((float)c0));
        return new() { V = Vector256.MultiplyAddEstimate(Vector256.MultiplyAddEstimate(high, square, middle), square, low) };
    }

    [MethodImpl(AggressiveInlining)]
    public static V8 Polynomial(V8 start, V8 x, double c5, double c4, double c3, double c2, double c1, double c0)
    {
        var v = x.V;
        var square = v * v;
        var high = Vector256.MultiplyAddEstimate(start.V, v, Vector256.Create((float)c5));
        var middle = Vector256.MultiplyAddEstimate(Vector256.Create((float)c4), v, Vector256.Create((float)c3));
        var low = Vector256.MultiplyAddEstimate(Vector256.Create((float)c2), v, Vector256.Create((float)c1));
        return new() { V = Vector256.MultiplyAddEstimate(Vector256.MultiplyAddEstimate(Vector256.MultiplyAddEstimate(high, square, middle), square, low), v, Vector256.Create((float)c0)) };
    }

    [MethodImpl(AggressiveInlining)]
    public static V8 Scale(V8 x, V8 n)
    {
        // Two factors, because 2^n itself may overflow or be subnormal; the first product is exact, so there is one rounding.
        var half = RoundedProduct(n, 0.5).V;
        return new() { V = x.V * PowerOfTwo(half) * PowerOfTwo(n.V - half) };
    }

    [MethodImpl(AggressiveInlining)]
    public static V8 SplitExponent(V8 x, out V8 exponent)
    {
        var subnormal = Vector256.LessThan(x.V, Vector256.Create(1.17549435e-38f));
        var bits = Vector256.ConditionalSelect(subnormal, x.V * Vector256.Create(16777216f), x.V).AsInt32() + Vector256.Create(0x3F800000 - 0x3F3504F3);
        exponent = new() { V = Vector256.ConvertToSingle((bits >>> 23) - Vector256.Create(127)) - Vector256.ConditionalSelect(subnormal, Vector256.Create(24f), Vector256<float>.Zero) };
        return new() { V = ((bits & Vector256.Create(0x007FFFFF)) + Vector256.Create(0x3F3504F3)).AsSingle() };
    }

    [MethodImpl(AggressiveInlining)]
    public static V8 LogEdge(V8 x, V8 y)
    {
        var positive = Vector256.ConditionalSelect(Vector256.LessThan(x.V, Vector256.Create(float.PositiveInfinity)), y.V, x.V);
        var edge = Vector256.ConditionalSelect(Vector256.LessThan(x.V, Vector256<float>.Zero), Vector256.Create(float.NaN), x.V - Vector256.Create(float.PositiveInfinity));
        return new() { V = Vector256.ConditionalSelect(Vector256.GreaterThan(x.V, Vector256<float>.Zero), positive, edge) };
    }

    [MethodImpl(AggressiveInlining)]
    public static V8 SquareRoot(V8 x) => new() { V = Vector256.Sqrt(x.V) };

    [MethodImpl(AggressiveInlining)]
    public static V8 Absolute(V8 x) => new() { V = Vector256.Abs(x.V) };

    [MethodImpl(AggressiveInlining)]
    public static V8 Maximum(V8 x, V8 y) => new() { V = Vector256.Max(x.V, y.V) };

    [MethodImpl(AggressiveInlining)]
    public static V8 Minimum(V8 x, V8 y) => new() { V = Vector256.Min(x.V, y.V) };

    [MethodImpl(AggressiveInlining)]
    public static void Accumulate(V8 x, ref Vector512<double> low, ref Vector512<double> high)
    {
        throw new NotSupportedException("narrow lanes are summed in a separate pass");
    }

    [MethodImpl(AggressiveInlining)]
    public static V8 ByElement<TFunction>(TFunction function, V8 x)
        where TFunction : struct, IScalarFunction
    {
        ElementWise.Apply(function, (float*)&x, Count);
        return x;
    }

    [MethodImpl(AggressiveInlining)]
    public static V8 ByElement<TFunction>(TFunction function, V8 x, V8 y)
        where TFunction : struct, IScalarFunction2
    {
        ElementWise.Apply(function, (float*)&x, (float*)&y, Count);
        return x;
    }

    [MethodImpl(AggressiveInlining)]
    public static V8 Load(float* from) => new() { V = Vector256.Load(from) };

    [MethodImpl(AggressiveInlining)]
    public static void Store(V8 x, float* to) => x.V.Store(to);

    [MethodImpl(AggressiveInlining)]
    public static void StoreStreaming(V8 x, float* to) => x.V.StoreAlignedNonTemporal(to);

    /// <summary>2^n, by writing n to the exponent bits: the magic summand brings the integer to the low bits.</summary>
    [MethodImpl(AggressiveInlining)]
    private static Vector256<float> PowerOfTwo(Vector256<float> n) => ((n + Vector256.Create(12582912f + 127f)).AsInt32() << 23).AsSingle();
}
