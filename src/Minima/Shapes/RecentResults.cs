using System.Diagnostics.CodeAnalysis;

namespace Minima;

/// <summary>
/// The results for the most recent losses, so that calls which alternate between a few losses compute, and allocate, once for each.
/// Without locks: if two threads add at once, one result may be lost, and is computed again.
/// </summary>
internal sealed class RecentResults<TLoss, TResult>
    where TLoss : struct
{
    /// <summary>The most results kept; a search compares with each of them.</summary>
    private const int Most = 8;

    private volatile Entry[] entries = [];

    /// <summary>Finds the result for a loss.</summary>
    public bool TryGet(in TLoss loss, [MaybeNullWhen(false)] out TResult result)
    {
        // Read once: another thread may put other entries there.
        foreach (var entry in entries)
        {
            if (EqualityComparer<TLoss>.Default.Equals(entry.Loss, loss))
            {
                result = entry.Result;
                return true;
            }
        }

        result = default;
        return false;
    }

    /// <summary>Keeps a result in place of the oldest one; returns it.</summary>
    public TResult Add(in TLoss loss, TResult result)
    {
        var known = entries;
        entries = [new Entry(loss, result), .. known.AsSpan(0, Math.Min(known.Length, Most - 1))];
        return result;
    }

    private sealed record Entry(TLoss Loss, TResult Result);
}
