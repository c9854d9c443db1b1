using System.Numerics;
using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima;

/// <summary>Finds the first element outside a domain: a scan over vectors, then a search in the vector that failed.</summary>
internal static class DomainCheck
{
    /// <summary>The index of the first unmasked element outside the domain, or -1. NaN passes, except as a label.</summary>
    public static int FirstOutside<TElement>(ReadOnlySpan<TElement> values, Domain domain, ReadOnlySpan<bool> mask)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var start = 0;
        if (domain.Kind == DomainKind.Interval)
        {
            // One-sided and two-sided intervals alike: clean vectors are skipped, the rest is looked at one by one.
            var low = new Vector<TElement>(TElement.CreateSaturating(domain.Low));
            var high = new Vector<TElement>(TElement.CreateSaturating(domain.High));
            for (; start <= values.Length - Vector<TElement>.Count; start += Vector<TElement>.Count)
            {
                if (AnyOutside(new Vector<TElement>(values[start..]), low, high, domain) && Search(values, start, start + Vector<TElement>.Count, domain, mask) is >= 0 and var found)
                {
                    return found;
                }
            }
        }
        else if (domain.IsLabel)
        {
            var low = new Vector<TElement>(TElement.CreateSaturating(domain.Low));
            var high = new Vector<TElement>(TElement.CreateSaturating(domain.High));
            for (; start <= values.Length - Vector<TElement>.Count; start += Vector<TElement>.Count)
            {
                var x = new Vector<TElement>(values[start..]);
                var known = Vector.BitwiseOr(Vector.Equals(x, low), Vector.Equals(x, high));
                if (known != Vector<TElement>.AllBitsSet && Search(values, start, start + Vector<TElement>.Count, domain, mask) is >= 0 and var found)
                {
                    return found;
                }
            }
        }

        return Search(values, start, values.Length, domain, mask);
    }

    [MethodImpl(AggressiveInlining)]
    private static bool AnyOutside<TElement>(Vector<TElement> x, Vector<TElement> low, Vector<TElement> high, Domain domain)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var below = domain.LowOpen ? Vector.LessThanOrEqual(x, low) : Vector.LessThan(x, low);
        var above = domain.HighOpen ? Vector.GreaterThanOrEqual(x, high) : Vector.GreaterThan(x, high);
        return Vector.BitwiseOr(below, above) != Vector<TElement>.Zero;
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
