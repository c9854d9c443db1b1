using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima;

/// <summary>
/// The innermost loops of softmax losses over one block of a row. Sums use one group of accumulators by index modulo the group, for every
/// lane width: narrower lanes process the group in phases. A tail is a last whole group that overlaps the previous one.
/// </summary>
internal static unsafe class SoftmaxKernel<L, TElement>
    where L : struct, ILanes<L, TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>The number of groups summed before their sum joins the outer one: rounding grows with the lengths of two short chains, not one long one.</summary>
    private const int Chain = 16;

    /// <summary>The number of elements in 64 bytes, and of accumulators per sum.</summary>
    public static int Group
    {
        [MethodImpl(AggressiveInlining)]
        get => 64 / sizeof(TElement);
    }

    /// <summary>Exponentials relative to the reference, and the sum of all except the hole's.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Exponentials(in SoftmaxBlock<TElement> block)
    {
        var logits = block.Logits;
        var copy = block.Copy;
        var exponentials = block.Exponentials;
        var tail = block.Tail;
        var tailMask = block.TailMask;
        var tailExponentials = block.TailExponentials;
        var sums = block.Sums;
        var ones = block.Masks + Group;
        var last = block.Count - Group;
        var whole = block.Count & -Group;
        var end = block.Count == whole ? whole : whole + Group;
        var hole = block.Hole < 0 || block.Hole >= whole ? -1 : block.Hole & -Group;
        var holeMask = block.Masks + (Group - 1 - (block.Hole & (Group - 1)));
        if (end != whole)
        {
            PrepareTail(block);
        }

        var origin = L.Of(block.Reference.Origin);
        var exponent = L.Of(block.Reference.Exponent);
        var low = L.Of(block.Reference.Log - block.Reference.Origin + SoftmaxReference.Low<TElement>());
        var high = L.Of(block.Reference.Log - block.Reference.Origin + SoftmaxReference.High<TElement>());
        for (nint phase = 0; phase < Group; phase += L.Count)
        {
            var outer = L.Of(0);
            for (nint i = 0; i < end;)
            {
                var inner = L.Of(0);
                for (var stop = Math.Min(i + (Chain * Group), end); i < stop; i += Group)
                {
                    var from = logits + i;
                    var to = exponentials + i;
                    var mask = ones;
                    var at = i;
                    if (i == hole)
                    {
                        mask = holeMask;
                    }

                    if (i == whole)
                    {
                        from = tail;
                        to = tailExponentials;
                        mask = tailMask;
                        at = last;
                    }

                    var x = L.Load(from + phase);
                    var e = Elementary.ExpOver(x - origin, exponent, low, high);
                    L.Store(x, copy + at + phase);
                    L.Store(e, to + phase);
                    inner = L.FusedMultiplyAdd(e, L.Load(mask + phase), inner);
                }

                outer += inner;
            }

            L.Store(outer, sums + phase);
        }

        if (end != whole)
        {
            PlaceTail(block);
        }
    }

    /// <summary>The same, with the sums of the masses and of mass times (largest - logit) in addition.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void ExponentialsAndMasses(in SoftmaxBlock<TElement> block)
    {
        var logits = block.Logits;
        var exponentials = block.Exponentials;
        var target = block.Mass.Target;
        var targetWalks = block.Mass.TargetWalks;
        var weight = block.Mass.Weight;
        var weightWalks = block.Mass.WeightWalks;
        var tail = block.Tail;
        var tailMask = block.TailMask;
        var tailExponentials = block.TailExponentials;
        var sums = block.Sums;
        var ones = block.Masks + Group;
        var last = block.Count - Group;
        var whole = block.Count & -Group;
        var end = block.Count == whole ? whole : whole + Group;
        var hole = block.Hole < 0 || block.Hole >= whole ? -1 : block.Hole & -Group;
        var holeMask = block.Masks + (Group - 1 - (block.Hole & (Group - 1)));
        if (end != whole)
        {
            PrepareTail(block);
        }

        var origin = L.Of(block.Reference.Origin);
        var exponent = L.Of(block.Reference.Exponent);
        var low = L.Of(block.Reference.Log - block.Reference.Origin + SoftmaxReference.Low<TElement>());
        var high = L.Of(block.Reference.Log - block.Reference.Origin + SoftmaxReference.High<TElement>());
        var largest = L.Of(block.Largest);
        var factor = L.Of(block.Mass.Factor);
        var shift = L.Of(block.Mass.Shift);
        for (nint phase = 0; phase < Group; phase += L.Count)
        {
            var outer = L.Of(0);
            var outerMass = L.Of(0);
            var outerSpread = L.Of(0);
            for (nint i = 0; i < end;)
            {
                var inner = L.Of(0);
                var innerMass = L.Of(0);
                var innerSpread = L.Of(0);
                for (var stop = Math.Min(i + (Chain * Group), end); i < stop; i += Group)
                {
                    var from = logits + i;
                    var to = exponentials + i;
                    var mask = ones;
                    var at = i;
                    if (i == hole)
                    {
                        mask = holeMask;
                    }

                    if (i == whole)
                    {
                        from = tail;
                        to = tailExponentials;
                        mask = tailMask;
                        at = last;
                    }

                    var x = L.Load(from + phase);
                    var e = Elementary.ExpOver(x - origin, exponent, low, high);
                    L.Store(e, to + phase);
                    var counts = L.Load(mask + phase);
                    var mass = L.FusedMultiplyAdd(L.Load(target + (at & targetWalks) + phase), factor, shift) * L.Load(weight + (at & weightWalks) + phase) * counts;
                    inner = L.FusedMultiplyAdd(e, counts, inner);
                    innerMass += mass;
                    innerSpread += L.Apply(default(ZeroTimes), mass, largest - x);
                }

                outer += inner;
                outerMass += innerMass;
                outerSpread += innerSpread;
            }

            L.Store(outer, sums + phase);
            L.Store(outerMass, sums + Group + phase);
            L.Store(outerSpread, sums + (2 * Group) + phase);
        }

        if (end != whole)
        {
            PlaceTail(block);
        }
    }

    /// <summary>Copies the last group of the logits, before exponentials overwrite a part of it, and the mask of the elements that earlier groups did not include.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void PrepareTail(in SoftmaxBlock<TElement> block)
    {
        var whole = block.Count & -Group;
        var last = block.Count - Group;
        var window = block.Masks + (2 * Group) + (block.Count - whole);
        for (nint phase = 0; phase < Group; phase += L.Count)
        {
            L.Store(L.Load(block.Logits + last + phase), block.Tail + phase);
            L.Store(L.Load(window + phase), block.TailMask + phase);
        }

        if (block.Hole >= whole)
        {
            block.TailMask[block.Hole - last] = TElement.Zero;
        }
    }

    [MethodImpl(AggressiveInlining)]
    private static void PlaceTail(in SoftmaxBlock<TElement> block)
    {
        for (nint phase = 0; phase < Group; phase += L.Count)
        {
            L.Store(L.Load(block.TailExponentials + phase), block.Exponentials + block.Count - Group + phase);
        }
    }

    /// <summary>The largest of the first elements, skipping NaN. Whole groups and one that overlaps.</summary>
    [SkipLocalsInit]
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static TElement Largest(TElement* x, nint count)
    {
        var first = L.Of(double.NegativeInfinity);
        var second = first;
        var i = (nint)0;
        for (; i <= count - (2 * L.Count); i += 2 * L.Count)
        {
            var a = L.Load(x + i);
            var b = L.Load(x + i + L.Count);
            first = L.IfLess(first, a, a, first);
            second = L.IfLess(second, b, b, second);
        }

        if (i < count - L.Count)
        {
            var a = L.Load(x + i);
            first = L.IfLess(first, a, a, first);
        }

        var end = L.Load(x + count - L.Count);
        second = L.IfLess(second, end, end, second);
        first = L.IfLess(first, second, second, first);
        var lanes = stackalloc TElement[16];
        L.Store(first, lanes);
        if (L.Count == 1)
        {
            return lanes[0];
        }

        // Without branches, which random logits would mispredict; no lane is NaN.
        var quarter = Vector128.Load(lanes);
        for (var k = Vector128<TElement>.Count; k < L.Count; k += Vector128<TElement>.Count)
        {
            quarter = Vector128.MaxNative(quarter, Vector128.Load(lanes + k));
        }

        var largest = TElement.MaxNative(quarter[0], quarter[1]);
        return Vector128<TElement>.Count == 2 ? largest : TElement.MaxNative(largest, TElement.MaxNative(quarter[2], quarter[3]));
    }

    /// Multiplies each element by two factors, so that a subnormal product of both costs no digits of a large element. Prefetches the next data from
    /// <paramref name="next"/> on (or null), because this loop leaves memory idle.
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Scale(TElement* x, nint count, double factor, double factor2, TElement* next)
    {
        var first = L.Of(factor);
        var second = L.Of(factor2);

        // The last lanes overlap the previous ones: read before those are written.
        var end = L.Load(x + count - L.Count);
        for (nint i = 0; i < count - L.Count; i += L.Count)
        {
            if (Sse.IsSupported && next != null)
            {
                Sse.Prefetch1(next + i);
            }

            L.Store(first * L.Load(x + i) * second, x + i);
        }

        L.Store(first * end * second, x + count - L.Count);
    }

    /// <summary>Multiplies each element by two factors and subtracts its mass times a third.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void ScaleLessMass(TElement* x, nint count, double factor, double factor2, in SoftmaxMass<TElement> mass, double massFactor)
    {
        var first = L.Of(factor);
        var second = L.Of(factor2);
        var target = mass.Target;
        var targetWalks = mass.TargetWalks;
        var weight = mass.Weight;
        var weightWalks = mass.WeightWalks;
        var times = L.Of(mass.Factor);
        var shift = L.Of(mass.Shift);
        var third = L.Of(massFactor);
        var last = count - L.Count;
        var end = L.Load(x + last);
        for (nint i = 0; ; i += L.Count)
        {
            var at = Math.Min(i, last);
            var e = i < last ? L.Load(x + at) : end;

            // Constants fill one group, and their pointers stay at its start.
            var m = L.FusedMultiplyAdd(L.Load(target + (at & targetWalks)), times, shift) * L.Load(weight + (at & weightWalks));
            L.Store((first * e * second) - (m * third), x + at);
            if (i >= last)
            {
                break;
            }
        }
    }

    /// <summary>A group of accumulators joined in double in a fixed order.</summary>
    [SkipLocalsInit]
    [MethodImpl(AggressiveOptimization)]
    public static double Join(TElement* sums)
    {
        // Adds the halves of a group until one is left: the sums of a level are independent.
        var half = Group / 2;
        var joined = stackalloc double[8];
        for (var k = 0; k < half; k++)
        {
            joined[k] = double.CreateTruncating(sums[k]) + double.CreateTruncating(sums[k + half]);
        }

        return half == 8
            ? ((joined[0] + joined[4]) + (joined[2] + joined[6])) + ((joined[1] + joined[5]) + (joined[3] + joined[7]))
            : (joined[0] + joined[2]) + (joined[1] + joined[3]);
    }
}
