namespace Minima.Training.Data;

/// <summary>
/// Splits the rows of a table into training and validation rows. The split is a function of the seed and of the rows; the number of validation rows is the
/// validation share of all, rounded.
/// </summary>
public static class RowSplit
{
    /// <summary>Splits at random: all sets of validation rows of this size are equally likely.</summary>
    /// <exception cref="TrainingException">The share is not from 0 to below 1, or leaves one side empty.</exception>
    public static (RowSet Training, RowSet Validation) Random(int rows, double validationShare, ulong seed) =>
        Sets(Choose(RowBits.All(rows), _ => 0, 1, validationShare, seed), RowBits.All(rows));

    /// <summary>Splits so that each class has the same proportion of its rows in validation, up to rounding; the row of a class of one is for training.</summary>
    /// <param name="labels">The class of each row, from 0.</param>
    /// <param name="validationShare">The proportion, from 0 to below 1.</param>
    /// <param name="seed">The seed of the choice of rows.</param>
    /// <exception cref="TrainingException">A label is negative, the share is not from 0 to below 1, or leaves one side empty.</exception>
    public static (RowSet Training, RowSet Validation) Stratified(int[] labels, double validationShare, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var classes = 0;
        for (var row = 0; row < labels.Length; row++)
        {
            if (labels[row] < 0) throw new TrainingException($"RowSplit.Stratified cannot use the label {labels[row]} in row {row}: labels are numbered from 0.");
            classes = Math.Max(classes, labels[row] + 1);
        }

        var all = RowBits.All(labels.Length);
        return Sets(Choose(all, row => labels[row], classes, validationShare, seed), all);
    }

    /// <summary>Splits by groups, none of which is on both sides: groups in random order go to validation until the share is reached.</summary>
    /// <param name="groups">The group of each row: rows with equal numbers belong together.</param>
    /// <param name="validationShare">The proportion, from 0 to below 1.</param>
    /// <param name="seed">The seed of the choice of groups.</param>
    /// <exception cref="TrainingException">The share is not from 0 to below 1, or there are fewer than two groups.</exception>
    public static (RowSet Training, RowSet Validation) Grouped(int[] groups, double validationShare, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var all = RowBits.All(groups.Length);
        return Sets(ChooseGroups(all, row => groups[row], validationShare, seed), all);
    }

    /// <summary>Uses the latest rows for validation. Rows of the same time stay together, so that there may be fewer than the share.</summary>
    /// <param name="times">The time of each row, in any unit.</param>
    /// <param name="validationShare">The proportion, from 0 to below 1.</param>
    /// <exception cref="TrainingException">A time is not a number, the share is not from 0 to below 1, or all rows have the same time.</exception>
    public static (RowSet Training, RowSet Validation) ByTime(double[] times, double validationShare)
    {
        ArgumentNullException.ThrowIfNull(times);
        var nan = Array.FindIndex(times, double.IsNaN);
        if (nan >= 0) throw new TrainingException($"RowSplit.ByTime cannot use the time NaN in row {nan}: each row needs a time.");
        var all = RowBits.All(times.Length);
        return Sets(ChooseLatest(all, row => times[row], validationShare), all);
    }

    /// <summary>The validation rows of a table, label by label (Knuth, The Art of Computer Programming 2, algorithm S: one pass, in the order of the rows).</summary>
    internal static RowBits Choose(RowBits used, Func<int, int> labelOf, int classes, double share, ulong seed)
    {
        CheckShare(share);
        var validation = new RowBits(used.Rows);
        if (share == 0) return validation;
        var left = new int[classes];
        for (var row = 0; row < used.Rows; row++)
        {
            if (used[row]) left[labelOf(row)]++;
        }

        var wanted = Shares(left, share);
        var random = new RandomState(seed);
        for (var row = 0; row < used.Rows; row++)
        {
            if (!used[row]) continue;
            var label = labelOf(row);
            if (wanted[label] > 0 && random.NextInt(left[label]) < wanted[label])
            {
                validation.Set(row);
                wanted[label]--;
            }

            left[label]--;
        }

        if (classes > 1 && validation.Count == 0) throw new DataException("Each class has one row, which is used for training, so no row is left for validation. Give more rows of a class, or keep none for validation (0).");
        return Both(validation, used, share);
    }

    internal static RowBits ChooseGroups(RowBits used, Func<int, int> groupOf, double share, ulong seed)
    {
        CheckShare(share);
        var validation = new RowBits(used.Rows);
        if (share == 0) return validation;
        var sizes = new Dictionary<int, int>();
        var order = new List<int>();
        var rows = 0;
        for (var row = 0; row < used.Rows; row++)
        {
            if (!used[row]) continue;
            rows++;
            var group = groupOf(row);
            if (!sizes.TryAdd(group, 1)) sizes[group]++;
            else order.Add(group);
        }

        if (order.Count < 2) throw new DataException($"The rows belong to {order.Count} {(order.Count == 1 ? "group" : "groups")}; at least two are needed, one of them for validation. Split by rows, or keep none (ValidationShare = 0).");
        var shuffled = order.ToArray();
        new RandomState(seed).Shuffle(shuffled.AsSpan());
        var wanted = Math.Max(1, (int)Math.Round(share * rows, MidpointRounding.AwayFromZero));
        var chosen = new HashSet<int>();
        foreach (var group in shuffled)
        {
            // Chooses groups until the count is nearest to the share; one side always keeps a group.
            if (chosen.Count > 0 && (chosen.Count == order.Count - 1 || 2 * wanted < sizes[group])) break;
            chosen.Add(group);
            wanted -= sizes[group];
            if (wanted <= 0) break;
        }

        for (var row = 0; row < used.Rows; row++)
        {
            if (used[row] && chosen.Contains(groupOf(row))) validation.Set(row);
        }

        return Both(validation, used, share);
    }

    internal static RowBits ChooseLatest(RowBits used, Func<int, double> timeOf, double share)
    {
        CheckShare(share);
        var validation = new RowBits(used.Rows);
        if (share == 0) return validation;
        var rows = used.Count;
        var training = rows - Math.Clamp((int)Math.Round(share * rows, MidpointRounding.AwayFromZero), 1, Math.Max(1, rows - 1));
        if (training < 1) return Both(validation, used, share);
        var last = new StoredMedian().Ranked(Walk, training - 1, rows);
        for (var row = 0; row < used.Rows; row++)
        {
            if (used[row] && timeOf(row) > last) validation.Set(row);
        }

        return Both(validation, used, share);

        void Walk(NumberTaker take)
        {
            Span<double> piece = stackalloc double[256];
            var count = 0;
            for (var row = 0; row < used.Rows; row++)
            {
                if (!used[row]) continue;
                piece[count++] = timeOf(row);
                if (count < piece.Length) continue;
                take(piece);
                count = 0;
            }

            take(piece[..count]);
        }
    }

    /// <summary>The number of validation rows of each class: its proportion rounded down, plus one for the classes that lost most by rounding.</summary>
    private static int[] Shares(int[] counts, double share)
    {
        var rows = counts.Sum(count => (long)count);
        var wanted = Array.ConvertAll(counts, count => (int)Math.Floor(share * count));
        var more = (int)(Math.Max(1, (long)Math.Round(share * rows, MidpointRounding.AwayFromZero)) - wanted.Sum(count => (long)count));
        foreach (var k in Enumerable.Range(0, counts.Length).Where(k => counts[k] > 1).OrderByDescending(k => (share * counts[k]) - wanted[k]).ThenBy(k => k))
        {
            if (more <= 0) break;
            if (wanted[k] >= counts[k] - 1) continue;
            wanted[k]++;
            more--;
        }

        return wanted;
    }

    private static RowBits Both(RowBits validation, RowBits used, double share)
    {
        var count = validation.Count;
        if (count > 0 && count < used.Count) return validation;
        throw new DataException(FormattableString.Invariant(
            $"A validation proportion of {share} of {used.Count} rows leaves no row for {(count == 0 ? "validation" : "training")}; at least one on each side is expected. Give more rows, another proportion, or keep none (0)."));
    }

    private static (RowSet Training, RowSet Validation) Sets(RowBits validation, RowBits used)
    {
        var training = new RowBits(used.Rows);
        for (var row = 0; row < used.Rows; row++)
        {
            if (used[row] && !validation[row]) training.Set(row);
        }

        return (training.ToSet(), validation.ToSet());
    }

    private static void CheckShare(double share)
    {
        if (!(share is >= 0 and < 1)) throw new TrainingException(FormattableString.Invariant($"The proportion of validation rows is {share}; a number from 0 to below 1 is expected, such as 0.2."));
    }
}
