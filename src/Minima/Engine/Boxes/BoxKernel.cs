using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima;

/// <summary>Pointers of one block of boxes, split into arrays of coordinates, that a kernel reads and writes.</summary>
internal unsafe struct BoxBlock<TElement>
    where TElement : unmanaged
{
    /// <summary>Four arrays of coordinates, one after the other.</summary>
    public TElement* Prediction;
    public TElement* Target;

    /// <summary>Four arrays of derivatives, one for each coordinate.</summary>
    public TElement* Out;

    public TElement* Terms;

    /// <summary>Boxes, a multiple of 16.</summary>
    public nint Count;

    public double Scale;
}

/// <summary>Maps coordinates of the pair to partials of a dual: 0 to 3 are the prediction's, 4 to 7 the target's.</summary>
internal interface IBoxSeeds
{
    /// <summary>The first coordinate with a partial.</summary>
    static abstract int First { get; }

    /// <summary>The number of coordinates with a partial.</summary>
    static abstract int Count { get; }
}

/// <summary>The innermost loops of box losses: one formula, one call site, one loop each; whole lanes only (the blocks are padded).</summary>
internal static unsafe class BoxKernel<TLoss, L, TElement>
    where TLoss : struct, IBoxLoss
    where L : struct, ILanes<L, TElement>
    where TElement : unmanaged
{
    /// <summary>Boxes of a block: four arrays of coordinates fill one buffer of scratch.</summary>
    public const int Boxes = Scratch.Block / 4;

    /// <summary>Terms.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Value(TLoss loss, in BoxBlock<TElement> block)
    {
        var p = block.Prediction;
        var t = block.Target;
        var terms = block.Terms;
        var count = block.Count;
        for (nint i = 0; i < count; i += L.Count)
        {
            var y = loss.Of(
                new Box<L>(L.Load(p + i), L.Load(p + Boxes + i), L.Load(p + 2 * Boxes + i), L.Load(p + 3 * Boxes + i)),
                new Box<L>(L.Load(t + i), L.Load(t + Boxes + i), L.Load(t + 2 * Boxes + i), L.Load(t + 3 * Boxes + i)));
            L.Store(y, terms + i);
        }
    }

    /// <summary>Terms, and the derivatives with respect to two coordinates: four partials at once exceed the registers.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Gradient<TSeeds>(TLoss loss, in BoxBlock<TElement> block)
        where TSeeds : struct, IBoxSeeds
    {
        var p = block.Prediction;
        var t = block.Target;
        var terms = block.Terms;
        var output = block.Out + (TSeeds.First & 3) * Boxes;
        var count = block.Count;
        var scale = L.Of(block.Scale);
        for (nint i = 0; i < count; i += L.Count)
        {
            var y = loss.Of(
                new Box<Dual<L, Two<L>>>(Seed<TSeeds>(p + i, 0), Seed<TSeeds>(p + Boxes + i, 1), Seed<TSeeds>(p + 2 * Boxes + i, 2), Seed<TSeeds>(p + 3 * Boxes + i, 3)),
                new Box<Dual<L, Two<L>>>(Seed<TSeeds>(t + i, 4), Seed<TSeeds>(t + Boxes + i, 5), Seed<TSeeds>(t + 2 * Boxes + i, 6), Seed<TSeeds>(t + 3 * Boxes + i, 7)));
            L.Store(y.Value, terms + i);
            L.Store(scale * y.Slope.A, output + i);
            L.Store(scale * y.Slope.B, output + Boxes + i);
        }
    }

    /// <summary>The second derivative with respect to one coordinate, the first of the seeds.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Curvature<TSeeds>(TLoss loss, in BoxBlock<TElement> block)
        where TSeeds : struct, IBoxSeeds
    {
        var p = block.Prediction;
        var t = block.Target;
        var output = block.Out + (TSeeds.First & 3) * Boxes;
        var count = block.Count;
        var scale = L.Of(block.Scale);
        for (nint i = 0; i < count; i += L.Count)
        {
            var y = loss.Of(
                new Box<Jet2<L>>(Jet<TSeeds>(p + i, 0), Jet<TSeeds>(p + Boxes + i, 1), Jet<TSeeds>(p + 2 * Boxes + i, 2), Jet<TSeeds>(p + 3 * Boxes + i, 3)),
                new Box<Jet2<L>>(Jet<TSeeds>(t + i, 4), Jet<TSeeds>(t + Boxes + i, 5), Jet<TSeeds>(t + 2 * Boxes + i, 6), Jet<TSeeds>(t + 3 * Boxes + i, 7)));
            L.Store(scale * y.Second, output + i);
        }
    }

    [MethodImpl(AggressiveInlining)]
    private static Dual<L, Two<L>> Seed<TSeeds>(TElement* from, int coordinate)
        where TSeeds : struct, IBoxSeeds => new()
        {
            Value = L.Load(from),
            Slope = coordinate >= TSeeds.First && coordinate < TSeeds.First + TSeeds.Count ? Two<L>.Unit(coordinate - TSeeds.First) : Two<L>.Zero,
        };

    [MethodImpl(AggressiveInlining)]
    private static Jet2<L> Jet<TSeeds>(TElement* from, int coordinate)
        where TSeeds : struct, IBoxSeeds => new() { Value = L.Load(from), First = L.Of(coordinate == TSeeds.First ? 1 : 0), Second = L.Of(0) };
}
