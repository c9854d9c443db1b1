using System.Runtime.Intrinsics;

namespace Minima.Reals;

/// <summary>
/// Several machine numbers at once (or one: <see cref="F32"/>, <see cref="F64"/>), with the few machine operations from which
/// exp, log and their relatives are built. The elementary functions are written once over this interface, so that every
/// width gives bit-identical results (if fused multiply-add exists).
/// </summary>
public interface ILanes<L> : IReal<L>
    where L : struct, ILanes<L>
{
    /// <summary>float (true) or double (false): chooses polynomials, folded by the compiler.</summary>
    static abstract bool IsSingle { get; }

    /// <summary>The number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>x * y + z, rounded once if the machine has fused multiply-add, otherwise twice (WebAssembly).</summary>
    static abstract L FusedMultiplyAdd(L x, L y, L z);

    /// <summary><see cref="FusedMultiplyAdd"/> for a constant y.</summary>
    static abstract L MultiplyAdd(L x, double y, L z);

    /// <summary>x * factor to the nearest integer, ties to even, for products below 2^21: a summand pushes the fraction out.</summary>
    static abstract L RoundedProduct(L x, double factor);

    /// <summary>x, but not below a constant. NaN stays.</summary>
    static abstract L AtLeast(L x, double low);

    /// <summary>x, but not above a constant. NaN stays.</summary>
    static abstract L AtMost(L x, double high);

    /// <summary>The larger of x and a bound that is not NaN; NaN stays.</summary>
    static virtual L AtLeast(L x, L low) => L.IfLess(x, low, low, x);

    /// <summary>The smaller of x and a bound that is not NaN; NaN stays.</summary>
    static virtual L AtMost(L x, L high) => L.IfLess(high, x, high, x);

    /// <summary><see cref="IReal{T}.IfLess"/> against a constant.</summary>
    static abstract L IfLess(L left, double right, L yes, L no);

    /// <summary>c2 x^2 + c1 x + c0 by Horner's rule with fused multiply-add.</summary>
    static abstract L Polynomial(L x, double c2, double c1, double c0);

    /// <summary>c5 x^5 + ... + c0, in pairs (Estrin 1960): half the latency of Horner's rule. One member, not six: the JIT inlines by a budget of locals.</summary>
    static abstract L Polynomial(L x, double c5, double c4, double c3, double c2, double c1, double c0);

    /// <summary>The same, six powers up: start x^6 + c5 x^5 + ... + c0.</summary>
    static abstract L Polynomial(L start, L x, double c5, double c4, double c3, double c2, double c1, double c0);

    /// <summary>x * 2^n for an integral n, rounded once even if the result is subnormal, 0 or infinite.</summary>
    static abstract L Scale(L x, L n);

    /// <summary>x = mantissa * 2^exponent with the mantissa in [sqrt(1/2), sqrt(2)), for positive finite x, including subnormal ones; other x give arbitrary finite numbers.</summary>
    static abstract L SplitExponent(L x, out L exponent);

    /// <summary>y, the logarithm of a positive finite x, corrected at the edges: -infinity at 0, NaN below, x at infinity and NaN.</summary>
    static abstract L LogEdge(L x, L y);

    static abstract L SquareRoot(L x);

    static abstract L Absolute(L x);

    /// <summary>The larger; NaN if either is.</summary>
    static abstract L Maximum(L x, L y);

    /// <summary>The smaller; NaN if either is.</summary>
    static abstract L Minimum(L x, L y);

    /// <summary>True if the lanes fill a 512-bit register, so that <see cref="Accumulate"/> works; narrower lanes are summed in a separate pass, with bit-identical results.</summary>
    static abstract bool Accumulates { get; }

    /// <summary>
    /// Adds to sixteen accumulators in double by index mod 16. Lanes of eight add to one half and swap the halves, so that two calls
    /// equal one call of lanes of sixteen.
    /// </summary>
    static abstract void Accumulate(L x, ref Vector512<double> low, ref Vector512<double> high);

    /// <summary>Applies a scalar function in double to each element.</summary>
    static abstract L ByElement<TFunction>(TFunction function, L x)
        where TFunction : struct, IScalarFunction;

    /// <summary>Applies a scalar function in double to each pair of elements.</summary>
    static abstract L ByElement<TFunction>(TFunction function, L x, L y)
        where TFunction : struct, IScalarFunction2;
}

/// <summary>Lanes with memory access.</summary>
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

    /// <summary>Writes past the caches; the address is a multiple of the lanes' size.</summary>
    static abstract void StoreStreaming(L x, TElement* to);
}
