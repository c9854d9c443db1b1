using System.Runtime.InteropServices;

namespace Minima.Trees;

/// <summary>The processes, on one machine or more, that boost one model together, each on its own rows. They exchange sums, maxima and bytes. Every rank makes the same calls in the same order.</summary>
public abstract class Collective
{
    /// <summary>A single process.</summary>
    internal static Collective Alone { get; } = new One();

    /// <summary>The number of this process, from 0 on. Its rows follow those of the ranks below it.</summary>
    public abstract int Rank { get; }

    /// <summary>The number of processes.</summary>
    public abstract int Ranks { get; }

    /// <summary>Replaces each number by its sum over all ranks.</summary>
    public abstract void Sum(Span<long> numbers);

    /// <summary>Replaces each number by its maximum over all ranks. No number may be NaN.</summary>
    public abstract void Max(Span<double> numbers);

    /// <summary>Gathers the bytes of all ranks, in the order of the ranks. The numbers of bytes may differ.</summary>
    public abstract byte[][] Gather(ReadOnlySpan<byte> own);

    /// <summary>The exception for a failed call of XGBoost's library; if another rank has ended, an implementation may name that cause.</summary>
    public virtual Exception Explain(BoostException problem) => problem;

    /// <summary>The maximum over all ranks.</summary>
    internal double Max(double number)
    {
        Span<double> numbers = [number];
        Max(numbers);
        return numbers[0];
    }

    /// <summary>The numbers of all ranks, one after the other.</summary>
    internal T[] Gather<T>(ReadOnlySpan<T> own)
        where T : unmanaged => Ranks == 1 ? own.ToArray() : [.. Gather(MemoryMarshal.AsBytes(own)).SelectMany(bytes => MemoryMarshal.Cast<byte, T>(bytes).ToArray())];

    /// <summary>The index of this rank's first item among the items of all ranks, and their total number.</summary>
    internal (int First, int Total) Place(int count)
    {
        var counts = Gather<int>([count]);
        var total = counts.Sum(each => (long)each);
        return total <= int.MaxValue ? (counts.Take(Rank).Sum(), (int)total) : throw new BoostException($"all parts together have {total} rows; boosting counts up to {int.MaxValue}.");
    }

    /// <summary>Adds up the sums of all ranks without rounding, and replaces each number of <paramref name="largest"/> by its maximum over all ranks.</summary>
    internal void Sum(ExactSums sums, Span<double> largest)
    {
        if (Ranks == 1) return;
        sums.Carry();
        var (low, high) = sums.Range;
        var facts = new double[2 + sums.Count + largest.Length];
        (facts[0], facts[1]) = (high, -low);
        for (var i = 0; i < sums.Count; i++) facts[2 + i] = sums.IsBroken(i) ? 1 : 0;
        largest.CopyTo(facts.AsSpan(2 + sums.Count));
        Max(facts);
        facts.AsSpan(2 + sums.Count).CopyTo(largest);
        for (var i = 0; i < sums.Count; i++)
        {
            if (facts[2 + i] > 0) sums.Break(i);
        }

        (high, low) = ((int)facts[0], -(int)facts[1]);
        if (high < low) return;
        var limbs = sums.Take(low, high);
        Sum(limbs);
        sums.Put(limbs, low, high);
    }

    private sealed class One : Collective
    {
        public override int Rank => 0;

        public override int Ranks => 1;

        public override void Sum(Span<long> numbers)
        {
            // There is nothing to add.
        }

        public override void Max(Span<double> numbers)
        {
            // The maximum of one rank is its own number.
        }

        public override byte[][] Gather(ReadOnlySpan<byte> own) => [own.ToArray()];
    }
}
