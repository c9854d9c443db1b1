using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>
/// An entry in the table of primitives: a function of one number, with its value in lanes and its derivative as a formula.
/// Every derivative that Minima computes uses this table; nothing is derived anywhere else.
/// </summary>
/// <typeparam name="TSelf">The primitive itself: a struct, whose fields (if any) are constants such as an exponent.</typeparam>
public interface IPrimitive<TSelf>
    where TSelf : struct, IPrimitive<TSelf>
{
    /// <summary>The name in printed symbols, for example <c>log1p</c>.</summary>
    static abstract string Name { get; }

    /// <summary>True if the derivative stays finite wherever the value is finite, so the chain rule needs no guard for 0 times infinity.</summary>
    static virtual bool SlopeIsBounded => false;

    /// <summary>The value, in lanes of float or of double.</summary>
    static abstract L Value<L>(TSelf self, L x)
        where L : struct, ILanes<L>;

    /// <summary>The derivative at <paramref name="x"/>, where the value is <paramref name="value"/>. Generic over the number type, so that it can be differentiated again.</summary>
    static abstract T Slope<T>(TSelf self, T x, T value)
        where T : IReal<T>;

    /// <summary>Value and derivative together, if they share work (softplus and sigmoid share an exponential).</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual void ValueAndSlope<L>(TSelf self, L x, out L value, out L slope)
        where L : struct, ILanes<L>
    {
        value = TSelf.Value(self, x);
        slope = TSelf.Slope(self, x, value);
    }

    /// <summary>The second derivative: by default the derivative of the derivative by dual numbers; overridden if that would cancel.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual T SecondDerivative<T>(TSelf self, T x, T value, T slope)
        where T : IReal<T> =>
        TSelf.Slope(self, new Dual<T, One<T>>(x, One<T>.Unit(0)), new Dual<T, One<T>>(value, new One<T>(slope))).Slope.A;
}

/// <summary>An entry in the table of primitives with two arguments: value, and one derivative for each.</summary>
public interface IPrimitive2<TSelf>
    where TSelf : struct, IPrimitive2<TSelf>
{
    /// <summary>The name in printed symbols, for example <c>xlogy</c>.</summary>
    static abstract string Name { get; }

    /// <summary>The value, in lanes of float or of double.</summary>
    static abstract L Value<L>(TSelf self, L x, L y)
        where L : struct, ILanes<L>;

    /// <summary>The derivatives with respect to <paramref name="x"/> and <paramref name="y"/>.</summary>
    static abstract void Slopes<T>(TSelf self, T x, T y, T value, out T slopeX, out T slopeY)
        where T : IReal<T>;
}

/// <summary>An entry in the table of primitives with three arguments: value, and one derivative for each.</summary>
public interface IPrimitive3<TSelf>
    where TSelf : struct, IPrimitive3<TSelf>
{
    /// <summary>The name in printed symbols.</summary>
    static abstract string Name { get; }

    /// <summary>The value, in lanes of float or of double.</summary>
    static abstract L Value<L>(TSelf self, L x, L y, L z)
        where L : struct, ILanes<L>;

    /// <summary>The derivatives with respect to the three arguments.</summary>
    static abstract void Slopes<T>(TSelf self, T x, T y, T z, T value, out T slopeX, out T slopeY, out T slopeZ)
        where T : IReal<T>;

    /// <summary>Value and derivatives together, if they share work.</summary>
    [MethodImpl(AggressiveInlining)]
    static virtual void ValueAndSlopes<L>(TSelf self, L x, L y, L z, out L value, out L slopeX, out L slopeY, out L slopeZ)
        where L : struct, ILanes<L>
    {
        value = TSelf.Value(self, x, y, z);
        TSelf.Slopes(self, x, y, z, value, out slopeX, out slopeY, out slopeZ);
    }

    /// <summary>
    /// The change of the derivatives as the arguments move by <paramref name="dx"/>, <paramref name="dy"/>, <paramref name="dz"/>, for the
    /// curvature. Computed from the derivatives by dual numbers, unless the primitive knows it from its earlier results.
    /// </summary>
    [MethodImpl(AggressiveInlining)]
    static virtual void Changes<T>(TSelf self, T x, T y, T z, in Slopes3<T> slopes, T value, T dx, T dy, T dz, out T changeX, out T changeY, out T changeZ)
        where T : IReal<T>
    {
        var dValue = T.Chain(slopes.X, dx) + (T.Chain(slopes.Y, dy) + T.Chain(slopes.Z, dz));
        TSelf.Slopes(
            self,
            new Dual<T, One<T>>(x, new One<T>(dx)),
            new Dual<T, One<T>>(y, new One<T>(dy)),
            new Dual<T, One<T>>(z, new One<T>(dz)),
            new Dual<T, One<T>>(value, new One<T>(dValue)),
            out var slopeX,
            out var slopeY,
            out var slopeZ);
        changeX = slopeX.Slope.A;
        changeY = slopeY.Slope.A;
        changeZ = slopeZ.Slope.A;
    }
}

/// <summary>The derivatives of a primitive with three arguments.</summary>
public readonly record struct Slopes3<T>(T X, T Y, T Z);

/// <summary>A function of one double, for primitives that are computed element by element.</summary>
public interface IScalarFunction
{
    double Of(double x);
}

/// <summary>A function of two doubles, for primitives that are computed element by element.</summary>
public interface IScalarFunction2
{
    double Of(double x, double y);
}
