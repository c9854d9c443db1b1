namespace Minima.Trees;

/// <summary>A column with more categories than a byte has codes: each tree puts them in groups, in the order of gradient over curvature, and splits the groups.</summary>
/// <remarks>
/// A category of few rows has a mean gradient that is mostly chance, so the order shrinks it towards the mean of all rows. The variances between and within categories
/// determine the shrinkage (analysis of variance, one random factor). If categories differ no more than by chance, the tree does without the column.
/// </remarks>
internal sealed unsafe class CategoryGroups
{
    /// <summary>Standard deviations by which the ratio of the variances between and within categories must exceed 1.</summary>
    private const double Certain = 2;

    private readonly int _most;
    private readonly byte[] _groups;

    /// <param name="categories">The number of categories.</param>
    /// <param name="most">The largest number of groups.</param>
    public CategoryGroups(int categories, int most)
    {
        (_most, _groups) = (most, [.. Enumerable.Range(0, categories).Select(c => (byte)((long)c * most / categories))]);
        Count();
    }

    /// <summary>The group of each category.</summary>
    public ReadOnlySpan<byte> Groups => _groups;

    /// <summary>The number of categories in each group.</summary>
    public int[] Sizes { get; } = new int[ColumnBins.Codes];

    /// <summary>Puts the categories in groups by the packed gradients and curvatures of the rows of a tree.</summary>
    /// <param name="rows">The order of the rows.</param>
    /// <param name="column">The column.</param>
    /// <param name="inTree">By chunk, the number of rows of the order that belong to the tree.</param>
    /// <param name="packed">Gradients and curvatures.</param>
    /// <param name="team">The threads.</param>
    /// <returns>False if the groups stay as they are.</returns>
    public bool Arrange(CodedRows rows, int column, int[] inTree, ulong* packed, Team team)
    {
        var hands = new Tally[Math.Min(team.Hands, rows.Chunks)];
        for (var hand = 0; hand < hands.Length; hand++) hands[hand] = new Tally(_groups.Length);
        rows.Each((hand, chunk) =>
        {
            var first = chunk * CodedRows.ChunkRows;
            var cells = rows.Cells(column, chunk);
            for (var i = 0; i < inTree[chunk]; i++)
            {
                var row = first + rows.Order[first + i];
                if (rows.Bins[column].PlaceOf(cells[row - first]) is >= 0 and var category) hands[hand].Add(category, (int)packed[row], (long)(packed[row] >> 32));
            }
        });
        var all = hands[0];
        foreach (var hand in hands.AsSpan(1)) all.Add(hand);
        return Arrange(all);
    }

    private bool Arrange(Tally all)
    {
        if (all.RowsThatHold() is not { } held) return false;
        var count = _groups.Length;
        var (slope, curvature) = (0L, 0L);
        for (var c = 0; c < count; c++) (slope, curvature) = (slope + all.Slopes[c], curvature + all.Curvatures[c]);
        if (curvature == 0) return false;
        var mean = slope / (double)curvature;
        var borrowed = held * curvature / all.Rows.Sum(rows => (long)rows);

        // A category without drawn rows counts as the mean.
        var keys = new double[count];
        for (var c = 0; c < count; c++) keys[c] = all.Rows[c] == 0 ? mean : (all.Slopes[c] + borrowed * mean) / (all.Curvatures[c] + borrowed);
        int[] order = [.. Enumerable.Range(0, count).OrderBy(c => keys[c]).ThenBy(c => c)];
        var (below, group) = (0.0, 0);
        foreach (var c in order)
        {
            _groups[c] = (byte)group;
            below += all.Curvatures[c];
            if (group + 1 < _most && below * _most >= curvature * (group + 1.0)) group++;
        }

        Count();
        return true;
    }

    private void Count()
    {
        Array.Clear(Sizes);
        foreach (var group in _groups) Sizes[group]++;
    }

    /// <summary>By category: sums of gradients and curvatures, and the number of rows. Sums of integers are the same in any order.</summary>
    private sealed class Tally(int categories)
    {
        private Int128 _squares;

        public long[] Slopes { get; } = new long[categories];

        public long[] Curvatures { get; } = new long[categories];

        public int[] Rows { get; } = new int[categories];

        public void Add(int category, int slope, long curvature)
        {
            Slopes[category] += slope;
            Curvatures[category] += curvature;
            Rows[category]++;
            _squares += (long)slope * slope;
        }

        public void Add(Tally other)
        {
            for (var c = 0; c < Rows.Length; c++)
            {
                Slopes[c] += other.Slopes[c];
                Curvatures[c] += other.Curvatures[c];
                Rows[c] += other.Rows[c];
            }

            _squares += other._squares;
        }

        /// <summary>The number of rows of its own that move a category half-way from the mean of all; null if categories differ no more than by chance.</summary>
        public double? RowsThatHold()
        {
            var (rows, used, sum, between, squared) = (0.0, 0, 0.0, 0.0, 0.0);
            for (var c = 0; c < Rows.Length; c++)
            {
                if (Rows[c] == 0) continue;
                used++;
                rows += Rows[c];
                sum += Slopes[c];
                between += (double)Slopes[c] * Slopes[c] / Rows[c];
                squared += (double)Rows[c] * Rows[c];
            }

            var (first, second) = (used - 1.0, rows - used);
            if (first < 1 || second < 1) return null;
            var inside = Math.Max(0, (double)_squares - between) / second;
            var spread = Math.Max(0, between - sum * sum / rows) / first;
            if (spread <= inside * (1 + Certain * Math.Sqrt(2 / first + 2 / second))) return null;
            return inside * (rows - squared / rows) / first / (spread - inside);
        }
    }
}
