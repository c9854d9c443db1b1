using System.Text;

namespace Minima.Trees;

/// <summary>The rows of this process as a part of the table: where they begin, and choices among all rows that every process makes alike.</summary>
internal sealed class Parts
{
    /// <exception cref="BoostException">The columns, inputs or options of the parts differ.</exception>
    public Parts(TreeData data, BoostOptions options)
    {
        Ranks = options.Collective ?? Collective.Alone;
        Exact = options.Engine == BoostEngine.XGBoost ? Ranks : null;
        if (Ranks.Ranks > 1) Compare(data, options);
        (First, Rows) = Ranks.Place(data.Rows);
    }

    /// <summary>The processes.</summary>
    public Collective Ranks { get; }

    /// <summary>The processes over which sums have no rounding; null if sums are taken in the order of the rows.</summary>
    public Collective? Exact { get; }

    /// <summary>The rows of all parts together.</summary>
    public int Rows { get; }

    /// <summary>The number of the first row among those of all parts.</summary>
    public int First { get; }

    /// <summary>Draws some rows of this part as a function of the seed: <paramref name="most"/> over all parts together, or all rows if there are no more.</summary>
    /// <param name="own">Rows of this part.</param>
    /// <param name="first">The number of the first one among those of all parts.</param>
    /// <param name="total">The number of such rows of all parts.</param>
    /// <param name="most">The number of rows to draw.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="purposeRound">A number for the purpose of the draw.</param>
    public static int[] Some(KeptRows own, int first, int total, int most, ulong seed, ulong purposeRound) => total <= most
        ? own.ToArray()
        : own.At(Draw.Some(total, (double)most / total, seed, Draw.Quantiles, purposeRound).Where(i => i >= first && i < first + own.Count).Select(i => i - first));

    /// <summary>The marks of held-out rows: those of the table, or whole groups drawn as a function of the seed. Null if no row is held out.</summary>
    public bool[]? HeldOut(TreeData data, BoostOptions options)
    {
        var held = data.HeldOut;
        if (held is null && options.HeldOut > 0)
        {
            int[] groups = data.Group is null ? [] : [.. Ranks.Gather<int>([.. data.Group.Distinct()]).Distinct().Order()];
            var marks = Draw.Marks(data.Group is null ? Rows : groups.Length, options.HeldOut, options.Seed, Draw.HeldOut, 0);
            held = data.Group is null ? marks[First..(First + data.Rows)] : Array.ConvertAll(data.Group, group => marks[Array.BinarySearch(groups, group)]);
        }

        long[] counts = [held?.Count(row => row) ?? 0];
        Ranks.Sum(counts);
        if (counts[0] == Rows) throw new BoostException("every row is held out; none is left to train on.");
        if (counts[0] == 0) held = null;
        else if (held is null) held = new bool[data.Rows];
        if (Ranks.Ranks > 1 && held is not null && Array.TrueForAll(held, row => row)) throw new BoostException($"every row of part {Ranks.Rank} is held out, and XGBoost needs one in each part; give parts of more rows, or hold out fewer.");
        return held is null && options.EarlyStop > 0 ? throw new BoostException("early stopping needs rows that are held out; mark them, or give a fraction.") : held;
    }

    /// <summary>Refuses parts that differ. Every process finds the same difference, so all end with the same message.</summary>
    private void Compare(TreeData data, BoostOptions options)
    {
        string[] own =
        [
            string.Join("\n", data.Columns.Select(column => $"{column.Name}\t{column.IsCategory}")),
            string.Join("\n", data.Inputs.Keys.Order(StringComparer.Ordinal).Append(data.Weight is null ? "" : "weights").Append(data.Group is null ? "" : "groups")),
            (options with { Threads = 0, Collective = null, Memory = null, Scratch = null, Monotone = Empty.Directions, Interactions = Empty.Sets }).ToString(),
            string.Join("\n", options.Monotone.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}\t{pair.Value}").Concat(options.Interactions.Select(set => string.Join("\t", set)))),
        ];
        for (var i = 0; i < own.Length; i++)
        {
            var all = Array.ConvertAll(Ranks.Gather(Encoding.UTF8.GetBytes(own[i])), Encoding.UTF8.GetString);
            var other = Array.FindIndex(all, text => text != all[0]);
            if (other < 0) continue;
            throw i switch
            {
                0 => new BoostException($"part {other} has other columns than part 0; all parts need the same."),
                1 => new BoostException($"part {other} has other inputs, weights or groups than part 0; all parts need the same."),
                2 => new BoostException($"part {other} has other options than part 0; all parts need the same."),
                _ => new BoostException($"part {other} has other constraints than part 0; all parts need the same."),
            };
        }
    }

    /// <summary>Empty lists for the text of the options, because the text of a list does not show its content.</summary>
    private static class Empty
    {
        public static readonly IReadOnlyDictionary<string, int> Directions = new Dictionary<string, int>(StringComparer.Ordinal);
        public static readonly IReadOnlyList<IReadOnlyList<string>> Sets = [];
    }
}
