using System.Numerics;

namespace Minima.Training.Losses;

/// <summary>Rows in the order of their times, earliest first, those of one time in the order in which they were given.</summary>
internal static class TimeOrder
{
    /// <summary>The places of the rows; the times are put into their order.</summary>
    /// <param name="times">No NaN among them.</param>
    /// <param name="places">As many.</param>
    public static void Sort<TElement>(Span<TElement> times, Span<int> places)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (var i = 0; i < places.Length; i++) places[i] = i;
        times.Sort(places);
        for (var start = 0; start < times.Length;)
        {
            var end = EndOfTie(times, start);
            if (end - start > 1) places[start..end].Sort();
            start = end;
        }
    }

    /// <summary>Behind the last of the rows that share a time with one.</summary>
    public static int EndOfTie<TElement>(ReadOnlySpan<TElement> times, int start)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var end = start + 1;
        while (end < times.Length && times[end] == times[start]) end++;
        return end;
    }
}
