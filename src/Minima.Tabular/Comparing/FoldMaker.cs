namespace Minima.Tabular;

/// <summary>Assigns the rows of a comparison to folds according to the options, all from one seed.</summary>
internal sealed class FoldMaker
{
    /// <summary>The rows of a rare class that a sample has, if the data have that many.</summary>
    private const int FewestOfClass = 100;

    /// <summary>Up to this many rows the folds are repeated by default.</summary>
    private const int RepeatUpTo = 2_000;

    private const int DefaultRepeats = 3;

    /// <summary>The most parts in which a test file is measured; their variance gives intervals.</summary>
    private const int MostParts = 10;

    private readonly ComparisonData _data;
    private readonly ComparisonOptions _options;
    private readonly int[] _rows;
    private readonly TargetColumn? _strata;

    private FoldMaker(ComparisonData data, ComparisonOptions options, int[] rows)
    {
        _data = data;
        _options = options;
        _rows = rows;
        _strata = Strata(data, rows, options.Folds);
    }

    /// <summary>The number of repeats if the options do not set it.</summary>
    public static int Repeats(ComparisonData data, ComparisonOptions options, int rows) =>
        data.Times is not null || data.HasTestTable ? 1 : options.Repeats ?? (rows <= RepeatUpTo ? DefaultRepeats : 1);

    /// <param name="data">The table.</param>
    /// <param name="options">The options of the split.</param>
    /// <param name="rows">The rows that take part, without those of a test file.</param>
    public static (FoldKind Kind, List<OuterSplit> Splits) Create(ComparisonData data, ComparisonOptions options, int[] rows)
    {
        var maker = new FoldMaker(data, options, rows);
        var splits = new List<OuterSplit>();
        if (data.HasTestTable)
        {
            splits.Add(maker.TestFile());
            return (FoldKind.TestFile, splits);
        }

        for (var repeat = 0; repeat < Repeats(data, options, rows.Length); repeat++)
        {
            var seed = Seed(options.Seed, repeat);
            var folds = maker.Folds(rows, options.Folds, seed, isInner: false);
            for (var k = 0; k < folds.Length; k++) splits.Add(maker.Split(repeat, k, folds[k], seed, []));
        }

        return (data.Times is not null ? FoldKind.Time : data.Groups is not null ? FoldKind.Grouped : FoldKind.Shuffled, splits);
    }

    /// <summary>The seed of a repeat: the first has the seed itself, the others one derived from it.</summary>
    private static ulong Seed(ulong seed, int repeat)
    {
        for (var i = 0; i < repeat; i++) seed = SplitMix64.Mix(seed);
        return seed;
    }

    /// <summary>The classes to stratify by. Grades of which one has a single row are not stratified.</summary>
    private static TargetColumn? Strata(ComparisonData data, int[] rows, int folds)
    {
        if (data.Facts?.Events is { } events)
        {
            // Events are stratified like classes if there are enough of both for every fold and its inner folds.
            var happened = rows.Count(row => events[row] == 1);
            return Math.Min(happened, rows.Length - happened) >= 2 * Math.Max(folds, OuterFold.InnerFolds) ? new TargetColumn("", events, TargetKind.Binary, ["0", "1"]) : null;
        }

        if (data.AsClasses is not { } grades) return data.Strata;
        var counts = new int[grades.Classes.Count];
        foreach (var row in rows) counts[(int)grades.Values[row]]++;
        return counts.Min() >= 2 ? grades : null;
    }

    private OuterSplit Split(int repeat, int index, Fold fold, ulong seed, IReadOnlyList<int[]> parts)
    {
        if (fold.Train.Length <= RowSampling.Most)
            return new OuterSplit(repeat, index, fold, Folds(fold.Train, OuterFold.InnerFolds, Tabular.Folds.InnerSeed(seed), isInner: true), [], parts);
        var positions = Sample(fold.Train, seed + (ulong)index);
        var sample = Array.ConvertAll(positions, position => fold.Train[position]);
        return new OuterSplit(repeat, index, fold, Folds(sample, OuterFold.InnerFolds, Tabular.Folds.InnerSeed(seed), isInner: true), positions, parts);
    }

    /// <summary>Positions of some training rows, proportional by class, with enough of each rare class to learn from.</summary>
    private int[] Sample(int[] train, ulong seed)
    {
        if (_data.Facts?.Queries is { } queries) return WholeQueries(train, queries, RowSampling.Most, seed);
        if (_strata is null) return RowSampling.Of(train.Length, RowSampling.Most, seed);
        var members = _strata.Classes.Select(_ => new List<int>()).ToArray();
        for (var i = 0; i < train.Length; i++) members[(int)_strata.Values[train[i]]].Add(i);
        return
        [
            .. members.SelectMany((rows, k) =>
            {
                var share = (int)((long)RowSampling.Most * rows.Count / train.Length);
                return RowSampling.Of(rows.Count, Math.Max(share, FewestOfClass), seed + (ulong)k).Select(position => rows[position]);
            }).Order(),
        ];
    }

    /// <summary>A number of rows, ascending, proportional by class; a rare class has as many as folds and inner folds need, if it has that many.</summary>
    /// <param name="data">The table.</param>
    /// <param name="rows">The rows to choose from.</param>
    /// <param name="most">The number of rows to take.</param>
    /// <param name="folds">The number of folds.</param>
    /// <param name="seed">The same seed gives the same rows.</param>
    public static int[] Sample(ComparisonData data, int[] rows, int most, int folds, ulong seed)
    {
        if (data.Facts?.Queries is { } queries) return Array.ConvertAll(WholeQueries(rows, queries, most, seed), position => rows[position]);
        if (Strata(data, rows, folds) is not { } strata) return Array.ConvertAll(RowSampling.Of(rows.Length, most, seed), position => rows[position]);
        var members = strata.Classes.Select(_ => new List<int>()).ToArray();
        foreach (var row in rows) members[(int)strata.Values[row]].Add(row);
        var fewest = Math.Max(2 * folds, 4 * OuterFold.InnerFolds);
        var counts = Array.ConvertAll(members, own => Math.Min(own.Count, Math.Max((int)((long)most * own.Count / rows.Length), fewest)));

        // The largest class absorbs the extra rows of rare classes, and the rounding.
        var largest = Array.IndexOf(counts, counts.Max());
        counts[largest] = Math.Clamp(counts[largest] + most - counts.Sum(), Math.Min(fewest, members[largest].Count), members[largest].Count);
        return [.. members.SelectMany((own, k) => RowSampling.Of(own.Count, counts[k], seed + (ulong)k).Select(position => own[position])).Order()];
    }

    /// <summary>Positions of the rows of random queries, until there are as many as needed.</summary>
    private static int[] WholeQueries(int[] rows, int[] queries, int most, ulong seed)
    {
        var members = Enumerable.Range(0, rows.Length).GroupBy(position => queries[rows[position]]).Select(group => group.ToArray()).ToArray();
        new RandomState(seed).Shuffle(members.AsSpan());
        var taken = new List<int>();
        foreach (var query in members)
        {
            if (taken.Count > 0 && taken.Count + query.Length > most) break;
            taken.AddRange(query);
        }

        return [.. taken.Order()];
    }

    private Fold[] Folds(int[] rows, int folds, ulong seed, bool isInner) =>
        _data.Times is { } times ? Forward(rows, times, folds, isInner)
        : _data.Groups is { } groups ? Grouped(rows, groups, folds, seed, isInner)
        : _data.Copies is { } copies ? Together(rows, copies, folds, seed, isInner)
        : Tabular.Folds.Over(rows, _strata, folds, seed, isInner);

    /// <summary>Assigns each row to the fold of the first of its copies.</summary>
    private Fold[] Together(int[] rows, int[] copies, int folds, ulong seed, bool isInner)
    {
        var members = rows.GroupBy(row => copies[row]).ToDictionary(group => group.First(), group => group.ToArray());
        int[] All(int[] firsts) => [.. firsts.SelectMany(first => members[first]).Order()];
        return [.. Tabular.Folds.Over([.. members.Keys.Order()], _strata, folds, seed, isInner).Select(fold => new Fold(All(fold.Train), All(fold.Test)))];
    }

    /// <summary>Cuts between different times, so that no model is trained on rows of the same moment or later.</summary>
    private Fold[] Forward(int[] rows, double[] times, int folds, bool isInner)
    {
        var order = rows.OrderBy(row => times[row]).ThenBy(row => row).ToArray();
        var cuts = new List<int>();
        for (var k = 1; k <= folds; k++)
        {
            var cut = (int)((long)k * order.Length / (folds + 1));
            while (cut < order.Length && cut > 0 && times[order[cut]].Equals(times[order[cut - 1]])) cut++;
            if (cut > 0 && cut < order.Length && (cuts.Count == 0 || cut > cuts[^1])) cuts.Add(cut);
        }

        if (cuts.Count < (isInner ? 1 : folds))
        {
            throw DataException.Create(
                $"--time {DataException.Quote(_data.SplitBy!)}",
                "there are too few different times",
                FormattableString.Invariant($"at least {folds + 1} different times are expected for {folds} folds that train on the past"),
                "Give fewer folds with --folds, or another column.");
        }

        var result = new Fold[cuts.Count];
        for (var k = 0; k < cuts.Count; k++)
        {
            int[] train = [.. order[..cuts[k]].Order()];
            int[] test = [.. order[cuts[k]..(k + 1 < cuts.Count ? cuts[k + 1] : order.Length)].Order()];
            result[k] = new Fold(train, test);
        }

        return result;
    }

    /// <summary>Assigns the largest groups first, each to the fold with the fewest rows; groups of equal size in random order.</summary>
    private Fold[] Grouped(int[] rows, int[] groups, int folds, ulong seed, bool isInner)
    {
        var members = rows.GroupBy(row => groups[row]).OrderBy(group => group.Key).Select(group => group.ToArray()).ToArray();
        if (isInner && members.Length < 2) return Tabular.Folds.Over(rows, _strata, folds, seed, isInner);
        if (isInner) folds = Math.Min(folds, members.Length);
        if (members.Length < folds)
        {
            throw DataException.Create(
                _data.Facts?.Queries is null ? $"--group {DataException.Quote(_data.SplitBy!)}" : $"--query {DataException.Quote(_data.SplitBy!)}",
                (_data.Facts?.Queries is null, members.Length) switch
                {
                    (true, 1) => "there is 1 group",
                    (true, var count) => FormattableString.Invariant($"there are {count} groups"),
                    (false, 1) => "there is 1 query",
                    (false, var count) => FormattableString.Invariant($"there are {count} queries"),
                },
                FormattableString.Invariant($"at least {folds} are expected, one for each fold"),
                "Give fewer folds with --folds, or another column.");
        }

        var order = new int[members.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        new RandomState(seed).Shuffle(order);
        var test = new List<int>[folds];
        for (var k = 0; k < folds; k++) test[k] = [];
        foreach (var group in order.OrderByDescending(group => members[group].Length))
        {
            var least = 0;
            for (var k = 1; k < folds; k++) least = test[k].Count < test[least].Count ? k : least;
            test[least].AddRange(members[group]);
        }

        return [.. test.Select((held, k) => new Fold([.. test.Where((_, other) => other != k).SelectMany(part => part).Order()], [.. held.Order()]))];
    }

    private OuterSplit TestFile()
    {
        var test = Array.FindAll(_data.Used, row => row >= _data.TestFrom);
        var smallest = _strata is null ? test.Length / 2 : _strata.Classes.Select((_, k) => test.Count(row => (int)_strata.Values[row] == k)).Min();
        var parts = Math.Min(MostParts, Math.Min(test.Length / 2, smallest));
        if (_data.Facts?.Queries is { } queries) parts = Math.Min(MostParts, test.Select(row => queries[row]).Distinct().Count());
        if (parts < 2) return Split(0, 0, new Fold(_rows, test), _options.Seed, []);
        var dealt = _data.Facts?.Queries is { } kept ? Grouped(test, kept, parts, _options.Seed, isInner: false) : Tabular.Folds.Over(test, _strata, parts, _options.Seed);
        var positions = dealt
            .Select(part => Array.ConvertAll(part.Test, row => Array.BinarySearch(test, row))).ToArray();
        return Split(0, 0, new Fold(_rows, test), _options.Seed, positions);
    }
}
