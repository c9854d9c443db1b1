using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Wasm;

namespace Minima;

/// <summary>Finds the first element outside a domain: a scan over vectors, then a search if one failed.</summary>
internal static class DomainCheck
{
    /// <summary>The number of vectors between two tests of the scan's result: many, and few for the remainder.</summary>
    private const int LongStride = 64;
    private const int Stride = 8;

    /// <summary>The index of the first unmasked element outside the domain, or -1. NaN passes, except as a label.</summary>
    public static int FirstOutside<TElement>(ReadOnlySpan<TElement> values, Domain domain, ReadOnlySpan<bool> mask)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var start = 0;
        if (domain.Kind != DomainKind.Outside)
        {
            var lows = Vector512.Create(Lowest<TElement>(domain));
            var highs = Vector512.Create(Highest<TElement>(domain));
            ref var first = ref MemoryMarshal.GetReference(values);
            foreach (var stride in (ReadOnlySpan<int>)[LongStride, Stride])
            {
                var step = stride * Vector512<TElement>.Count;
                for (; start <= values.Length - step; start += step)
                {
                    var clean = domain.IsLabel ? AreLabels(ref first, start, stride, lows, highs) : AreInside(ref first, start, stride, lows, highs);
                    if (!clean && Search(values, start, start + step, domain, mask) is >= 0 and var found)
                    {
                        return found;
                    }
                }
            }
        }

        return Search(values, start, values.Length, domain, mask);
    }

    /// <summary>The lowest element inside an interval: an open end counts as a closed one a step further in, and so does an end that rounding moved outside.</summary>
    private static TElement Lowest<TElement>(Domain domain)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var low = TElement.CreateSaturating(domain.Low);
        return domain.Contains(double.CreateTruncating(low)) ? low : TElement.BitIncrement(low);
    }

    /// <summary>The highest element inside an interval.</summary>
    private static TElement Highest<TElement>(Domain domain)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var high = TElement.CreateSaturating(domain.High);
        return domain.Contains(double.CreateTruncating(high)) ? high : TElement.BitDecrement(high);
    }

    /// <summary>
    /// True if a stride is inside an interval, by its smallest and largest element. The x86 minimum skips a NaN, and Arm's keeps it: on Arm the
    /// result is then false, and the search finds nothing. WebAssembly's minimum would lose everything before a NaN, so there it compares.
    /// </summary>
    private static bool AreInside<TElement>(ref TElement first, int start, int stride, Vector512<TElement> lows, Vector512<TElement> highs)
        where TElement : unmanaged
    {
        if (PackedSimd.IsSupported)
        {
            return AreInsideByComparison(ref first, start, stride, lows, highs);
        }

        var (least, most) = (highs, lows);
        var (least2, most2) = (highs, lows);
        for (var i = 0; i < stride; i += 2)
        {
            var x = Vector512.LoadUnsafe(ref first, (nuint)(start + i * Vector512<TElement>.Count));
            var y = Vector512.LoadUnsafe(ref first, (nuint)(start + (i + 1) * Vector512<TElement>.Count));
            least = Vector512.MinNative(x, least);
            most = Vector512.MaxNative(x, most);
            least2 = Vector512.MinNative(y, least2);
            most2 = Vector512.MaxNative(y, most2);
        }

        return Vector512.LessThanOrEqualAll(lows, Vector512.MinNative(least, least2)) && Vector512.LessThanOrEqualAll(Vector512.MaxNative(most, most2), highs);
    }

    private static bool AreInsideByComparison<TElement>(ref TElement first, int start, int stride, Vector512<TElement> lows, Vector512<TElement> highs)
        where TElement : unmanaged
    {
        var outside = Vector512<TElement>.Zero;
        for (var i = 0; i < stride; i++)
        {
            var x = Vector512.LoadUnsafe(ref first, (nuint)(start + i * Vector512<TElement>.Count));
            outside |= Vector512.LessThan(x, lows) | Vector512.GreaterThan(x, highs);
        }

        return Vector512.EqualsAll(outside.AsByte(), Vector512<byte>.Zero);
    }

    private static bool AreLabels<TElement>(ref TElement first, int start, int stride, Vector512<TElement> lows, Vector512<TElement> highs)
        where TElement : unmanaged
    {
        var known = Vector512<TElement>.AllBitsSet;
        for (var i = 0; i < stride; i++)
        {
            var x = Vector512.LoadUnsafe(ref first, (nuint)(start + i * Vector512<TElement>.Count));
            known &= Vector512.Equals(x, lows) | Vector512.Equals(x, highs);
        }

        return Vector512.EqualsAll(known.AsByte(), Vector512<byte>.AllBitsSet);
    }

    private static int Search<TElement>(ReadOnlySpan<TElement> values, int from, int to, Domain domain, ReadOnlySpan<bool> mask)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (var i = from; i < to; i++)
        {
            var x = double.CreateTruncating(values[i]);
            if (!domain.Contains(x) && (domain.IsLabel || !double.IsNaN(x)) && (mask.IsEmpty || mask[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
