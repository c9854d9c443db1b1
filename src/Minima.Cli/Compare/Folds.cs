namespace Minima.Cli.Compare;

/// <summary>k-fold cross-validation: shuffled by a seed, the same on every machine.</summary>
internal static class Folds
{
    public const int Default = 5;

    /// <summary>Splits rows 0 to <paramref name="rows"/> - 1.</summary>
    /// <exception cref="DataException">There are fewer than two rows for each fold.</exception>
    public static Fold[] Create(int rows, int folds, ulong seed) => Split([Everything(rows)], folds, seed);

    /// <summary>
    /// Splits rows so that each fold has its share of both classes, at least one row of each.
    /// </summary>
    /// <param name="classes">0 or 1 for each row.</param>
    /// <param name="folds">How many folds.</param>
    /// <param name="seed">The same seed gives the same folds.</param>
    /// <exception cref="DataException">A class has fewer rows than there are folds.</exception>
    public static Fold[] CreateStratified(ReadOnlySpan<double> classes, int folds, ulong seed) =>
        Split(ByClass(Everything(classes.Length), classes), folds, seed);

    /// <summary>The folds that suit the target: stratified for classes.</summary>
    public static Fold[] Create(TargetColumn target, int folds, ulong seed) => target.Kind == TargetKind.Binary
        ? CreateStratified(target.Values, folds, seed)
        : Create(target.Values.Length, folds, seed);

    /// <summary>
    /// Splits the training rows of one fold again, to choose settings without looking at its test rows. The row numbers are
    /// those of the whole table.
    /// </summary>
    public static Fold[] Inner(Fold outer, TargetColumn target, int folds, ulong seed)
    {
        // A seed of its own: the same permutation of other rows would tie inner folds to outer ones.
        var own = seed ^ 0xD1B54A32D192ED03;
        own = SeededRandom.SplitMix64(ref own);
        return target.Kind == TargetKind.Binary
            ? Split(ByClass(outer.Train, target.Values), folds, own)
            : Split([[.. outer.Train]], folds, own);
    }

    private static int[] Everything(int rows)
    {
        var all = new int[rows];
        for (var i = 0; i < rows; i++) all[i] = i;
        return all;
    }

    private static int[][] ByClass(int[] rows, ReadOnlySpan<double> classes)
    {
        var zero = new List<int>();
        var one = new List<int>();
        foreach (var row in rows) (classes[row] > 0.5 ? one : zero).Add(row);
        return [[.. zero], [.. one]];
    }

    private static Fold[] Split(int[][] strata, int folds, ulong seed)
    {
        Require(strata, folds);
        var random = new SeededRandom(seed);
        var test = new List<int>[folds];
        for (var k = 0; k < folds; k++) test[k] = [];

        // Dealing on without a break between the classes keeps the folds equal in size to within one row.
        var next = 0;
        foreach (var stratum in strata)
        {
            random.Shuffle(stratum);
            foreach (var row in stratum)
            {
                test[next].Add(row);
                next = (next + 1) % folds;
            }
        }

        var result = new Fold[folds];
        for (var k = 0; k < folds; k++)
        {
            var held = k;
            test[held].Sort();
            var train = test.Where((_, other) => other != held).SelectMany(rows => rows).ToArray();
            Array.Sort(train);
            result[held] = new Fold(train, [.. test[held]]);
        }

        return result;
    }

    private static void Require(int[][] strata, int folds)
    {
        if (folds < 2)
        {
            throw DataException.Create(
                $"{folds} folds", "there is nothing to hold out", "at least 2 are expected", "Give --folds 2 or more.");
        }

        var fewest = strata.Min(stratum => stratum.Length);
        if (strata.Length == 1 && fewest < 2 * folds)
        {
            throw DataException.Create(
                $"{folds} folds",
                $"there are {fewest} rows",
                $"at least {2 * folds} are expected, two for each fold",
                "Give more rows, or fewer folds with --folds.");
        }

        if (strata.Length > 1 && fewest < folds)
        {
            throw DataException.Create(
                $"{folds} folds",
                $"the rarer class has {fewest} rows",
                $"at least {folds} are expected, one for each fold",
                "Give more rows of this class, or fewer folds with --folds.");
        }
    }
}
