namespace Minima.Tabular;

/// <summary>The rankings of held-out rows of two classes, fold by fold. A metric of a ranking is recomputed on rows drawn with replacement.</summary>
internal sealed class ResampledRankings(RowUnits units)
{
    /// <summary>The total number of rows counted over all draws: larger tables get fewer draws, and their metrics vary less.</summary>
    private const double Work = 5e7;

    private const int FewestDraws = 200;
    private const int MostDraws = 5000;

    private const int FewestOrders = 200;
    private const int MostOrders = 2000;

    private readonly List<(RankedCounts Ranking, int[] Rows, double[] Targets)> _folds = [];
    private (TableMetric Metric, double[] Values)? _drawn;

    public void Add(Predictions predictions, int[] rows) => _folds.Add((new(predictions.Score, predictions.Target), rows, predictions.Target));

    /// <summary>The differences of a metric between two rows of a comparison, below 0 if the first is better, on the same draws; null if a class has fewer than two units.</summary>
    public static Bootstrap? Difference(ResampledRankings? one, ResampledRankings? other, TableMetric metric)
    {
        if (one is null || other is null || one._folds.Count != other._folds.Count || one.UnitsOfRarerClass() is var scarce && scarce < 2) return null;
        if (one.Mean(metric, null) is not { } here || other.Mean(metric, null) is not { } there) return null;

        // A row drawn twice is next to its copy, so that draws rank better than the rows themselves: by a factor, as no metric of a ranking is below 0.
        var (own, others) = (one.Drawn(metric), other.Drawn(metric));
        var (less, lessThere) = (Factor(here, own), Factor(there, others));
        double[] differences = [.. own.Zip(others, (a, b) => (lessThere * b) - (less * a)).Where(double.IsFinite)];
        if (differences.Length < FewestDraws / 2) return null;
        Array.Sort(differences);

        // The rarer class limits the precision of a ranking.
        return new(there - here, differences, scarce);

        static double Factor(double mean, double[] drawn) => drawn.Where(double.IsFinite).DefaultIfEmpty(0).Average() is > 0 and var average ? mean / average : 1;
    }

    /// <summary>
    /// The expected metric of rows in random order, and the two-sided p-value of the order of the scores among random ones. With few rows of a class the expected metric is above
    /// that of equal scores, because the best cut is chosen. Null if no fold defines the metric.
    /// </summary>
    public (double Mean, double P)? OfRandomOrder(TableMetric metric)
    {
        if (Mean(metric, null) is not { } here) return null;
        var random = new RandomState(units.Seed);

        // A row keeps its place among the others in every repeat, as it does by the scores of models that learned from much the same rows.
        var held = _folds.SelectMany((fold, k) => fold.Rows.Select((row, i) => (Row: row, Fold: k, Target: fold.Targets[i]))).GroupBy(entry => entry.Row).Select(row => row.ToArray()).ToArray();
        double[][] ordered = [.. _folds.Select(fold => new double[fold.Rows.Length])];
        var values = new double[(int)Math.Clamp(Work / ordered.Sum(fold => fold.Length), FewestOrders, MostOrders)];
        var next = new int[ordered.Length];
        for (var k = 0; k < values.Length; k++)
        {
            random.Shuffle<(int Row, int Fold, double Target)[]>(held);
            Array.Clear(next);
            foreach (var row in held)
            {
                foreach (var (_, fold, target) in row) ordered[fold][next[fold]++] = target;
            }

            values[k] = ordered.Average(fold => metric.Ranking!(new RankedCounts(fold).Count())) ?? 0;
        }

        var (above, below) = (values.Count(value => value >= here), values.Count(value => value <= here));
        return (values.Average(), Math.Min(1, 2.0 * (1 + Math.Min(above, below)) / (1 + values.Length)));
    }

    /// <summary>The mean of a metric over the folds that define it.</summary>
    private double? Mean(TableMetric metric, int[]? drawn)
    {
        var (sum, count) = (0.0, 0);
        foreach (var (ranking, rows, _) in _folds)
        {
            if (metric.Ranking!(ranking.Count(drawn is null ? null : Array.ConvertAll(rows, row => drawn[units[row]]))) is not { } value) continue;
            sum += value;
            count++;
        }

        return count > 0 ? sum / count : null;
    }

    /// <summary>The metric of each draw; NaN if no fold defines it.</summary>
    private double[] Drawn(TableMetric metric)
    {
        if (_drawn is { } known && known.Metric == metric) return known.Values;
        int[] held = [.. _folds.SelectMany(fold => fold.Rows).Select(row => units[row]).Distinct().Order()];
        var values = new double[(int)Math.Clamp(Work / _folds.Sum(fold => fold.Rows.Length), FewestDraws, MostDraws)];
        var (random, times) = (new RandomState(units.Seed), new int[units.Count]);
        for (var draw = 0; draw < values.Length; draw++)
        {
            Array.Clear(times);
            for (var i = 0; i < held.Length; i++) times[held[random.NextInt(held.Length)]]++;
            values[draw] = Mean(metric, times) ?? double.NaN;
        }

        _drawn = (metric, values);
        return values;
    }

    private int UnitsOfRarerClass()
    {
        return Math.Min(Of(true), Of(false));

        int Of(bool isOne) => _folds.SelectMany(fold => fold.Rows.Where((_, i) => fold.Targets[i] > 0.5 == isOne)).Select(row => units[row]).Distinct().Count();
    }
}
