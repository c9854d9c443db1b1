using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Minima.Tensors.Losses;

/// <summary>
/// A stable radix sort of rows by their times, earliest first. It works on the bits, which for
/// positive numbers have the order of the numbers.
/// </summary>
internal static class TimeOrder
{
    private const int DigitBits = 11;
    private const int Digits = 1 << DigitBits;

    /// <summary>Writes the places of the rows in the order of their times, and sorts the times.</summary>
    /// <param name="times">Above 0, and no NaN among them.</param>
    /// <param name="places">Of the same length.</param>
    public static void Sort<TElement>(Span<TElement> times, Span<int> places)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var memory = Node.New([2, times.Length, Unsafe.SizeOf<Entry>() / sizeof(double)], ElementType.Double);
        var entries = MemoryMarshal.Cast<double, Entry>(Tensor.Elements<double>(memory));
        var from = entries[..times.Length];
        var to = entries[times.Length..];
        for (var i = 0; i < from.Length; i++) from[i] = new Entry { Key = BitsOf(times[i]), Place = i };
        Span<int> ends = stackalloc int[Digits];
        for (var shift = 0; shift < 8 * Unsafe.SizeOf<TElement>(); shift += DigitBits)
        {
            if (!Distribute(from, to, ends, shift)) continue;
            var swap = from;
            from = to;
            to = swap;
        }

        for (var i = 0; i < from.Length; i++)
        {
            times[i] = OfBits<TElement>(from[i].Key);
            places[i] = from[i].Place;
        }

        GC.KeepAlive(memory);
    }

    /// <summary>Distributes the entries by one digit, in a stable order; false if all have the same digit and nothing was moved.</summary>
    private static bool Distribute(ReadOnlySpan<Entry> from, Span<Entry> to, Span<int> ends, int shift)
    {
        ends.Clear();
        foreach (ref readonly var entry in from) ends[DigitOf(entry, shift)]++;
        if (from.Length == 0 || ends[DigitOf(from[0], shift)] == from.Length) return false;
        var sum = 0;
        for (var digit = 0; digit < Digits; digit++)
        {
            var count = ends[digit];
            ends[digit] = sum;
            sum += count;
        }

        foreach (ref readonly var entry in from) to[ends[DigitOf(entry, shift)]++] = entry;
        return true;
    }

    private static int DigitOf(in Entry entry, int shift) => (int)(entry.Key >> shift) & (Digits - 1);

    private static ulong BitsOf<TElement>(TElement time)
        where TElement : unmanaged => typeof(TElement) == typeof(float) ? Unsafe.BitCast<TElement, uint>(time) : Unsafe.BitCast<TElement, ulong>(time);

    private static TElement OfBits<TElement>(ulong bits)
        where TElement : unmanaged => typeof(TElement) == typeof(float) ? Unsafe.BitCast<uint, TElement>((uint)bits) : Unsafe.BitCast<ulong, TElement>(bits);

    private struct Entry
    {
        public ulong Key;
        public int Place;
    }
}
