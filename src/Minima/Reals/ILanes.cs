namespace Minima.Reals;

/// <summary>
/// Several machine numbers at once (or one: <see cref="F32"/>, <see cref="F64"/>), with the few machine operations that
/// exp, log and their relatives are built from. The elementary functions are written once over this interface, so that every
/// width gives the same bits (where fused multiply-add exists).
/// </summary>
public interface ILanes<L> : IReal<L>
    where L : struct, ILanes<L>
{
    /// <summary>float (true) or double (false): chooses polynomials, folded by the compiler.</summary>
    static abstract bool IsSingle { get; }

    /// <summary>How many numbers.</summary>
    static abstract int Count { get; }

    /// <summary>x * y + z with one rounding.</summary>
    static abstract L FusedMultiplyAdd(L x, L y, L z);

    /// <summary>To the nearest integer, ties to even.</summary>
    static abstract L Round(L x);

    /// <summary>x * 2^n for an integral n, rounded once also where the result is subnormal, 0 or infinite.</summary>
    static abstract L Scale(L x, L n);

    /// <summary>x = mantissa * 2^exponent with the mantissa in [sqrt(1/2), sqrt(2)), for positive finite x, subnormal ones included; other x give some finite numbers.</summary>
    static abstract L SplitExponent(L x, out L exponent);

    static abstract L SquareRoot(L x);

    static abstract L Absolute(L x);

    /// <summary>The larger; NaN if either is.</summary>
    static abstract L Maximum(L x, L y);

    /// <summary>The smaller; NaN if either is.</summary>
    static abstract L Minimum(L x, L y);

    /// <summary>Each element through a scalar function in double.</summary>
    static abstract L ByElement<TFunction>(TFunction function, L x)
        where TFunction : struct, IScalarFunction;

    /// <summary>Each pair of elements through a scalar function in double.</summary>
    static abstract L ByElement<TFunction>(TFunction function, L x, L y)
        where TFunction : struct, IScalarFunction2;
}

/// <summary>Lanes with their way to memory.</summary>
/// <typeparam name="L">The lanes themselves.</typeparam>
/// <typeparam name="TElement">float or double.</typeparam>
public unsafe interface ILanes<L, TElement> : ILanes<L>
    where L : struct, ILanes<L, TElement>
    where TElement : unmanaged
{
    /// <summary>Reads <see cref="ILanes{L}.Count"/> numbers; any alignment.</summary>
    static abstract L Load(TElement* from);

    /// <summary>Writes <see cref="ILanes{L}.Count"/> numbers; any alignment.</summary>
    static abstract void Store(L x, TElement* to);
}
