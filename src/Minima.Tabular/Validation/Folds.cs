namespace Minima.Tabular;

/// <summary>k-fold cross-validation: shuffled by a seed, the same on every machine.</summary>
internal static class Folds
{
    public const int Default = 5;

    /// <summary>
    /// Splits some rows of a table; the row numbers are those of the whole table. Folds are stratified by classes.
    /// With two classes each fold has at least one row of each. With more, a fold may lack a class that has fewer rows than there are folds.
    /// </summary>
    /// <param name="rows">The rows.</param>
    /// <param name="strata">Their classes, or null.</param>
    /// <param name="folds">The number of folds.</param>
    /// <param name="seed">The random seed; the same seed gives the same folds.</param>
    /// <param name="isInner">True if the rows are the training rows of a fold.</param>
    /// <exception cref="DataException">There are fewer than two rows for each fold, one of two classes has fewer rows than there are folds, or one of several only one row.</exception>
    public static Fold[] Over(int[] rows, TargetColumn? strata, int folds, ulong seed, bool isInner = false) => strata is null
        ? Split([[.. rows]], folds, seed)
        : Split(ByClass(rows, strata.Values), folds, seed, strata.Kind == TargetKind.MultiClass, isInner);

    /// <summary>The seed for the inner folds of an outer one: the same permutation would correlate inner folds with outer ones.</summary>
    public static ulong InnerSeed(ulong seed)
    {
        return SplitMix64.Mix(seed ^ 0xD1B54A32D192ED03);
    }

    private static int[][] ByClass(int[] rows, ReadOnlySpan<double> classes)
    {
        var strata = new List<List<int>> { new(), new() };
        foreach (var row in rows)
        {
            while (strata.Count <= (int)classes[row]) strata.Add([]);
            strata[(int)classes[row]].Add(row);
        }

        return [.. strata.Select(stratum => stratum.ToArray())];
    }

    private static Fold[] Split(int[][] strata, int folds, ulong seed, bool several = false, bool isInner = false)
    {
        if (several) RequireOfSeveral(strata, folds, isInner);
        else Require(strata, folds);
        var random = new RandomState(seed);
        var test = new List<int>[folds];
        for (var k = 0; k < folds; k++) test[k] = [];

        // Continuing across classes keeps the sizes of the folds equal to within one row.
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
        RequireTwo(folds);

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
                fewest == 1 ? "the rarer class has 1 row" : $"the rarer class has {fewest} rows",
                $"at least {folds} are expected, one for each fold",
                "Give more rows of this class, or fewer folds with --folds.");
        }
    }

    private static void RequireTwo(int folds)
    {
        if (folds >= 2) return;
        throw DataException.Create(
            $"{folds} folds", "there is nothing to hold out", "at least 2 are expected", "Give --folds 2 or more.");
    }

    /// <summary>A rare class may be missing in test rows and, in inner folds, even in training rows; but a class of one row is never in both.</summary>
    private static void RequireOfSeveral(int[][] strata, int folds, bool isInner)
    {
        RequireTwo(folds);
        var rows = strata.Sum(stratum => stratum.Length);
        if (rows < (isInner ? folds : 2 * folds))
        {
            throw DataException.Create(
                $"{folds} folds",
                $"there are {rows} rows",
                isInner ? $"at least {folds} are expected, one for each fold" : $"at least {2 * folds} are expected, two for each fold",
                "Give more rows, or fewer folds with --folds.");
        }

        if (isInner || strata.All(stratum => stratum.Length != 1)) return;
        throw DataException.Create(
            $"{folds} folds",
            "a class has one row only",
            "at least two rows of each class are expected, one to learn from and one to test on",
            "Give more rows of this class, put it together with another, or remove it.");
    }
}
