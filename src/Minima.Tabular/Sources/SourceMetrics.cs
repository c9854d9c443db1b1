namespace Minima.Tabular;

/// <summary>Metrics of predictions over rows that stay in a source, by their keys; null if a prediction is not finite.</summary>
/// <param name="scores">The predictions.</param>
/// <param name="cancellation">Checked before every query.</param>
internal sealed class SourceMetrics(ISourceScores scores, CancellationToken cancellation)
{
    /// <summary>Metrics of numbers that sums give: those of the model, then those of some constants.</summary>
    /// <param name="constants">Constant predictions.</param>
    /// <param name="centre">The mean of the target.</param>
    /// <param name="varies">The target has different values.</param>
    /// <param name="hasRanks">True to add quantiles of the errors, which take many queries.</param>
    public IReadOnlyList<Dictionary<string, double?>?> OfNumbers(IReadOnlyList<double> constants, double centre, bool varies, bool hasRanks)
    {
        if (scores.Numbers(constants, centre, cancellation) is not { } totals) return [.. Enumerable.Repeat<Dictionary<string, double?>?>(null, constants.Count + 1)];
        var found = totals.Select(total => new Dictionary<string, double?>(StringComparer.Ordinal)
        {
            [Metrics.MeanAbsolute.Key] = total.Absolute / total.Rows,
            [Metrics.RootMeanSquare.Key] = Math.Sqrt(total.Squares / total.Rows),
            [Metrics.Bias.Key] = total.Signed / total.Rows,
            [Metrics.RSquared.Key] = varies ? 1 - (total.Squares / total.TargetSquares) : null,
            [Metrics.Coverage.Key] = (double)total.Covered / total.Rows,
        }).ToArray();
        if (!hasRanks) return found;

        var errors = Quantiles(constants, totals, 0.5, 0.9);
        for (var k = 0; k < found.Length; k++) (found[k][Metrics.MedianAbsolute.Key], found[k][Metrics.Percentile.Key]) = (errors[k][0], errors[k][1]);
        return found;
    }

    /// <summary>Quantiles of the absolute errors of the model, then of those of some constants; many queries.</summary>
    /// <param name="constants">Constant predictions.</param>
    /// <param name="totals">Their sums, with the largest error of each.</param>
    /// <param name="levels">The levels of the quantiles.</param>
    public double[][] Quantiles(IReadOnlyList<double> constants, IReadOnlyList<NumberTotals> totals, params double[] levels)
    {
        // The quantile of a level lies between two neighbours in order.
        var rows = totals[0].Rows;
        var places = Array.ConvertAll(levels, level => level * (rows - 1));
        long[] ranks = [.. places.SelectMany(place => (long[])[(long)place + 1, Math.Min((long)place + 2, rows)])];
        var errors = scores.AbsoluteErrors(constants, [.. totals.Select(total => total.Largest)], ranks, cancellation);
        return [.. errors.Select(beside => places.Select((place, k) => RobustScale.QuantileOfSorted(beside.AsSpan(2 * k, 2), place - Math.Floor(place))).ToArray())];
    }

    /// <summary>Metrics of two classes.</summary>
    /// <param name="order">Receives the totals that depend on the order of all rows; null if no part of the source has it.</param>
    public Dictionary<string, double?>? OfClasses(out OrderTotals? order, out ClassTotals? totals)
    {
        order = null;
        totals = scores.Classes(cancellation);
        if (totals is null) return null;
        order = scores.Order(cancellation);
        return Of(totals, order);
    }

    /// <summary>Metrics of a constant probability for every row, such as the rate of some rows.</summary>
    public static Dictionary<string, double?> OfRate(ClassTotals rows, double rate)
    {
        var (ones, zeros) = (rows.Ones, rows.Rows - rows.Ones);
        var isOne = rate > 0.5;
        var constant = new ClassTotals(
            rows.Rows, ones, isOne ? ones : 0, isOne ? zeros : 0,
            (ones * BinaryMetrics.LogLoss(rate)) + (zeros * BinaryMetrics.LogLoss(1 - rate)),
            (ones * (1 - rate) * (1 - rate)) + (zeros * rate * rate),
            [(rows.Rows, rate * rows.Rows, ones)]);
        return Of(constant, new((Int128)ones * zeros, ones * ((double)ones / rows.Rows)));
    }

    private static Dictionary<string, double?> Of(ClassTotals totals, OrderTotals? order)
    {
        var (ones, zeros) = (totals.Ones, totals.Rows - totals.Ones);
        var (truePositive, trueNegative) = (totals.TruePositive, zeros - totals.FalsePositive);
        var hasProbabilities = totals.Bins.Count > 0;
        var predicted = ones + totals.TruePositive + totals.FalsePositive;
        return new(StringComparer.Ordinal)
        {
            ["log-loss"] = hasProbabilities ? totals.LogLoss / totals.Rows : null,
            ["brier"] = hasProbabilities ? totals.Squares / totals.Rows : null,
            ["accuracy"] = (double)(truePositive + trueNegative) / totals.Rows,
            ["balanced-accuracy"] = ones == 0 || zeros == 0 ? null : (((double)truePositive / ones) + ((double)trueNegative / zeros)) / 2,
            ["f1"] = predicted == 0 ? null : 2.0 * truePositive / predicted,
            ["auc"] = order is null || ones == 0 || zeros == 0 ? null : (double)order.HalfPairs / (2.0 * ones * zeros),
            ["average-precision"] = order is null || ones == 0 ? null : order.Precision / ones,
            ["ece"] = hasProbabilities ? Calibration.Error(totals.Bins, totals.Rows) : null,
        };
    }
}
