using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima;

/// <summary>Pointers of one block that a kernel reads and writes. Steps are masks: 0 repeats the first lanes (a bound constant), -1 advances.</summary>
internal unsafe struct PointBlock<TElement>
    where TElement : unmanaged
{
    public TElement* First;
    public TElement* Second;
    public TElement* Third;
    public TElement* Fourth;

    /// <summary>Four more inputs for compiled kernels of pairs of boxes.</summary>
    public TElement* Fifth;
    public TElement* Sixth;
    public TElement* Seventh;
    public TElement* Eighth;

    /// <summary>-1 if the input is an array, 0 if it is one constant repeated over the lanes.</summary>
    public nint ThirdWalks;
    public nint FourthWalks;

    public TElement* Terms;

    /// <summary>-1 if the terms are requested, 0 if their sum is enough and all may overwrite the first lanes.</summary>
    public nint TermsWalk;

    /// <summary>Sixteen accumulators, written by lanes that accumulate.</summary>
    public double* Sums;

    /// <summary>The derivatives with respect to each input; partials that are not requested go to scratch.</summary>
    public TElement* FirstOut;
    public TElement* SecondOut;
    public TElement* ThirdOut;
    public TElement* FourthOut;

    /// <summary>Elements, a multiple of 16.</summary>
    public nint Count;

    public double Scale;
}

/// <summary>Maps inputs to the partials of a dual.</summary>
internal interface ISeeds
{
    /// <summary>The index of the partial of input <paramref name="input"/>, or -1 for a constant.</summary>
    static abstract int PartialOf(int input);
}

/// <summary>Every input that the formula declares is differentiated.</summary>
internal readonly struct Declared<TFormula> : ISeeds
    where TFormula : struct, IPointFormula
{
    [MethodImpl(AggressiveInlining)]
    public static int PartialOf(int input)
    {
        var mask = (int)TFormula.Differentiated;
        return (mask & (1 << input)) == 0 ? -1 : System.Numerics.BitOperations.PopCount((uint)(mask & ((1 << input) - 1)));
    }
}

/// <summary>Stores gradients.</summary>
internal unsafe interface IStore<L, TElement>
    where L : struct, ILanes<L, TElement>
    where TElement : unmanaged
{
    static abstract void Store(L x, TElement* to);
}

/// <summary>Into the caches, any alignment.</summary>
internal readonly unsafe struct CachedStore<L, TElement> : IStore<L, TElement>
    where L : struct, ILanes<L, TElement>
    where TElement : unmanaged
{
    [MethodImpl(AggressiveInlining)]
    public static void Store(L x, TElement* to) => L.Store(x, to);
}

/// <summary>Past the caches, aligned: for gradients larger than the caches, which would only evict the inputs.</summary>
internal readonly unsafe struct StreamingStore<L, TElement> : IStore<L, TElement>
    where L : struct, ILanes<L, TElement>
    where TElement : unmanaged
{
    [MethodImpl(AggressiveInlining)]
    public static void Store(L x, TElement* to) => L.StoreStreaming(x, to);
}

/// <summary>
/// The innermost loops: one formula, one call site, one loop each. Generic over the lanes, so the same source is compiled for every width;
/// whole lanes only (the engine pads the tail).
/// </summary>
internal static unsafe class PointKernel<TFormula, L, TElement>
    where TFormula : struct, IPointFormula
    where L : struct, ILanes<L, TElement>
    where TElement : unmanaged
{
    /// <summary>Terms.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Value(TFormula formula, in PointBlock<TElement> block)
    {
        var first = block.First;
        var second = block.Second;
        var third = block.Third;
        var fourth = block.Fourth;
        var thirdWalks = block.ThirdWalks;
        var fourthWalks = block.FourthWalks;
        var terms = block.Terms;
        var termsWalk = block.TermsWalk;
        var count = block.Count;
        var low = Vector512<double>.Zero;
        var high = Vector512<double>.Zero;
        for (nint i = 0; i < count; i += L.Count)
        {
            var y = formula.Of(
                L.Load(first + i),
                TFormula.Arity > 1 ? L.Load(second + i) : default,
                TFormula.Arity > 2 ? L.Load(third + (i & thirdWalks)) : default,
                TFormula.Arity > 3 ? L.Load(fourth + (i & fourthWalks)) : default);
            L.Store(y, terms + (i & termsWalk));
            if (L.Accumulates)
            {
                L.Accumulate(y, ref low, ref high);
            }
        }

        low.Store(block.Sums);
        high.Store(block.Sums + 8);
    }

    /// <summary>Terms and gradients, scaled.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Gradient<TPartials, TSeeds, TStore>(TFormula formula, in PointBlock<TElement> block)
        where TPartials : struct, IPartials<TPartials, L>
        where TSeeds : struct, ISeeds
        where TStore : struct, IStore<L, TElement>
    {
        var first = block.First;
        var second = block.Second;
        var third = block.Third;
        var fourth = block.Fourth;
        var thirdWalks = block.ThirdWalks;
        var fourthWalks = block.FourthWalks;
        var terms = block.Terms;
        var termsWalk = block.TermsWalk;
        var firstOut = block.FirstOut;
        var secondOut = block.SecondOut;
        var thirdOut = block.ThirdOut;
        var fourthOut = block.FourthOut;
        var count = block.Count;
        var scale = L.Of(block.Scale);
        var low = Vector512<double>.Zero;
        var high = Vector512<double>.Zero;
        for (nint i = 0; i < count; i += L.Count)
        {
            var y = formula.Of(
                Seed<TPartials, TSeeds>(L.Load(first + i), 0),
                TFormula.Arity > 1 ? Seed<TPartials, TSeeds>(L.Load(second + i), 1) : default,
                TFormula.Arity > 2 ? Seed<TPartials, TSeeds>(L.Load(third + (i & thirdWalks)), 2) : default,
                TFormula.Arity > 3 ? Seed<TPartials, TSeeds>(L.Load(fourth + (i & fourthWalks)), 3) : default);
            L.Store(y.Value, terms + (i & termsWalk));
            if (L.Accumulates)
            {
                L.Accumulate(y.Value, ref low, ref high);
            }

            if (TSeeds.PartialOf(0) >= 0)
            {
                TStore.Store(scale * TPartials.At(y.Slope, TSeeds.PartialOf(0)), firstOut + i);
            }

            if (TFormula.Arity > 1 && TSeeds.PartialOf(1) >= 0)
            {
                TStore.Store(scale * TPartials.At(y.Slope, TSeeds.PartialOf(1)), secondOut + i);
            }

            if (TFormula.Arity > 2 && TSeeds.PartialOf(2) >= 0)
            {
                TStore.Store(scale * TPartials.At(y.Slope, TSeeds.PartialOf(2)), thirdOut + i);
            }

            if (TFormula.Arity > 3 && TSeeds.PartialOf(3) >= 0)
            {
                TStore.Store(scale * TPartials.At(y.Slope, TSeeds.PartialOf(3)), fourthOut + i);
            }
        }

        low.Store(block.Sums);
        high.Store(block.Sums + 8);
    }

    /// <summary>The second derivative with respect to one input, scaled, into <see cref="PointBlock{TElement}.FirstOut"/>.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Curvature<TInput>(TFormula formula, in PointBlock<TElement> block)
        where TInput : struct, ISeeds
    {
        var first = block.First;
        var second = block.Second;
        var third = block.Third;
        var fourth = block.Fourth;
        var thirdWalks = block.ThirdWalks;
        var fourthWalks = block.FourthWalks;
        var output = block.FirstOut;
        var count = block.Count;
        var scale = L.Of(block.Scale);
        for (nint i = 0; i < count; i += L.Count)
        {
            var y = formula.Of(
                Direction<TInput>(L.Load(first + i), 0),
                TFormula.Arity > 1 ? Direction<TInput>(L.Load(second + i), 1) : default,
                TFormula.Arity > 2 ? Direction<TInput>(L.Load(third + (i & thirdWalks)), 2) : default,
                TFormula.Arity > 3 ? Direction<TInput>(L.Load(fourth + (i & fourthWalks)), 3) : default);
            L.Store(scale * y.Second, output + i);
        }
    }

    [MethodImpl(AggressiveInlining)]
    private static Dual<L, TPartials> Seed<TPartials, TSeeds>(L x, int input)
        where TPartials : struct, IPartials<TPartials, L>
        where TSeeds : struct, ISeeds =>
        new(x, TSeeds.PartialOf(input) >= 0 ? TPartials.Unit(TSeeds.PartialOf(input)) : TPartials.Zero);

    [MethodImpl(AggressiveInlining)]
    private static Jet2<L> Direction<TInput>(L x, int input)
        where TInput : struct, ISeeds => new(x, L.Of(TInput.PartialOf(input) >= 0 ? 1 : 0), L.Of(0));
}

/// <summary>Differentiates with respect to input 0 only.</summary>
internal readonly struct Along0 : ISeeds
{
    [MethodImpl(AggressiveInlining)]
    public static int PartialOf(int input) => input == 0 ? 0 : -1;
}

/// <summary>Differentiates with respect to input 1 only.</summary>
internal readonly struct Along1 : ISeeds
{
    [MethodImpl(AggressiveInlining)]
    public static int PartialOf(int input) => input == 1 ? 0 : -1;
}

/// <summary>Differentiates with respect to input 2 only.</summary>
internal readonly struct Along2 : ISeeds
{
    [MethodImpl(AggressiveInlining)]
    public static int PartialOf(int input) => input == 2 ? 0 : -1;
}

/// <summary>Differentiates with respect to input 3 only.</summary>
internal readonly struct Along3 : ISeeds
{
    [MethodImpl(AggressiveInlining)]
    public static int PartialOf(int input) => input == 3 ? 0 : -1;
}
