namespace Minima.Trees;

/// <summary>The rows that trees learn from: all that are not held out, in their order.</summary>
/// <param name="rows">The number of rows, kept or not.</param>
/// <param name="heldOut">Marks the held-out rows; null for none.</param>
internal sealed class KeptRows(int rows, bool[]? heldOut)
{
    public int Count { get; } = heldOut is null ? rows : heldOut.Count(row => !row);

    public int[] ToArray() => [.. Enumerable.Range(0, rows).Where(row => heldOut is null || !heldOut[row])];

    /// <summary>The kept rows at some places.</summary>
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
