namespace Minima.Trees;

/// <summary>The rows that trees learn from: all that are not held out, in their order.</summary>
/// <param name="rows">How many rows there are.</param>
/// <param name="heldOut">The rows that are held out; null for none.</param>
internal sealed class KeptRows(int rows, bool[]? heldOut)
{
    /// <summary>The number of rows that are kept.</summary>
    public int Count { get; } = heldOut is null ? rows : heldOut.Count(row => !row);

    /// <summary>All of them.</summary>
    public int[] ToArray() => [.. Enumerable.Range(0, rows).Where(row => heldOut is null || !heldOut[row])];

    /// <summary>Some of them.</summary>
    /// <param name="places">Their places among those that are kept, ascending.</param>
    public int[] At(IEnumerable<int> places)
    {
        if (heldOut is null) return [.. places];
        var (some, row, place) = (new List<int>(), -1, -1);
        foreach (var wanted in places)
        {
            while (place < wanted)
            {
                if (!heldOut[++row]) place++;
            }

            some.Add(row);
        }

        return [.. some];
    }
}
