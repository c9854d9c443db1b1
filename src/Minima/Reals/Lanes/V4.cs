using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>Four floats at once: 128-bit lanes.</summary>
public unsafe struct V4(Vector128<float> v) : ILanes<V4, float>
{
    public Vector128<float> V = v;

    public static bool IsSingle => true;

    public static int Count => 4;

    public static bool Accumulates => false;

    [MethodImpl(AggressiveInlining)]
    public static V4 operator +(V4 left, V4 right) => new() { V = left.V + right.V };

    [MethodImpl(AggressiveInlining)]
    public static V4 operator -(V4 left, V4 right) => new() { V = left.V - right.V };

    [MethodImpl(AggressiveInlining)]
    public static V4 operator *(V4 left, V4 right) => new() { V = left.V * right.V };

    [MethodImpl(AggressiveInlining)]
    public static V4 operator /(V4 left, V4 right) => new() { V = left.V / right.V };

    [MethodImpl(AggressiveInlining)]
    public static V4 operator -(V4 x) => new() { V = -x.V };

    [MethodImpl(AggressiveInlining)]
    public static V4 operator +(double left, V4 right) => new() { V = Vector128.Create((float)left) + right.V };

    [MethodImpl(AggressiveInlining)]
    public static V4 operator +(V4 left, double right) => new() { V = left.V + Vector128.Create((float)right) };

    [MethodImpl(AggressiveInlining)]
    public static V4 operator -(double left, V4 right) => new() { V = Vector128.Create((float)left) - right.V };

    [MethodImpl(AggressiveInlining)]
    public static V4 operator -(V4 left, double right) => new() { V = left.V - Vector128.Create((float)right) };

    [MethodImpl(AggressiveInlining)]
    public static V4 operator *(double left, V4 right) => new() { V = Vector128.Create((float)left) * right.V };

    [MethodImpl(AggressiveInlining)]
    public static V4 operator *(V4 left, double right) => new() { V = left.V * Vector128.Create((float)right) };

    [MethodImpl(AggressiveInlining)]
    public static V4 operator /(double left, V4 right) => new() { V = Vector128.Create((float)left) / right.V };

    [MethodImpl(AggressiveInlining)]
    public static V4 operator /(V4 left, double right) => new() { V = left.V / Vector128.Create((float)right) };

    [MethodImpl(AggressiveInlining)]
    public static V4 Of(double value, string name = "") => new() { V = Vector128.Create((float)value) };

    [MethodImpl(AggressiveInlining)]
    public static V4 IfLess(V4 left, V4 right, V4 yes, V4 no) => new() { V = Vector128.ConditionalSelect(Vector128.LessThan(left.V, right.V), yes.V, no.V) };

    [MethodImpl(AggressiveInlining)]
    public static V4 Apply<TPrimitive>(TPrimitive primitive, V4 x)
        where TPrimitive : struct, IPrimitive<TPrimitive> => TPrimitive.Value(primitive, x);

    [MethodImpl(AggressiveInlining)]
    public static V4 Apply<TPrimitive>(TPrimitive primitive, V4 x, V4 y)
        where TPrimitive : struct, IPrimitive2<TPrimitive> => TPrimitive.Value(primitive, x, y);

    [MethodImpl(AggressiveInlining)]
    public static V4 Apply<TPrimitive>(TPrimitive primitive, V4 x, V4 y, V4 z)
        where TPrimitive : struct, IPrimitive3<TPrimitive> => TPrimitive.Value(primitive, x, y, z);

    [MethodImpl(AggressiveInlining)]
    public static void ApplyWithSlopes<TPrimitive>(TPrimitive primitive, V4 x, V4 y, V4 z, out V4 value, out V4 slopeX, out V4 slopeY, out V4 slopeZ)
        where TPrimitive : struct, IPrimitive3<TPrimitive> => TPrimitive.ValueAndSlopes(primitive, x, y, z, out value, out slopeX, out slopeY, out slopeZ);

    [MethodImpl(AggressiveInlining)]
    public static void ApplyWithSlope<TPrimitive>(TPrimitive primitive, V4 x, out V4 value, out V4 slope)
        where TPrimitive : struct, IPrimitive<TPrimitive> => TPrimitive.ValueAndSlope(primitive, x, out value, out slope);

    [MethodImpl(AggressiveInlining)]
    public static V4 Chain(V4 slope, V4 derivative) =>
        new() { V = Vector128.ConditionalSelect(~Vector128.Equals(derivative.V, Vector128<float>.Zero), slope.V * derivative.V, Vector128<float>.Zero) };

    [MethodImpl(AggressiveInlining)]
    public static V4 StraightThrough(V4 value, V4 path) => value;

    [MethodImpl(AggressiveInlining)]
    public static V4 FusedMultiplyAdd(V4 x, V4 y, V4 z) => new() { V = Vector128.MultiplyAddEstimate(x.V, y.V, z.V) };

    [MethodImpl(AggressiveInlining)]
    public static V4 MultiplyAdd(V4 x, double y, V4 z) => new() { V = Vector128.MultiplyAddEstimate(x.V, Vector128.Create((float)y), z.V) };

    [MethodImpl(AggressiveInlining)]
    public static V4 RoundedProduct(V4 x, double factor) =>
        new() { V = Vector128.MultiplyAddEstimate(x.V, Vector128.Create((float)factor), Vector128.Create(12582912f)) - Vector128.Create(12582912f) };

    [MethodImpl(AggressiveInlining)]
    public static V4 AtLeast(V4 x, double low) => new() { V = Vector128.ConditionalSelect(Vector128.LessThan(x.V, Vector128.Create((float)low)), Vector128.Create((float)low), x.V) };

    [MethodImpl(AggressiveInlining)]
    public static V4 AtMost(V4 x, double high) => new() { V = Vector128.ConditionalSelect(Vector128.GreaterThan(x.V, Vector128.Create((float)high)), Vector128.Create((float)high), x.V) };

    [MethodImpl(AggressiveInlining)]
    public static V4 IfLess(V4 left, double right, V4 yes, V4 no) =>
        new() { V = Vector128.ConditionalSelect(Vector128.LessThan(left.V, Vector128.Create((float)right)), yes.V, no.V) };

    [MethodImpl(AggressiveInlining)]
    public static V4 Polynomial(V4 x, double c2, double c1, double c0) =>
        new() { V = Vector128.MultiplyAddEstimate(Vector128.MultiplyAddEstimate(Vector128.Create((float)c2), x.V, Vector128.Create((float)c1)), x.V, Vector128.Create((float)c0)) };

    [MethodImpl(AggressiveInlining)]
    public static V4 Polynomial(V4 x, double c5, double c4, double c3, double c2, double c1, double c0)
    {
        var v = x.V;
        var square = v * v;
        var high = Vector128.MultiplyAddEstimate(Vector128.Create((float)c5), v, Vector128.Create((float)c4));
        var middle = Vector128.MultiplyAddEstimate(Vector128.Create((float)c3), v, Vector128.Create((float)c2));
        var low = Vector128.MultiplyAddEstimate(Vector128.Create((float)c1), v, Vector128.Create((float)c0));
        return new() { V = Vector128.MultiplyAddEstimate(Vector128.MultiplyAddEstimate(high, square, middle), square, low) };
    }

    [MethodImpl(AggressiveInlining)]
    public static V4 Polynomial(V4 start, V4 x, double c5, double c4, double c3, double c2, double c1, double c0)
    {
        var v = x.V;
        var square = v * v;
        var high = Vector128.MultiplyAddEstimate(start.V, v, Vector128.Create((float)c5));
        var middle = Vector128.MultiplyAddEstimate(Vector128.Create((float)c4), v, Vector128.Create((float)c3));
        var low = Vector128.MultiplyAddEstimate(Vector128.Create((float)c2), v, Vector128.Create((float)c1));
        return new() { V = Vector128.MultiplyAddEstimate(Vector128.MultiplyAddEstimate(Vector128.MultiplyAddEstimate(high, square, middle), square, low), v, Vector128.Create((float)c0)) };
    }

    [MethodImpl(AggressiveInlining)]
    public static V4 Scale(V4 x, V4 n)
    {
        // Two factors, because 2^n itself may overflow or be subnormal; the first product is exact, so there is one rounding.
        var half = RoundedProduct(n, 0.5).V;
        return new() { V = x.V * PowerOfTwo(half) * PowerOfTwo(n.V - half) };
    }

    [MethodImpl(AggressiveInlining)]
    public static V4 SplitExponent(V4 x, out V4 exponent)
    {
        var subnormal = Vector128.LessThan(x.V, Vector128.Create(1.17549435e-38f));
        var bits = Vector128.ConditionalSelect(subnormal, x.V * Vector128.Create(16777216f), x.V).AsInt32() + Vector128.Create(0x3F800000 - 0x3F3504F3);
        exponent = new() { V = Vector128.ConvertToSingle((bits >>> 23) - Vector128.Create(127)) - Vector128.ConditionalSelect(subnormal, Vector128.Create(24f), Vector128<float>.Zero) };
        return new() { V = ((bits & Vector128.Create(0x007FFFFF)) + Vector128.Create(0x3F3504F3)).AsSingle() };
    }

    [MethodImpl(AggressiveInlining)]
    public static V4 LogEdge(V4 x, V4 y)
    {
        var positive = Vector128.ConditionalSelect(Vector128.LessThan(x.V, Vector128.Create(float.PositiveInfinity)), y.V, x.V);
        var edge = Vector128.ConditionalSelect(Vector128.LessThan(x.V, Vector128<float>.Zero), Vector128.Create(float.NaN), x.V - Vector128.Create(float.PositiveInfinity));
        return new() { V = Vector128.ConditionalSelect(Vector128.GreaterThan(x.V, Vector128<float>.Zero), positive, edge) };
    }

    [MethodImpl(AggressiveInlining)]
    public static V4 SquareRoot(V4 x) => new() { V = Vector128.Sqrt(x.V) };

    [MethodImpl(AggressiveInlining)]
    public static V4 Absolute(V4 x) => new() { V = Vector128.Abs(x.V) };

    [MethodImpl(AggressiveInlining)]
    public static V4 Maximum(V4 x, V4 y) => new() { V = Vector128.Max(x.V, y.V) };

    [MethodImpl(AggressiveInlining)]
    public static V4 Minimum(V4 x, V4 y) => new() { V = Vector128.Min(x.V, y.V) };

    [MethodImpl(AggressiveInlining)]
    public static void Accumulate(V4 x, ref Vector512<double> low, ref Vector512<double> high)
    {
        throw new NotSupportedException("narrow lanes are summed in a separate pass");
    }

    [MethodImpl(AggressiveInlining)]
    public static V4 ByElement<TFunction>(TFunction function, V4 x)
        where TFunction : struct, IScalarFunction
    {
        ElementWise.Apply(function, (float*)&x, Count);
        return x;
    }

    [MethodImpl(AggressiveInlining)]
    public static V4 ByElement<TFunction>(TFunction function, V4 x, V4 y)
        where TFunction : struct, IScalarFunction2
    {
        ElementWise.Apply(function, (float*)&x, (float*)&y, Count);
        return x;
    }

    [MethodImpl(AggressiveInlining)]
    public static V4 Load(float* from) => new() { V = Vector128.Load(from) };

    [MethodImpl(AggressiveInlining)]
    public static void Store(V4 x, float* to) => x.V.Store(to);

    [MethodImpl(AggressiveInlining)]
    public static void StoreStreaming(V4 x, float* to) => x.V.StoreAlignedNonTemporal(to);

    /// <summary>2^n, by writing n to the exponent bits: the magic summand brings the integer to the low bits.</summary>
    [MethodImpl(AggressiveInlining)]
    private static Vector128<float> PowerOfTwo(Vector128<float> n) => ((n + Vector128.Create(12582912f + 127f)).AsInt32() << 23).AsSingle();
}
