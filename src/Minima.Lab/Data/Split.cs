using Minima.Tabular;

namespace Minima.Lab;

/// <summary>
/// A quarter of the rows for testing (stratified by class), the others in three folds. The seed determines the split by a function that takes ten lines in
/// any language, so that other libraries can be given the same rows.
/// </summary>
/// <param name="Training">The rows to learn from.</param>
/// <param name="Folds">The fold of each of them.</param>
/// <param name="Test">The rows to judge by.</param>
internal sealed record Split(int[] Training, int[] Folds, int[] Test)
{
    public const int FoldCount = 3;

    private const ulong FoldKey = 1000;

    public static Split Of(BundledTable table, int seed)
    {
        var groups = table.Kind == TaskKind.Amount ? new int[table.Rows] : Array.ConvertAll(table.Target, value => (int)value);
        var all = Enumerable.Range(0, table.Rows).ToArray();
        var ranks = Ranks(all, groups, (ulong)seed);
        var sizes = groups.CountBy(group => group).ToDictionary();
        var training = all.Where(row => ranks[row] >= sizes[groups[row]] / 4).ToArray();
        var folds = Ranks(training, groups, (ulong)seed + FoldKey);
        return new Split(training, [.. training.Select(row => folds[row] % FoldCount)], [.. all.Where(row => ranks[row] < sizes[groups[row]] / 4)]);
    }

    /// <summary>The training rows of one fold, or those of the others.</summary>
    public int[] Fold(int fold, bool within) => [.. Training.Where((_, i) => Folds[i] == fold == within)];

    /// <summary>The place of each row among those of its group, in the random order of a key.</summary>
    private static Dictionary<int, int> Ranks(int[] rows, int[] groups, ulong key)
    {
        var places = new Dictionary<int, int>();
        var ranks = new Dictionary<int, int>();
        foreach (var row in rows.OrderBy(row => SplitMix64.Mix((key << 32) + (ulong)row)))
        {
            ranks[row] = places.GetValueOrDefault(groups[row]);
            places[groups[row]] = ranks[row] + 1;
        }

        return ranks;
    }
}
